"""Checks how the tagger behaves when a line changes in ways that should, or should not, matter.

After Ribeiro et al. 2020, "Beyond Accuracy: Behavioral Testing of NLP Models with CheckList". Every check gives the
share of cases that pass; what fails stays visible in the model card.
"""

import random
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml

from data import load_contrast, load_differing
from models import Tagger
from training.corpus import Corpus
from training.evaluation import shown_tags

CASES_PATH = Path(__file__).parent / "behaviour.yaml"


class Behaviour(NamedTuple):
    """One check in one language: `passed` of `cases`."""

    kind: str
    check: str
    language: str
    passed: int
    cases: int


def behaviours(tagger: Tagger, heldout: Corpus) -> list[Behaviour]:
    """Return every check on the plain cases and on the hold-out lines."""
    listed = yaml.safe_load(CASES_PATH.read_text(encoding="utf-8"))
    found = [
        _minimum(tagger, tag, language, lines)
        for tag, cases in listed["must_tag"].items()
        for language, lines in cases.items()
    ]
    found += [_silence(tagger, language, lines) for language, lines in listed["must_not_tag"].items()]
    for language in sorted({line.language for line in heldout.lines}):
        lines = heldout.where(np.array([line.language == language for line in heldout.lines]))
        before = tagger.probabilities(lines.texts)
        found += [_invariance(tagger, name, change, lines, before) for name, change in CHANGES.items()]
        found += [
            _direction(tagger, tag, cases[language], lines, before) for tag, cases in listed["must_not_lower"].items()
        ]
        found += _contrast(tagger, lines)
        found.append(_doubt(tagger, language))
    return found


def _minimum(tagger: Tagger, tag: str, language: str, lines: list[str]) -> Behaviour:
    shown = shown_tags(tagger, tagger.probabilities(lines))[:, tagger.tags.index(tag)]
    return Behaviour("minimum functionality", f"`{tag}` on plain lines", language, int(shown.sum()), len(lines))


def _silence(tagger: Tagger, language: str, lines: list[str]) -> Behaviour:
    silent = ~shown_tags(tagger, tagger.probabilities(lines)).any(axis=1)
    return Behaviour("minimum functionality", "no tag on plain ordinary lines", language, int(silent.sum()), len(lines))


def _invariance(
    tagger: Tagger, name: str, change: Callable[[str], str], lines: Corpus, before: np.ndarray
) -> Behaviour:
    texts = [change(text) for text in lines.texts]
    changed = [row for row, text in enumerate(texts) if text != lines.texts[row]]
    after = before.copy()
    after[changed] = tagger.probabilities([texts[row] for row in changed])
    same = (shown_tags(tagger, before) == shown_tags(tagger, after)).all(axis=1)
    return Behaviour("same tags", name, lines.lines[0].language, int(same.sum()), len(lines.lines))


def _direction(tagger: Tagger, tag: str, addition: str, lines: Corpus, before: np.ndarray) -> Behaviour:
    column = tagger.tags.index(tag)
    after = tagger.probabilities([text + addition for text in lines.texts])
    passed = int((after[:, column] >= before[:, column]).sum())
    check = f'`{tag}` by adding "{addition.strip()}"'
    return Behaviour("never lowers", check, lines.lines[0].language, passed, len(lines.lines))


def _contrast(tagger: Tagger, lines: Corpus) -> list[Behaviour]:
    """Count pairs of a tagged line and its ordinary twin: the first must get all its tags, the second none."""
    language = lines.lines[0].language
    ordinary = {line.pair: line.text for line in lines.lines if line.pair and not line.tags}
    pairs = [(line, ordinary[line.pair]) for line in lines.lines if line.pair and line.tags]
    pairs += [(pair.tagged, pair.ordinary) for pair in load_contrast(language)]
    tagged = Corpus(tuple(line for line, _ in pairs))
    shown = shown_tags(tagger, tagger.probabilities(tagged.texts))
    silent = np.asarray(~shown_tags(tagger, tagger.probabilities([text for _, text in pairs])).any(axis=1))
    right = np.asarray(silent & (shown >= tagged.targets.astype(bool)).all(axis=1))
    of_tag = [
        Behaviour("twins", f"`{tag}`, both sides right", language, int(right[rows].sum()), int(rows.sum()))
        for tag, rows in zip(tagger.tags, tagged.targets.T.astype(bool), strict=True)
    ]
    counted = {"no tag on the ordinary side": silent, "both sides right": right}
    return [
        *(Behaviour("twins", check, language, int(passed.sum()), len(pairs)) for check, passed in counted.items()),
        *of_tag,
    ]


def _doubt(tagger: Tagger, language: str) -> Behaviour:
    """Count the lines on which annotators differ or doubt that get no tag at "clear": there it should not be sure."""
    lines = load_differing(language)
    probabilities = tagger.probabilities([one.line.text for one in lines])
    sure = probabilities >= np.array([tagger.thresholds[tag]["clear"] for tag in tagger.tags])
    unsure = int((~sure.any(axis=1)).sum())
    return Behaviour("unsure", "no clear tag where annotators differ or doubt", language, unsure, len(lines))


def _typo(text: str) -> str:
    """Swap two neighbouring letters inside the longest word, the same ones each time."""
    words = text.split(" ")
    longest = max(range(len(words)), key=lambda index: len(words[index]))
    word = words[longest]
    if len(word) >= 4:
        place = random.Random(text).randrange(1, len(word) - 2)
        words[longest] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return " ".join(words)


NAMES = ("Sam", "Noor", "Milan", "Ella")
CHANGES: dict[str, Callable[[str], str]] = {
    "lower case": str.lower,
    "upper case": str.upper,
    "no full stop or comma": lambda text: text.replace(",", "").replace(".", ""),
    "a typo in the longest word": _typo,
    "an emoji at the end": lambda text: f"{text} 😊",
    "stressed with !!!": lambda text: f"{text}!!!",
    "a name in front": lambda text: f"{random.Random(text).choice(NAMES)}, {text}",
    "no accents or curly quotes": lambda text: (
        text.replace("’", "'").replace("é", "e").replace("è", "e").replace("ë", "e")
    ),
}
