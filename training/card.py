"""Writes the figures into the model card."""

from pathlib import Path

from models import LanguageFigures
from training.documents import replace_block, table

CARD_PATH = Path(__file__).parent.parent / "models" / "README.md"
BLOCK = "results"


def write_card(figures: tuple[LanguageFigures, ...], path: Path = CARD_PATH) -> None:
    """Replace the results block of the model card; raise DataError where its markers are gone."""
    replace_block(path, BLOCK, results_block(figures))


def results_block(figures: tuple[LanguageFigures, ...]) -> str:
    """Return the tables of the figures: one row per language, then one per tag and language."""
    summary = table(
        [
            "language",
            "lines",
            "precision",
            "recall",
            "F1, mean of tags",
            "F1, core tags",
            "look-alikes wrongly tagged",
            "everyday lines wrongly tagged",
            "calibration error",
        ],
        [
            [
                one.language,
                one.lines,
                f"{one.precision:.2f}",
                f"{one.recall:.2f}",
                f"{one.f1_macro:.2f}",
                f"{one.f1_core:.2f}",
                f"{one.alarms_look_alikes:.1%} of {one.look_alikes}",
                f"{one.alarms_everyday:.1%} of {one.everyday}",
                f"{one.calibration_error:.3f}",
            ]
            for one in figures
        ],
    )
    per_tag = table(
        ["tag", "language", "lines", "precision", "recall", "F1"],
        [
            [f"`{tag.tag}`", one.language, tag.lines, f"{tag.precision:.2f}", f"{tag.recall:.2f}", f"{tag.f1:.2f}"]
            for one in figures
            for tag in one.tags
        ],
    )
    return f"{summary}\n\n{per_tag}"
