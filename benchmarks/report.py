"""`uv run python -m benchmarks.report`: measure everything (about ten minutes) and write it into README.md here."""

import asyncio
import os
import platform
from pathlib import Path

import typer

from benchmarks.load import HEAD, measure
from benchmarks.servers import Kind, running
from benchmarks.soak import growth_mb

README = Path(__file__).parent / "README.md"
START, END = "<!-- measured -->\n", "<!-- end -->"
RUNS = ((40, 0.0, 20), (40, 3.0, 4), (200, 0.0, 5), (200, 3.0, 4))
SOAK_EVENTS = 5000


def main() -> None:
    """Measure, and replace the part of README.md between the two marks."""
    before = _busy()
    rows = []
    for visitors, pause_s, events_each in RUNS:
        for kind in ("doorzien", "default"):
            rows.append(_row(kind, visitors, pause_s, events_each))
            typer.echo(rows[-1])
    with running("doorzien") as server:
        growth = asyncio.run(growth_mb(server, events=SOAK_EVENTS))
    measured = "\n".join(
        [
            f"Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} cores, which the visitors' "
            f"program shared; busy processes when it began: {before}.",
            "",
            HEAD,
            *rows,
            "",
            f"Memory of the demo over {SOAK_EVENTS} more events: {growth:+.1f} MB.",
            "",
        ]
    )
    text = README.read_text(encoding="utf-8")
    head, tail = text.split(START)[0], text.split(END)[1]
    README.write_text(f"{head}{START}{measured}{END}{tail}", encoding="utf-8")


def _row(kind: Kind, visitors: int, pause_s: float, events_each: int) -> str:
    with running(kind) as server:
        return asyncio.run(measure(server, visitors=visitors, pause_s=pause_s, events_each=events_each)).row()


def _busy() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    typer.run(main)
