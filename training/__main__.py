"""`uv run train`: make the tagger anew from the lines in data/."""

import sys
from typing import Annotated

import typer

from data import DataError
from models.artifact import FOLDER
from models.figures import save_figures
from models.threshold_counts import save_threshold_counts
from training.behaviour import behaviours
from training.card import write_card
from training.datasheet import write_datasheet
from training.mistakes import instructive_mistakes, save_mistakes
from training.run import train
from training.threshold_counts import threshold_counts


def _train(
    compare: Annotated[bool, typer.Option("--compare", help="Compare ways to make a tagger instead; minutes.")] = False,
    pictures: Annotated[bool, typer.Option("--pictures", help="Draw the picture of the model card as well.")] = False,
) -> None:
    """Train the tagger on the lines in data/, save it in models/ and write its figures into the model card."""
    try:
        if compare:
            from training.compare import compare as compare_contenders

            compare_contenders()
            return
        trained = train()
        save_figures(trained.figures)
        save_threshold_counts(threshold_counts(trained.tagger, trained.heldout))
        save_mistakes(instructive_mistakes(trained.tagger, trained.heldout))
        write_card(trained.figures, behaviours(trained.tagger, trained.heldout))
        write_datasheet(trained.lines, trained.heldout)
        if pictures:
            from training.pictures import draw_reliability

            draw_reliability(trained.tagger, trained.heldout)
    except DataError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    except OSError as error:
        print(f"The trained tagger cannot be saved in {FOLDER}: {error.strerror}. Make room there.", file=sys.stderr)
        raise typer.Exit(1) from None
    for one in trained.figures:
        print(f"{one.language}: F1 {one.f1_macro:.2f} on {one.lines} hold-out lines (mean over tags)")


def main() -> None:
    """Entry point of the command."""
    typer.run(_train)


if __name__ == "__main__":
    main()
