"""Blocks of Markdown that a command writes, between markers that stay in place."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from data import DataError


def replace_block(path: Path, name: str, content: str) -> None:
    """Write `content` between the markers of block `name`; raise DataError where they are gone."""
    start, end = markers(name)
    text = path.read_text(encoding="utf-8")
    before, found_start, rest = text.partition(start)
    _, found_end, after = rest.partition(end)
    if not found_start or not found_end:
        raise DataError(path, None, f"the markers {start} and {end} are not both there", "Put them back.")
    new = f"{before}{start}\n{content}\n{end}{after}"
    if new != text:
        path.write_text(new, encoding="utf-8", newline="\n")


def markers(name: str) -> tuple[str, str]:
    """Return the lines before and after a block."""
    return f"<!-- {name}: written by a command -->", f"<!-- /{name} -->"


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; the first column is text, the others are aligned as numbers."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
