"""A long time of use: `uv run python -m benchmarks.soak` (an hour; `--minutes 5` for a short one).

Fails where an event fails, or where memory grows by 10 MB or more per 5,000 events.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Annotated

import typer

from benchmarks.load import Figures, measure
from benchmarks.servers import Server, running

VISITORS = 10
EVENTS_PER_ROUND = 1000
MOST_MB_PER_5000 = 10.0


@dataclass(frozen=True)
class SoakFigures:
    """What a soak measured; memory in MB, after a first round to warm up and at the end."""

    minutes: float
    events: int
    errors: int
    p95_ms: float
    memory_before_mb: float
    memory_after_mb: float

    @property
    def growth_mb(self) -> float:
        """Growth of memory per 5,000 events."""
        return 5000 * (self.memory_after_mb - self.memory_before_mb) / self.events

    def sentence(self) -> str:
        """Return the figures as a sentence."""
        return (
            f"{self.minutes:.0f} minutes, {self.events} events by {VISITORS} visitors without pauses: {self.errors} "
            f"errors, p95 of the slowest round {self.p95_ms:.0f} ms, memory {self.memory_before_mb:.0f} → "
            f"{self.memory_after_mb:.0f} MB, {self.growth_mb:+.2f} MB per 5,000 events."
        )


async def measure_soak(server: Server, *, minutes: float) -> SoakFigures:
    """Send lines for this many minutes, and at least 1,000."""
    begin = time.monotonic()
    warm = await measure(server, visitors=VISITORS, pause_s=0, events_each=EVENTS_PER_ROUND // VISITORS)
    rounds: list[Figures] = []
    while not rounds or time.monotonic() - begin < 60 * minutes:
        rounds.append(await measure(server, visitors=VISITORS, pause_s=0, events_each=EVENTS_PER_ROUND // VISITORS))
    return SoakFigures(
        minutes=(time.monotonic() - begin) / 60,
        events=sum(one.events for one in rounds),
        errors=sum(one.errors for one in rounds),
        p95_ms=max(one.p95_ms for one in rounds),
        memory_before_mb=warm.memory_after_mb,
        memory_after_mb=rounds[-1].memory_after_mb,
    )


def main(minutes: Annotated[float, typer.Option(min=0.1, max=600)] = 60.0) -> None:
    """Measure, print, and fail where the limits are passed."""
    with running("doorzien") as server:
        figures = asyncio.run(measure_soak(server, minutes=minutes))
    typer.echo(figures.sentence())
    if figures.errors or figures.growth_mb >= MOST_MB_PER_5000:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
