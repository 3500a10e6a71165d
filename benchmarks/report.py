"""`uv run python -m benchmarks.report`: measure everything, keep it in figures.json, and write it into the READMEs."""

import asyncio
import os
import platform
from collections.abc import Callable
from importlib.metadata import version
from typing import Annotated

import typer

from benchmarks import capacity
from benchmarks.behind_nginx import cluster, nginx_program
from benchmarks.figures import FILE, README, Measured, block, read, replaced
from benchmarks.load import Figures, measure
from benchmarks.pages import PageFigures, asked_by_a_browser, measure_pages
from benchmarks.servers import Kind, Server, running
from benchmarks.soak import SoakFigures, measure_soak
from benchmarks.start import measure_starts
from benchmarks.tagger import measure_tagger
from benchmarks.training import measure_training

RUNS = ((40, 0.0, 50), (40, 3.0, 5), (200, 0.0, 10), (200, 3.0, 5))
KINDS: tuple[Kind, ...] = ("doorzien", "default")
PAGE_LOADS = 40
PARTS: dict[str, Callable[[], object]] = {"tagger": measure_tagger, "training": measure_training}


def main(
    soak_minutes: Annotated[float, typer.Option(min=0.1, max=600)] = 5.0,
    starts: Annotated[int, typer.Option(min=1, max=20)] = 5,
    only: Annotated[str, typer.Option(help=f"Measure this part alone and keep the rest: {', '.join(PARTS)}.")] = "",
    only_write: Annotated[bool, typer.Option("--only-write", help="Measure nothing; write the READMEs anew.")] = False,
) -> None:
    """Measure (about ten minutes and the soak), and write."""
    if only and only not in PARTS:
        raise typer.BadParameter(f"{only!r} is none of: {', '.join(PARTS)}")
    if not only_write:
        measured = read().model_copy(update={only: PARTS[only]()}) if only else _measured(soak_minutes, starts)
        FILE.write_text(measured.model_dump_json(indent=2) + "\n", encoding="utf-8")
    write()


def write() -> None:
    """Write the figures of the file into the READMEs."""
    measured = read()
    for readme, part in ((README, block(measured)), (capacity.README, capacity.block(measured))):
        readme.write_text(replaced(readme.read_text(encoding="utf-8"), part), encoding="utf-8")


def _measured(soak_minutes: float, starts: int) -> Measured:
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    training = measure_training()
    first = measure_starts(starts)
    return Measured(
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        gradio=version("gradio"),
        cores=os.cpu_count() or 1,
        busy=busy,
        start=first,
        tagger=measure_tagger(),
        training=training,
        load=tuple(_loads()),
        pages=tuple(_page_loads(kind) for kind in KINDS),
        soak=_soak(soak_minutes),
    )


def _loads() -> list[Figures]:
    figures = [_load(kind, *run) for run in RUNS for kind in KINDS]
    if nginx_program():
        with cluster() as two:
            figures += [_said(asyncio.run(_run(two.server, *run))) for run in RUNS]
    return figures


def _load(kind: Kind, visitors: int, pause_s: float, events_each: int) -> Figures:
    with running(kind) as server:
        return _said(asyncio.run(_run(server, visitors, pause_s, events_each)))


def _page_loads(kind: Kind) -> PageFigures:
    with running(kind) as server:
        paths = asked_by_a_browser(server)
    # A fresh server, because one that was asked already has the files in memory.
    with running(kind) as server:
        figures = asyncio.run(measure_pages(server, paths, loads=PAGE_LOADS))
        typer.echo(figures.row())
        return figures


def _soak(minutes: float) -> SoakFigures:
    with running("doorzien") as server:
        return asyncio.run(measure_soak(server, minutes=minutes))


async def _run(server: Server, visitors: int, pause_s: float, events_each: int) -> Figures:
    return await measure(server, visitors=visitors, pause_s=pause_s, events_each=events_each)


def _said(figures: Figures) -> Figures:
    typer.echo(figures.row())
    return figures


if __name__ == "__main__":
    typer.run(main)
