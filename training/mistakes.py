"""Picks instructive mistakes among the hold-out lines, to show and to talk about."""

import numpy as np
from pydantic import TypeAdapter

from models import Tagger
from models.mistakes import MISTAKES_PATH, Kind, Mistake
from training.corpus import Corpus
from training.evaluation import shown_tags

MOST_PER_KIND_AND_LANGUAGE = 6


def instructive_mistakes(tagger: Tagger, heldout: Corpus) -> tuple[Mistake, ...]:
    """Return false alarms, misses and unsure lines: per kind and language the clearest, each tag at most once."""
    probabilities = tagger.probabilities(heldout.texts)
    shown = shown_tags(tagger, probabilities)
    targets = heldout.targets.astype(bool)
    clear = probabilities >= np.array([tagger.thresholds[tag]["clear"] for tag in tagger.tags])
    by_kind: dict[Kind, tuple[np.ndarray, np.ndarray]] = {
        "false_alarm": (shown & ~targets & ~targets.any(axis=1, keepdims=True), -probabilities),
        "miss": (~shown & targets, probabilities),
        "unsure": (shown & ~clear, np.abs(probabilities - 0.5)),
    }
    found: list[Mistake] = []
    for language in sorted({line.language for line in heldout.lines}):
        here = np.array([line.language == language for line in heldout.lines])
        for kind, (happened, order) in by_kind.items():
            found += _clearest(tagger, heldout, kind, happened & here[:, None], order)
    return tuple(found)


def save_mistakes(mistakes: tuple[Mistake, ...]) -> None:
    """Write the mistakes where the screen finds them."""
    MISTAKES_PATH.write_bytes(TypeAdapter(tuple[Mistake, ...]).dump_json(mistakes, indent=1) + b"\n")


def _clearest(tagger: Tagger, heldout: Corpus, kind: Kind, happened: np.ndarray, order: np.ndarray) -> list[Mistake]:
    rows, columns = np.nonzero(happened)
    chosen: dict[str, Mistake] = {}
    for place in np.argsort(order[rows, columns], kind="stable"):
        line, tag = heldout.lines[rows[place]], tagger.tags[columns[place]]
        if tag not in chosen and len(chosen) < MOST_PER_KIND_AND_LANGUAGE:
            chosen[tag] = Mistake(kind=kind, language=line.language, line_id=line.line_id, text=line.text, tag=tag)
    return list(chosen.values())
