"""Writes the figures into the model card."""

from collections.abc import Sequence
from pathlib import Path

from models import LanguageFigures, TagFigures
from training.behaviour import Behaviour
from training.documents import replace_block, table

CARD_PATH = Path(__file__).parent.parent / "models" / "README.md"
SUMMARY = (
    "language",
    "lines",
    "precision",
    "recall",
    "F1, mean of tags",
    "F1, core tags",
    "look-alikes wrongly tagged",
    "everyday lines wrongly tagged",
    "calibration error",
)
PER_TAG = ("tag", "language", "lines", "precision", "recall", "F1", "95 % interval")


def write_card(figures: tuple[LanguageFigures, ...], checked: Sequence[Behaviour], path: Path = CARD_PATH) -> None:
    """Replace the blocks of the model card; raise DataError where their markers are gone."""
    replace_block(path, "results", results_block(figures))
    replace_block(path, "registers", registers_block(figures))
    replace_block(path, "behaviours", behaviours_block(checked))


def results_block(figures: tuple[LanguageFigures, ...]) -> str:
    """Return the tables of the figures: one row per language, then one per tag and language."""
    summary = table(SUMMARY, [_summary(one) for one in figures])
    per_tag = table(PER_TAG, [_of_tag(one.language, tag) for one in figures for tag in one.tags])
    return f"{summary}\n\n{per_tag}"


def _summary(one: LanguageFigures) -> list[object]:
    return [
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


def _of_tag(language: str, tag: TagFigures) -> list[object]:
    return [
        f"`{tag.tag}`",
        language,
        tag.lines,
        f"{tag.precision:.2f}",
        f"{tag.recall:.2f}",
        f"{tag.f1:.2f}",
        f"{tag.f1_low:.2f} to {tag.f1_high:.2f}",
    ]


def registers_block(figures: tuple[LanguageFigures, ...]) -> str:
    """Return one row per hold-out register and language, over all tags together."""
    return table(
        ["register", "language", "lines", "precision", "recall"],
        [
            [f"`{one.register_name}`", of.language, one.lines, f"{one.precision:.2f}", f"{one.recall:.2f}"]
            for of in figures
            for one in of.registers
        ],
    )


def behaviours_block(checked: Sequence[Behaviour]) -> str:
    """Return one row per check, with the share of cases that pass per language."""
    languages = sorted({one.language for one in checked})
    names = dict.fromkeys((one.kind, one.check) for one in checked)
    passed = {(one.kind, one.check, one.language): f"{one.passed} of {one.cases}" for one in checked}
    return table(
        ["kind", "check", *languages],
        [[kind, check, *(passed.get((kind, check, code), "") for code in languages)] for kind, check in names],
    )
