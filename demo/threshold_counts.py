"""What a threshold costs: how many patterns are missed and how many ordinary lines are tagged at each setting."""

from collections.abc import Sequence
from typing import TypedDict

import numpy as np

from data import Line

PERCENTS = range(1, 100)


class Counts(TypedDict):
    """Of `patterns` tagged and `ordinary` untagged lines, how many are missed and tagged at 1, 2 ... 99 percent."""

    patterns: int
    ordinary: int
    missed: list[int]
    alarms: list[int]


def threshold_counts(probabilities: np.ndarray, lines: Sequence[Line], tags: Sequence[str]) -> dict[str, Counts]:
    """Return the counts of every tag, and of "all".

    `probabilities` has shape (lines, tags). For all tags together a line with two tags counts as two patterns, and an
    ordinary line counts once, however many tags it gets.
    """
    carries = np.array([[tag in line.tags for tag in tags] for line in lines])
    ordinary = ~carries.any(axis=1)
    counts = {
        tag: _counts(probabilities[carries[:, column], column], probabilities[ordinary, column])
        for column, tag in enumerate(tags)
    }
    counts["all"] = _counts(probabilities[carries], probabilities[ordinary].max(axis=1))
    return counts


def _counts(of_patterns: np.ndarray, of_ordinary: np.ndarray) -> Counts:
    return Counts(
        patterns=len(of_patterns),
        ordinary=len(of_ordinary),
        missed=[int((of_patterns < percent / 100).sum()) for percent in PERCENTS],
        alarms=[int((of_ordinary >= percent / 100).sum()) for percent in PERCENTS],
    )
