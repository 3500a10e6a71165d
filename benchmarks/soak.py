"""Memory after many events: `uv run python -m benchmarks.soak --events 5000`."""

import asyncio
from typing import Annotated

import typer

from benchmarks.load import measure
from benchmarks.servers import Server, running


async def growth_mb(server: Server, *, events: int) -> float:
    """Return by how many MB the server's memory grows over `events` events, after 1,000 to warm up."""
    await measure(server, visitors=10, pause_s=0, events_each=100)
    figures = await measure(server, visitors=10, pause_s=0, events_each=events // 10)
    return figures.memory_after_mb - figures.memory_before_mb


def main(events: Annotated[int, typer.Option(min=100, max=50_000)] = 5000) -> None:
    """Measure the growth of the demo's memory."""
    with running("doorzien") as server:
        typer.echo(f"{asyncio.run(growth_mb(server, events=events)):+.1f} MB over {events} events")


if __name__ == "__main__":
    typer.run(main)
