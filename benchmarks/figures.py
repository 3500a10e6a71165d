"""What was measured, as a file beside this one, and the parts of README files that are made from it."""

from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from benchmarks import load, pages, start, tagger
from benchmarks.load import Figures
from benchmarks.pages import PageFigures
from benchmarks.soak import SoakFigures
from benchmarks.start import StartFigures
from benchmarks.tagger import TaggerFigures
from benchmarks.training import TrainingFigures

FOLDER: Final = Path(__file__).parent
FILE: Final = FOLDER / "figures.json"
README: Final = FOLDER / "README.md"
START, END = "<!-- measured -->\n", "<!-- end -->"


class Measured(BaseModel):
    """All figures of `benchmarks.report`; what `--only` measures can be of a later run.

    `busy` is the load of the machine when it began, in processes.
    """

    model_config = ConfigDict(frozen=True)

    system: str
    python: str
    gradio: str
    cores: int
    busy: float
    load: tuple[Figures, ...]
    pages: tuple[PageFigures, ...]
    start: StartFigures
    tagger: TaggerFigures
    training: TrainingFigures
    soak: SoakFigures

    def of(self, kind: str, visitors: int, pause_s: float) -> Figures:
        """Return the run of this kind with this many visitors and this pause."""
        return next(one for one in self.load if (one.kind, one.visitors, one.pause_s) == (kind, visitors, pause_s))


def read(file: Path = FILE) -> Measured:
    """Return the figures in the file."""
    return Measured.model_validate_json(file.read_text(encoding="utf-8"))


def block(measured: Measured) -> str:
    """Return the part of benchmarks/README.md that holds the figures."""
    paragraphs = [
        f"Python {measured.python}, Gradio {measured.gradio}, {measured.system}, {measured.cores} cores, which the "
        f"visitors shared; processes that were busy when it began: {measured.busy:.1f}.",
        "\n".join([load.HEAD, *(one.row() for one in measured.load)]),
        _against_default(measured),
        "\n".join([pages.HEAD, *(one.row() for one in measured.pages)]),
        f"{start.HEAD}\n{measured.start.rows()}",
        f"{tagger.HEAD}\n{measured.tagger.rows()}",
        measured.training.sentence(),
        f"Soak: {measured.soak.sentence()}",
    ]
    return "\n\n".join(paragraphs) + "\n"


def _against_default(measured: Measured) -> str:
    best, default = measured.of("doorzien", 40, 0), measured.of("default", 40, 0)
    times = [f"{best.per_second / default.per_second:.1f} times with one process"]
    several = [one for one in measured.load if (one.kind, one.visitors, one.pause_s) == ("two workers", 40, 0)]
    times += [f"{one.per_second / default.per_second:.1f} times with two workers" for one in several]
    return (
        f"40 visitors without pauses get as many answers per second as with Gradio's own settings: {', '.join(times)}."
    )


def replaced(text: str, part: str) -> str:
    """Return a README with `part` between its two marks."""
    return f"{text.split(START)[0]}{START}{part}{END}{text.split(END, 1)[1]}"
