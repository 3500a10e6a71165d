"""Chat lines: `lines/<language>.csv` to train on, `heldout/<language>.csv` to test on."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from data.errors import DATA_FOLDER, DataError
from data.personal_details import personal_detail_in
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


def read_lines(path: Path, language: str) -> tuple[Line, ...]:
    """Return the lines of one CSV file, each checked on its own and against the others."""
    checked: list[Line] = []
    line_ids: dict[str, int] = {}
    texts: dict[str, int] = {}
    for number, row in _rows(path):
        line = _line(path, number, row, language)
        _refuse_double(path, number, line_ids, "line_id", line.line_id)
        _refuse_double(path, number, texts, "text", line.text.casefold())
        checked.append(line)
    if not checked:
        raise DataError(path, 1, "this file holds no lines", "Put lines below the header, or get Doorzien again.")
    _check_pairs(path, checked, line_ids)
    return tuple(checked)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise DataError(
                    path, 1, f"the column {missing[0]} is missing", f"The header must be {','.join(COLUMNS)}."
                )
            for row in reader:
                if None in row or None in row.values():
                    raise DataError(
                        path,
                        reader.line_num,
                        f"this row does not have {len(COLUMNS)} cells",
                        'Put the text between double quotes where it holds a comma, and double each " inside it.',
                    )
                yield reader.line_num, row
    except FileNotFoundError:
        raise DataError(path, None, "this file is missing", "Put it back, or get Doorzien again.") from None
    except UnicodeDecodeError:
        raise DataError(path, None, "this file is not saved as UTF-8", "Save it again as CSV UTF-8.") from None
    except csv.Error as error:
        raise DataError(path, None, f"this is not a valid CSV file ({error})", "Check the quotes in it.") from None


def _line(path: Path, number: int, row: dict[str, str], language: str) -> Line:
    text = row["text"]
    fault = _fault_in_text(text)
    if fault:
        raise DataError(path, number, f"the text {text[:40]!r} {fault[0]}", fault[1])
    for cell in ("line_id", "register", "variety", "author"):
        if not row[cell].strip():
            raise DataError(path, number, f"the cell {cell} is empty", "Fill it in, as in the rows around it.")
    tags = tuple(tag for tag in row["tags"].split("|") if tag)
    for tag in (*tags, *([row["looks_like"]] if row["looks_like"] else [])):
        _refuse_unknown_tag(path, number, tag)
    if len(set(tags)) < len(tags):
        raise DataError(path, number, f"a tag stands twice in {row['tags']!r}", "Take one of them out.")
    if tags and row["looks_like"]:
        raise DataError(
            path, number, "a tagged line cannot be a look-alike too", "Empty either `tags` or `looks_like`."
        )
    order = [tag.id for tag in load_tags()]
    return Line(
        line_id=row["line_id"],
        text=text,
        tags=tuple(sorted(tags, key=order.index)),
        register=row["register"],
        pair=row["pair"] or None,
        looks_like=row["looks_like"] or None,
        variety=row["variety"],
        author=row["author"],
        language=language,
    )


def _fault_in_text(text: str) -> tuple[str, str] | None:
    """Return what is wrong with a line's text and the remedy, or None."""
    if not text.strip():
        return "is empty", "Write the line, or delete the row."
    if len(text) > MAX_LINE_CHARACTERS:
        return f"has {len(text)} characters", f"Shorten it to {MAX_LINE_CHARACTERS}."
    if len(text.splitlines()) > 1:
        return "holds a line break", "Write it on one line."
    detail = personal_detail_in(text)
    if detail:
        return (
            f"looks as if it holds a real detail ({detail})",
            "Take it out; no line may point at a real person.",
        )
    return None


def _refuse_unknown_tag(path: Path, number: int, tag: str) -> None:
    known = [known.id for known in load_tags()]
    if tag in known:
        return
    close = get_close_matches(tag, known, n=1)
    remedy = f"Did you mean {close[0]}?" if close else f"The tags are {', '.join(known)}."
    raise DataError(path, number, f"the tag {tag!r} is not in stages.yaml", remedy)


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
