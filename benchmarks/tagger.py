"""How long the tagger takes without the page, each on one core: `uv run python -m benchmarks.tagger`."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

import typer

HEAD = "| the tagger, on one core | median | slowest load, or from the slowest twentieth on |\n| --- | --- | --- |"
LOADS = 7

# In a process of its own, since importing is a part of loading; and on one core where the system lets one choose.
_LOAD = """
import os, time
if hasattr(os, "sched_setaffinity"): os.sched_setaffinity(0, {0})
started = time.perf_counter()
from models import load_tagger
load_tagger()
print(time.perf_counter() - started)
"""


@dataclass(frozen=True)
class TaggerFigures:
    """Seconds from import to loaded tagger, of each load; milliseconds to explain one hold-out line."""

    load_s: tuple[float, ...]
    explain_ms_median: float
    explain_ms_p95: float

    def rows(self) -> str:
        """Return the figures as rows of a Markdown table."""
        return (
            f"| load, imports included | {statistics.median(self.load_s):.2f} s | {max(self.load_s):.2f} s |\n"
            f"| tag and explain a line | {self.explain_ms_median:.2f} ms | {self.explain_ms_p95:.2f} ms |"
        )


def measure_tagger() -> TaggerFigures:
    """Load LOADS times, after one load that fills the caches of the disk, and explain every hold-out line."""
    loads = [
        float(subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True).stdout)
        for _ in range(LOADS + 1)
    ]
    milliseconds = _explaining()
    return TaggerFigures(
        tuple(loads[1:]), statistics.median(milliseconds), statistics.quantiles(milliseconds, n=20)[-1]
    )


def _explaining() -> list[float]:
    from data import load_heldout, load_texts
    from models import load_tagger

    tagger = load_tagger()
    lines = [line.text for code in load_texts() for line in load_heldout(code)]
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    if cores:
        os.sched_setaffinity(0, {min(cores)})
    milliseconds = []
    for line in lines:
        started = time.perf_counter()
        tagger.explain(line)
        milliseconds.append((time.perf_counter() - started) * 1000)
    if cores:
        os.sched_setaffinity(0, cores)
    return milliseconds


def main() -> None:
    """Measure and print."""
    typer.echo(f"{HEAD}\n{measure_tagger().rows()}")


if __name__ == "__main__":
    typer.run(main)
