"""Every word on the screen, one file per language in `texts/`."""

from collections.abc import Mapping
from pathlib import Path
from string import Formatter

from data.errors import DATA_FOLDER, DataError
from data.tags import load_tags
from data.yaml_file import Record, line_of, read_yaml

KeyPath = tuple[str, ...]


class TagText(Record):
    """What the screen says about a tag: a full and a short name, and five texts."""

    name: str
    short: str
    what: str
    why: str
    twin: str
    ask: str
    do: str


class Texts(Record):
    """All texts of one language.

    `parts` names the five texts of a tag, `statements` are the longer shared texts, `twins`, `practise`,
    `decides` and `help` are the words of these sections, `screen` is everything else.
    """

    language_name: str
    tags: dict[str, TagText]
    parts: dict[str, str]
    phases: dict[str, str]
    phase_meanings: dict[str, str]
    levels: dict[str, str]
    countries: dict[str, str]
    purposes: dict[str, str]
    who: dict[str, str]
    chats: dict[str, str]
    statements: dict[str, str]
    screen: dict[str, str]
    twins: dict[str, str]
    practise: dict[str, str]
    decides: dict[str, str]
    room: dict[str, str]
    guide_screen: dict[str, str]
    print_pack: dict[str, str]
    help: dict[str, str]


def load_texts(folder: Path = DATA_FOLDER / "texts") -> dict[str, Texts]:
    """Return the texts by language code, in the order of the file names.

    Raises DataError where a file is broken, a tag or phase has no text, or two languages differ in their keys or in
    the placeholders of a text.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise DataError(folder, None, "there is no text file in this folder", "Put one back, such as en.yaml.")
    texts = {path.stem: read_yaml(path, Texts) for path in paths}
    for path in paths:
        _check_tags(path, texts[path.stem])
        _check_same_keys(path, texts[path.stem], paths[0], texts[paths[0].stem])
    return texts


def _check_tags(path: Path, texts: Texts) -> None:
    for section, needed in (
        ("tags", [tag.id for tag in load_tags()]),
        ("phases", [tag.phase for tag in load_tags()]),
        ("phase_meanings", [tag.phase for tag in load_tags()]),
        ("parts", [part for part in TagText.model_fields if part not in ("name", "short")]),
    ):
        present = getattr(texts, section)
        missing = next((key for key in needed if key not in present), None)
        if missing:
            raise DataError(path, line_of(path, (section,)), f"{section}.{missing} is missing", "Add its text.")
        extra = next((key for key in present if key not in needed), None)
        if extra:
            raise DataError(path, line_of(path, (section, extra)), f"{section}.{extra} is not known", "Take it out.")


def _check_same_keys(path: Path, texts: Texts, other_path: Path, other: Texts) -> None:
    mine, theirs = _flat(texts.model_dump()), _flat(other.model_dump())
    for key in theirs.keys() - mine.keys():
        raise DataError(
            path,
            line_of(path, key[:-1]),
            f"{'.'.join(key)} is missing, and {other_path.name} has it",
            "Add its text.",
        )
    for key in mine.keys() - theirs.keys():
        raise DataError(
            path,
            line_of(path, key),
            f"{'.'.join(key)} is not in {other_path.name}",
            "Add it there, or take it out here.",
        )
    for key, text in mine.items():
        if not text.strip():
            raise DataError(path, line_of(path, key), f"{'.'.join(key)} is empty", "Write its text.")
        if _placeholders(text) != _placeholders(theirs[key]):
            raise DataError(
                path,
                line_of(path, key),
                f"{'.'.join(key)} does not hold the same {{words}} as in {other_path.name}",
                f"It must hold {sorted(_placeholders(theirs[key]))}.",
            )


def _flat(content: Mapping[str, object], above: KeyPath = ()) -> dict[KeyPath, str]:
    flat: dict[KeyPath, str] = {}
    for key, value in content.items():
        if isinstance(value, Mapping):
            flat.update(_flat(value, (*above, key)))
        else:
            flat[*above, key] = str(value)
    return flat


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
