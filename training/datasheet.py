"""Writes counts and agreement into the datasheet of the corpus, data/README.md."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sklearn.metrics import cohen_kappa_score

from data import Line, load_chats, load_differing, load_heldout, load_tags, load_texts
from training.corpus import Corpus
from training.documents import replace_block, table

DATASHEET_PATH = Path(__file__).parent.parent / "data" / "README.md"


def write_datasheet(trained: Corpus, heldout: Corpus, path: Path = DATASHEET_PATH) -> None:
    """Replace the counts and agreement blocks; raise DataError where their markers are gone."""
    replace_block(path, "counts", counts_block(trained, heldout))
    replace_block(path, "agreement", agreement_block())


def counts_block(trained: Corpus, heldout: Corpus) -> str:
    """Return what each file of lines holds, per tag, and what the chats are."""
    languages = tuple(load_texts())
    files = {
        f"{folder}/{code}.csv": [line for line in corpus.lines if line.language == code]
        for folder, corpus in (("lines", trained), ("heldout", heldout))
        for code in languages
    }
    chats = [versions[languages[0]] for versions in load_chats(languages).values()]
    writers = Counter(chat.other.who for chat in chats)
    overview = table(["file", *_KINDS], [[f"`{name}`", *_kinds(lines)] for name, lines in files.items()])
    per_tag = table(
        ["tag", *(f"`{name}`: tagged, of these with a second tag, look-alikes, pairs" for name in files)],
        [[f"`{tag.id}`", *(_of_tag(lines, tag.id) for lines in files.values())] for tag in load_tags()],
    )
    told = ", ".join(f"{who.replace('_', ' ')} {count}" for who, count in sorted(writers.items()))
    patterned = sum(chat.patterned for chat in chats)
    about_chats = f"Chats in every language: {len(chats)}, of which {patterned} hold patterns. Who writes: {told}."
    return f"{overview}\n\n{per_tag}\n\n{about_chats}"


def agreement_block() -> str:
    """Return Cohen's kappa per tag between the author of a hold-out line and the blind second annotator."""
    rows = []
    languages = tuple(load_texts())
    pairs = {code: _labelled_twice(code) for code in languages}
    for tag in load_tags():
        kappas = [
            cohen_kappa_score([tag.id in first for first, _ in both], [tag.id in second for _, second in both])
            for both in pairs.values()
        ]
        rows.append([f"`{tag.id}`", *(f"{kappa:.2f}" for kappa in kappas)])
    differ = [sum(first != second for first, second in both) for both in pairs.values()]
    doubted = [sum(one.doubted for one in load_differing(code)) for code in languages]
    totals = [len(both) for both in pairs.values()]
    rows.append(
        ["lines on which the two differ", *(f"{n} of {total}" for n, total in zip(differ, totals, strict=True))]
    )
    rows.append(
        ["lines that the second doubts", *(f"{n} of {total}" for n, total in zip(doubted, totals, strict=True))]
    )
    return table(["Cohen's kappa", *languages], rows)


_KINDS = ("lines", "tagged", "look-alikes", "everyday", "registers", "authors", "varieties")


def _kinds(lines: Sequence[Line]) -> list[object]:
    varieties = Counter(line.variety for line in lines)
    return [
        len(lines),
        sum(bool(line.tags) for line in lines),
        sum(line.looks_like is not None for line in lines),
        sum(not line.tags and line.looks_like is None for line in lines),
        len({line.register for line in lines}),
        len({line.author for line in lines}),
        ", ".join(f"{variety} {count}" for variety, count in sorted(varieties.items())),
    ]


def _of_tag(lines: Sequence[Line], tag: str) -> str:
    tagged = [line for line in lines if tag in line.tags]
    look_alikes = [line for line in lines if line.looks_like == tag]
    second = sum(len(line.tags) > 1 for line in tagged)
    return f"{len(tagged)}, {second}, {len(look_alikes)}, {sum(line.pair is not None for line in look_alikes)}"


def _labelled_twice(language: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    agreed = [(line.tags, line.tags) for line in load_heldout(language)]
    return agreed + [(one.line.tags, one.second_tags) for one in load_differing(language)]
