"""What was measured on hold-out lines: records that training writes, and that the model card and the screen show."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

FIGURES_PATH = Path(__file__).parent / "figures.json"


class TagFigures(BaseModel):
    """Precision, recall and F1 (0 to 1) of one tag shown as "maybe" or "clear", on `lines` lines that carry it.

    `f1_low` and `f1_high` bound F1 with 95 % confidence (bootstrap over lines).
    """

    model_config = ConfigDict(frozen=True)

    tag: str
    lines: int
    precision: float
    recall: float
    f1: float
    f1_low: float
    f1_high: float


class RegisterFigures(BaseModel):
    """Figures of one register over all tags together: `lines` lines, precision and recall (0 to 1)."""

    model_config = ConfigDict(frozen=True)

    register_name: str
    lines: int
    precision: float
    recall: float


class LanguageFigures(BaseModel):
    """Figures of one language.

    Shares (0 to 1): `precision` and `recall` over all tags together; `f1_macro` the mean F1 over all tags and
    `f1_core` over the five core stages; `alarms_look_alikes` and `alarms_everyday` the shares of these ordinary lines
    with at least one tag; `calibration_error` the expected calibration error over all lines and tags.
    """

    model_config = ConfigDict(frozen=True)

    language: str
    lines: int
    look_alikes: int
    everyday: int
    precision: float
    recall: float
    f1_macro: float
    f1_core: float
    alarms_look_alikes: float
    alarms_everyday: float
    alarms_ordinary: float
    calibration_error: float
    tags: tuple[TagFigures, ...]
    registers: tuple[RegisterFigures, ...]


_FIGURES = TypeAdapter(tuple[LanguageFigures, ...])


def load_figures(path: Path = FIGURES_PATH) -> tuple[LanguageFigures, ...]:
    """Return the figures of the last training, one record per language."""
    return _FIGURES.validate_json(path.read_bytes())


def save_figures(figures: tuple[LanguageFigures, ...], path: Path = FIGURES_PATH) -> None:
    """Write the figures as JSON."""
    path.write_bytes(_FIGURES.dump_json(figures, indent=1) + b"\n")
