"""`uv run train`: make the tagger anew from the lines in data/."""

import sys

import typer

from data import DataError
from models.figures import save_figures
from training.card import write_card
from training.datasheet import write_datasheet
from training.run import train


def _train() -> None:
    """Train the tagger on the lines in data/, save it in models/ and write its figures into the model card."""
    try:
        trained = train()
        save_figures(trained.figures)
        write_card(trained.figures)
        write_datasheet()
    except DataError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    except OSError as error:
        print(f"The trained tagger cannot be saved: {error.strerror} ({error.filename}).", file=sys.stderr)
        raise typer.Exit(1) from None
    for one in trained.figures:
        print(f"{one.language}: F1 {one.f1_macro:.2f} on {one.lines} hold-out lines (mean over tags)")


def main() -> None:
    """Entry point of the command."""
    typer.run(_train)


if __name__ == "__main__":
    main()
