"""Writes the figures into the model card, between its markers."""

from pathlib import Path

from data import DataError
from models import LanguageFigures

CARD_PATH = Path(__file__).parent.parent / "models" / "README.md"
START, END = "<!-- results: written by `uv run train` -->", "<!-- /results -->"


def write_card(figures: tuple[LanguageFigures, ...], path: Path = CARD_PATH) -> None:
    """Replace the results block of the model card; raise DataError where its markers are gone."""
    card = path.read_text(encoding="utf-8")
    before, start, rest = card.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise DataError(path, None, f"the markers {START} and {END} are not both there", "Put them back.")
    content = f"{before}{START}\n{results_block(figures)}\n{END}{after}"
    if content != card:
        path.write_text(content, encoding="utf-8", newline="\n")


def results_block(figures: tuple[LanguageFigures, ...]) -> str:
    """Return the Markdown tables of the figures: one row per language, then one per tag and language."""
    summary = [
        "| language | lines | precision | recall | F1, mean of tags | F1, core tags "
        "| look-alikes wrongly tagged | everyday lines wrongly tagged | calibration error |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {one.language} | {one.lines} | {one.precision:.2f} | {one.recall:.2f} | {one.f1_macro:.2f} "
            f"| {one.f1_core:.2f} | {one.alarms_look_alikes:.1%} of {one.look_alikes} "
            f"| {one.alarms_everyday:.1%} of {one.everyday} | {one.calibration_error:.3f} |"
            for one in figures
        ),
    ]
    per_tag = [
        "| tag | language | lines | precision | recall | F1 |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
        *(
            f"| `{tag.tag}` | {one.language} | {tag.lines} | {tag.precision:.2f} | {tag.recall:.2f} | {tag.f1:.2f} |"
            for one in figures
            for tag in one.tags
        ),
    ]
    return "\n".join([*summary, "", *per_tag])
