"""What 50,000 visitors at once need, computed from the measured figures."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.figures import Measured
from benchmarks.pages import PageFigures

README: Final = Path(__file__).parent.parent / "deploy" / "README.md"
VISITORS: Final = 50_000
SECONDS_BETWEEN_EVENTS: Final = 30  # people read what they opened
ARRIVE_WITHIN_S: Final = 600
BUSY: Final = 0.6  # share of each core that is used, so that waiting times stay short
WORKERS_PER_NGINX_CORE: Final = 20


@dataclass(frozen=True)
class Need:
    """Cores and memory (GB) of the workers, which have one core each, and the network (Mbit/s) for page openings."""

    events_per_second: float
    pages_per_second: float
    cores: int
    memory_gb: float
    megabits: float


def need(measured: Measured) -> Need:
    """Return what VISITORS need who open the page within ARRIVE_WITHIN_S and then send an event now and then."""
    event_ms, page = _event_ms(measured), _page(measured)
    memory_mb = max(page.memory_after_mb, *(one.memory_after_mb for one in measured.load if one.kind == "doorzien"))
    events, loads = VISITORS / SECONDS_BETWEEN_EVENTS, VISITORS / ARRIVE_WITHIN_S
    cores = math.ceil((events * event_ms + loads * page.core_ms) / 1000 / BUSY)
    return Need(events, loads, cores, cores * memory_mb / 1024, loads * page.kilobytes_each * 8 / 1000)


def block(measured: Measured) -> str:
    """Return the part of deploy/README.md that holds the result."""
    wanted = need(measured)
    event_ms, page = _event_ms(measured), _page(measured)
    return "\n".join(
        [
            f"One event keeps a core busy for at most {event_ms:.1f} ms, one first opening of the page for "
            f"{page.core_ms:.0f} ms. {VISITORS:,} visitors who all come within {ARRIVE_WITHIN_S // 60} minutes, and "
            f"then send an event every {SECONDS_BETWEEN_EVENTS} s, make {wanted.events_per_second:,.0f} events and "
            f"{wanted.pages_per_second:.0f} page openings per second.",
            "",
            "| what | how much |",
            "| --- | --- |",
            f"| workers, each with a core that is {BUSY:.0%} busy | {wanted.cores} |",
            f"| memory of the workers | {wanted.memory_gb:.1f} GB |",
            f"| cores for nginx | {math.ceil(wanted.cores / WORKERS_PER_NGINX_CORE)} |",
            f"| network while they come | {wanted.megabits:,.0f} Mbit/s |",
            "",
        ]
    )


def _event_ms(measured: Measured) -> float:
    # Of the runs that keep the worker busy, as it will be: an event that comes alone finds cold caches.
    return max(one.core_ms for one in measured.load if one.kind == "doorzien" and not one.pause_s)


def _page(measured: Measured) -> PageFigures:
    return next(one for one in measured.pages if one.kind == "doorzien")
