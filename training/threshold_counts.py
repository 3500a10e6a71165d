"""Counts what a threshold costs: patterns missed and ordinary lines tagged, at each setting."""

import numpy as np

from models import Tagger
from models.threshold_counts import PERCENTS, ThresholdCounts
from training.corpus import Corpus


def threshold_counts(tagger: Tagger, heldout: Corpus) -> dict[str, ThresholdCounts]:
    """Return the counts of every tag, and of "all".

    For all tags together a line with two tags counts as two patterns, and an ordinary line counts once, however many
    tags it gets.
    """
    probabilities = tagger.probabilities(heldout.texts)
    carries = heldout.targets.astype(bool)
    ordinary = ~carries.any(axis=1)
    counts = {
        tag: _counts(probabilities[carries[:, column], column], probabilities[ordinary, column])
        for column, tag in enumerate(tagger.tags)
    }
    counts["all"] = _counts(probabilities[carries], probabilities[ordinary].max(axis=1))
    return counts


def _counts(of_patterns: np.ndarray, of_ordinary: np.ndarray) -> ThresholdCounts:
    return ThresholdCounts(
        patterns=len(of_patterns),
        ordinary=len(of_ordinary),
        missed=tuple(int((of_patterns < percent / 100).sum()) for percent in PERCENTS),
        alarms=tuple(int((of_ordinary >= percent / 100).sum()) for percent in PERCENTS),
    )
