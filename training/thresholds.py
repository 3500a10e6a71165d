"""Chooses from which probability on a tag is shown as "maybe" and as "clear"."""

import numpy as np
from scipy.special import expit

from models.artifact import Thresholds
from training.corpus import Corpus

MAYBE_PRECISION = 0.85
CLEAR_PRECISION = 0.97
EVERYDAY_COST = 80  # what it costs to tag all everyday lines, where the gain is an F1 between 0 and 1
LOWEST_PROBABILITY = 0.20
HIGHEST_PROBABILITY = 0.97


def choose_thresholds(validation_log_odds: np.ndarray, lines: Corpus) -> list[Thresholds]:
    """Return the thresholds per tag, chosen on validation lines (log-odds of shape (lines, tags)).

    "clear" is the lowest at which the shown tags reach CLEAR_PRECISION. "maybe" reaches MAYBE_PRECISION, and is the one
    of all these with the best F1 after the cost of the everyday lines that it tags: in real chats almost every line is
    an everyday one, and each wrong tag on it teaches distrust. None is outside LOWEST_ to HIGHEST_PROBABILITY, so that
    a few lucky lines cannot push a threshold to an extreme.
    """
    chosen = []
    for probabilities, target in zip(expit(validation_log_odds).T, lines.targets.T, strict=True):
        order = np.argsort(-probabilities, kind="stable")
        shown = np.arange(1, len(order) + 1)
        right = np.cumsum(target[order])
        f1 = 2 * right / (shown + target.sum())
        everyday = np.cumsum(lines.everyday[order]) / max(lines.everyday.sum(), 1)
        gain = np.where(right >= MAYBE_PRECISION * shown, f1 - EVERYDAY_COST * everyday, -np.inf)
        enough = np.flatnonzero(right >= CLEAR_PRECISION * shown)
        maybe = _rounded(probabilities[order[np.argmax(gain)]] if gain.max() > -np.inf else 1.0)
        clear = _rounded(probabilities[order[enough[-1]]] if len(enough) else 1.0)
        chosen.append(Thresholds(maybe=maybe, clear=max(maybe, clear)))
    return chosen


def _rounded(probability: float) -> float:
    return round(float(np.clip(probability, LOWEST_PROBABILITY, HIGHEST_PROBABILITY)), 4)
