"""Chat lines: `lines/<language>.csv` to train on, `heldout/<language>.csv` to test on."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from data.content_rules import broken_rule
from data.csv_file import read_rows
from data.errors import DATA_FOLDER, DataError
from data.tags import load_tags

MAX_LINE_CHARACTERS = 280
COLUMNS = ("line_id", "text", "tags", "register", "pair", "looks_like", "variety", "author")


@dataclass(frozen=True, slots=True)
class Line:
    """One made-up chat line.

    `tags` is empty for an ordinary line. `register` is the voice it was written in. `pair` is shared by a tagged
    line and its ordinary twin. `looks_like` names the tag that an ordinary look-alike resembles. `variety` is the
    language as written somewhere, such as nl-BE. `author` is who wrote it: several registers can be one author's.
    """

    line_id: str
    text: str
    tags: tuple[str, ...]
    register: str
    pair: str | None
    looks_like: str | None
    variety: str
    author: str
    language: str


def load_lines(language: str, folder: Path = DATA_FOLDER / "lines") -> tuple[Line, ...]:
    """Return the training lines of a language; raise DataError at the first fault in the file."""
    return read_lines(folder / f"{language}.csv", language)


def load_heldout(language: str, folder: Path = DATA_FOLDER / "heldout") -> tuple[Line, ...]:
    """Return the hold-out lines of a language: for evaluation and practice, never for training."""
    return read_lines(folder / f"{language}.csv", language)


@dataclass(frozen=True, slots=True)
class DifferingLine:
    """A line on which author (`line.tags`) and second annotator (`second_tags`) differ, or which the latter doubts."""

    line: Line
    second_tags: tuple[str, ...]
    doubted: bool


def load_differing(language: str, folder: Path = DATA_FOLDER / "differing") -> tuple[DifferingLine, ...]:
    """Return the lines of a language on which people may differ: to talk about, not to measure with."""
    path = folder / f"{language}.csv"
    rows = list(read_rows(path, (*COLUMNS, "second_tags", "doubted")))
    return tuple(
        DifferingLine(line, _tags(path, number, row["second_tags"]), doubted=row["doubted"] == "yes")
        for line, (number, row) in zip(read_lines(path, language), rows, strict=True)
    )


def read_lines(path: Path, language: str) -> tuple[Line, ...]:
    """Return the lines of one CSV file, each checked on its own and against the others."""
    checked: list[Line] = []
    line_ids: dict[str, int] = {}
    texts: dict[str, int] = {}
    for number, row in read_rows(path, COLUMNS):
        line = _line(path, number, row, language)
        _refuse_double(path, number, line_ids, "line_id", line.line_id)
        _refuse_double(path, number, texts, "text", line.text.casefold())
        checked.append(line)
    if not checked:
        raise DataError(path, 1, "this file holds no lines", "Put lines below the header, or get Doorzien again.")
    _check_pairs(path, checked, line_ids)
    return tuple(checked)


def _line(path: Path, number: int, row: dict[str, str], language: str) -> Line:
    text, tags = row["text"], _tags(path, number, row["tags"])
    refuse_faulty_text(path, number, text, tags)
    for cell in ("line_id", "register", "variety", "author"):
        if not row[cell].strip():
            raise DataError(path, number, f"the cell {cell} is empty", "Fill it in, as in the rows around it.")
    looks_like = _tags(path, number, row["looks_like"])
    if tags and looks_like:
        fault_of_both = "a tagged line cannot be a look-alike too"
        raise DataError(path, number, fault_of_both, "Empty either `tags` or `looks_like`.")
    return Line(
        line_id=row["line_id"],
        text=text,
        tags=tags,
        register=row["register"],
        pair=row["pair"] or None,
        looks_like=looks_like[0] if looks_like else None,
        variety=row["variety"],
        author=row["author"],
        language=language,
    )


def _tags(path: Path, number: int, cell: str) -> tuple[str, ...]:
    """Return the tags of a cell in the order of stages.yaml."""
    known = [tag.id for tag in load_tags()]
    tags = [tag for tag in cell.split("|") if tag]
    for tag in tags:
        if tag not in known:
            close = get_close_matches(tag, known, n=1)
            remedy = f"Did you mean {close[0]}?" if close else f"The tags are {', '.join(known)}."
            raise DataError(path, number, f"the tag {tag!r} is not in stages.yaml", remedy)
    if len(set(tags)) < len(tags):
        raise DataError(path, number, f"a tag stands twice in {cell!r}", "Take one of them out.")
    return tuple(sorted(tags, key=known.index))


def refuse_faulty_text(path: Path, number: int, text: str, tags: tuple[str, ...] = ()) -> None:
    """Raise DataError where the text of a row is empty, too long, or breaks a content rule."""
    fault = _fault_in_text(text, tags)
    if fault:
        raise DataError(path, number, f"the text {text[:40]!r} {fault[0]}", fault[1])


def _fault_in_text(text: str, tags: tuple[str, ...]) -> tuple[str, str] | None:
    """Return what is wrong with a line's text and the remedy, or None."""
    if not text.strip():
        return "is empty", "Write the line, or delete the row."
    if len(text) > MAX_LINE_CHARACTERS:
        return f"has {len(text)} characters", f"Shorten it to {MAX_LINE_CHARACTERS}."
    rule = broken_rule(text, tags)
    return (rule, "Rewrite the line after the content rules in data/README.md, or delete it.") if rule else None


def _refuse_double(path: Path, number: int, seen: dict[str, int], column: str, value: str) -> None:
    if value in seen:
        raise DataError(
            path,
            number,
            f"the {column} {value[:40]!r} stands on line {seen[value]} already",
            "Change or delete one.",
        )
    seen[value] = number


def _check_pairs(path: Path, lines: list[Line], line_numbers: dict[str, int]) -> None:
    pairs: dict[str, list[Line]] = {}
    for line in lines:
        if line.pair:
            pairs.setdefault(line.pair, []).append(line)
    for pair, members in pairs.items():
        tagged = [bool(member.tags) for member in members]
        registers = {member.register for member in members}
        if sorted(tagged) != [False, True] or len(registers) > 1:
            raise DataError(
                path,
                line_numbers[members[-1].line_id],
                f"the pair {pair!r} is not one tagged and one ordinary line of the same register",
                "Give both lines of a pair the same register, and no other line the same pair.",
            )
