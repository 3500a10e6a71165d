"""Chooses from which probability on a tag is shown as "maybe" and as "clear"."""

from typing import NamedTuple

import numpy as np
from scipy.special import expit

from models.artifact import Thresholds
from training.corpus import Corpus

MAYBE_PRECISION = 0.85
CLEAR_PRECISION = 0.97
EVERYDAY_COST = 40  # what it costs to tag all everyday lines, where the gain is an F1 between 0 and 1
LOWEST_PROBABILITY = 0.20
HIGHEST_PROBABILITY = 0.97
RESAMPLES = 25


class _Ranked(NamedTuple):
    """One tag's validation lines, the most probable first; each array has the shape (lines)."""

    probabilities: np.ndarray
    carries: np.ndarray
    everyday: np.ndarray

    def lowest(self, precision: float) -> float:
        """Return the lowest probability from which on that share of the lines carries the tag; 1 where none is."""
        right = np.cumsum(self.carries)
        enough = np.flatnonzero(right >= precision * np.arange(1, len(right) + 1))
        return float(self.probabilities[enough[-1]]) if len(enough) else 1.0

    def best(self, weights: np.ndarray) -> float:
        """Return the one with the best F1 after the cost of everyday lines, where each line counts `weights` times."""
        shown, right = np.cumsum(weights), np.cumsum(self.carries * weights)
        everyday = np.cumsum(self.everyday * weights)
        gain = 2 * right / (shown + right[-1]) - EVERYDAY_COST * everyday / max(everyday[-1], 1e-9)
        gain[right < MAYBE_PRECISION * shown] = -np.inf
        return float(self.probabilities[np.argmax(gain)]) if gain.max() > -np.inf else 1.0


def choose_thresholds(validation_log_odds: np.ndarray, lines: Corpus) -> list[Thresholds]:
    """Return the thresholds per tag, chosen on validation lines (log-odds of shape (lines, tags)).

    "clear" is the lowest at which the shown tags reach CLEAR_PRECISION. "maybe" is the one with the best F1 after the
    cost of the everyday lines that it tags: in real chats almost every line is an everyday one, and each wrong tag on
    it teaches distrust. A few lines of one voice can move that one far, so it is the mean over RESAMPLES in which each
    group of voices counts more or less by chance (Rubin 1981, "The Bayesian bootstrap"; Breiman 1996, "Bagging
    predictors"), but never so low that the shown tags miss MAYBE_PRECISION. None is outside LOWEST_ to
    HIGHEST_PROBABILITY, so that a few lucky lines cannot push a threshold to an extreme.
    """
    resamples = _resamples(lines.groups)
    chosen = []
    for probabilities, carries in zip(expit(validation_log_odds).T, lines.targets.T, strict=True):
        order = np.argsort(-probabilities, kind="stable")
        ranked = _Ranked(probabilities[order], carries[order], lines.everyday[order])
        best = float(np.mean([ranked.best(weights[order]) for weights in resamples]))
        maybe = _rounded(max(best, ranked.lowest(MAYBE_PRECISION)))
        chosen.append(Thresholds(maybe=maybe, clear=max(maybe, _rounded(ranked.lowest(CLEAR_PRECISION)))))
    return chosen


def _resamples(groups: np.ndarray) -> np.ndarray:
    """Return how much each line counts in each resample, shape (RESAMPLES, lines): lines of a group alike."""
    _, group_of_line = np.unique(groups, return_inverse=True)
    weights: np.ndarray = np.random.default_rng(0).exponential(size=(RESAMPLES, group_of_line.max() + 1))
    return weights[:, group_of_line]


def _rounded(probability: float) -> float:
    return round(float(np.clip(probability, LOWEST_PROBABILITY, HIGHEST_PROBABILITY)), 4)
