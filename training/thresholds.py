"""Chooses from which probability on a tag is shown as "maybe" and as "clear"."""

import numpy as np
from scipy.special import expit

from models.artifact import Thresholds

MAYBE_PRECISION = 0.87  # some recall is given for fewer tags on ordinary lines
CLEAR_PRECISION = 0.95
LOWEST_PROBABILITY = 0.20
HIGHEST_PROBABILITY = 0.97


def choose_thresholds(validation_log_odds: np.ndarray, targets: np.ndarray) -> list[Thresholds]:
    """Return the thresholds per tag: the lowest at which the shown tags reach the wanted precision.

    Chosen on validation lines (shape (lines, tags)), and never outside LOWEST_ to HIGHEST_PROBABILITY, so that a few
    lucky lines cannot push a threshold to an extreme.
    """
    chosen = []
    for probabilities, target in zip(expit(validation_log_odds).T, targets.T, strict=True):
        maybe = _lowest_with_precision(probabilities, target, MAYBE_PRECISION)
        clear = _lowest_with_precision(probabilities, target, CLEAR_PRECISION)
        chosen.append(Thresholds(maybe=maybe, clear=max(maybe, clear)))
    return chosen


def _lowest_with_precision(probabilities: np.ndarray, target: np.ndarray, precision: float) -> float:
    order = np.argsort(-probabilities, kind="stable")
    reached = np.cumsum(target[order]) / np.arange(1, len(target) + 1)
    enough = np.flatnonzero(reached >= precision)
    lowest = probabilities[order[enough[-1]]] if len(enough) else HIGHEST_PROBABILITY
    return round(float(np.clip(lowest, LOWEST_PROBABILITY, HIGHEST_PROBABILITY)), 4)
