"""How long `uv run train` takes from lines to artifact and model card: `uv run python -m benchmarks.training`.

It writes the files of a training anew; from the same lines they are the same.
"""

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Annotated

import typer


@dataclass(frozen=True)
class TrainingFigures:
    """Seconds of each whole training, imports, behaviour checks and documents included."""

    seconds: tuple[float, ...]

    def sentence(self) -> str:
        """Return the figures as one sentence."""
        each = ", ".join(f"{one:.1f}" for one in self.seconds)
        median = statistics.median(self.seconds)
        return f"`uv run train`, on all cores, takes {median:.0f} s (each: {each})."


def measure_training(times: int = 3) -> TrainingFigures:
    """Train `times` times, each in a process of its own."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "training"], capture_output=True, check=True)
        seconds.append(time.perf_counter() - started)
    return TrainingFigures(tuple(seconds))


def main(times: Annotated[int, typer.Option(min=1, max=20)] = 3) -> None:
    """Measure and print."""
    typer.echo(measure_training(times).sentence())


if __name__ == "__main__":
    typer.run(main)
