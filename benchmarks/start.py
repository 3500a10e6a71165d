"""From start to the first answer, beside Gradio's hello-world: `uv run python -m benchmarks.start`."""

import statistics
from dataclasses import dataclass
from typing import Annotated

import typer

from benchmarks.servers import Kind, running

HEAD = "| | first answer after | times the hello-world | each start |\n| --- | --- | --- | --- |"


@dataclass(frozen=True)
class StartFigures:
    """Seconds from start to first answer, of each start."""

    doorzien_s: tuple[float, ...]
    hello_s: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How many times longer the demo takes than Gradio's hello-world, by the medians."""
        return statistics.median(self.doorzien_s) / statistics.median(self.hello_s)

    def rows(self) -> str:
        """Return the figures as rows of a Markdown table."""
        return "\n".join(
            f"| {name} | {statistics.median(each):.1f} s | {times:.2f} | {', '.join(f'{one:.1f}' for one in each)} |"
            for name, each, times in (
                ("doorzien", self.doorzien_s, self.ratio),
                ("Gradio's hello-world", self.hello_s, 1.0),
            )
        )


def measure_starts(times: int) -> StartFigures:
    """Start both in turn, `times` each; one start of each comes first, to fill the caches of the disk."""
    seconds: dict[Kind, list[float]] = {"doorzien": [], "hello": []}
    for _ in range(times + 1):
        for kind, each in seconds.items():
            with running(kind) as server:
                each.append(server.started_s)
    return StartFigures(tuple(seconds["doorzien"][1:]), tuple(seconds["hello"][1:]))


def main(times: Annotated[int, typer.Option(min=1, max=20)] = 5) -> None:
    """Measure and print."""
    typer.echo(f"{HEAD}\n{measure_starts(times).rows()}")


if __name__ == "__main__":
    typer.run(main)
