"""Ordinary twins of tagged hold-out lines, `contrast/<language>.csv`: to measure with, never trained on.

A twin keeps the situation and most words of its line, and lacks what makes that one a pattern. After Gardner et al.
2020, "Evaluating Models' Local Decision Boundaries via Contrast Sets".
"""

from dataclasses import dataclass
from pathlib import Path

from data.csv_file import read_rows
from data.errors import DATA_FOLDER, DataError
from data.lines import Line, load_heldout, refuse_faulty_text


@dataclass(frozen=True, slots=True)
class ContrastPair:
    """A tagged hold-out line, and the text of its ordinary twin."""

    tagged: Line
    ordinary: str


def load_contrast(language: str, folder: Path = DATA_FOLDER) -> tuple[ContrastPair, ...]:
    """Return the pairs of a language, in the order of the file; raise DataError at the first fault in it."""
    path = folder / "contrast" / f"{language}.csv"
    tagged = {line.line_id: line for line in load_heldout(language, folder / "heldout") if line.tags}
    pairs: dict[str, ContrastPair] = {}
    for number, row in read_rows(path, ("twin_of", "text")):
        line_id, text = row["twin_of"], row["text"]
        if line_id not in tagged:
            fault = f"{line_id!r} is not a hold-out line with a tag"
            raise DataError(path, number, fault, f"Name a tagged line of heldout/{language}.csv, or delete the row.")
        if line_id in pairs:
            raise DataError(path, number, f"the line {line_id} has a twin already", "Delete one of the two.")
        refuse_faulty_text(path, number, text)
        pairs[line_id] = ContrastPair(tagged[line_id], text)
    return tuple(pairs.values())
