"""TF-IDF features of a line, each with the words it stands in.

`training/features.py` fits them from the same runs and gives the same values. scikit-learn would not tell where in the
text a feature stands, which is what the explanation needs, and takes seconds to import.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress, repeat

import numpy as np

from models.artifact import BlockParts
from models.words import Word


class FeatureBlock:
    """One fitted block of features; finds each feature of a line together with the words it stands in."""

    def __init__(self, parts: BlockParts) -> None:
        self._parts = parts

    def contributions(self, words: Sequence[Word]) -> np.ndarray:
        """Return what each word adds to each tag's log-odds through this block, shape (words, tags).

        A feature that occurs several times adds an equal part at each place, and one that reaches over several words
        gives each an equal part, so that the sum over words is the sum over features.
        """
        names, first_word, last_word = _occurrences(self._parts, words)
        columns = np.fromiter(map(self._parts.vocabulary.get, names, repeat(-1)), dtype=int, count=len(names))
        known = columns >= 0
        if not known.any():
            return np.zeros((len(words), self._parts.weights.shape[1]))
        used, feature, counts = np.unique(columns[known], return_inverse=True, return_counts=True)
        values = (1 + np.log(counts)) * self._parts.idf[used]
        values /= math.sqrt(values @ values + self._unknown_energy(compress(names, (~known).tolist())))
        reach = (last_word - first_word + 1)[known]
        # One entry per place and word: a place's part goes to each word it reaches over.
        place = np.repeat(np.arange(len(reach)), reach)
        word = last_word[known][place] - (np.cumsum(reach)[place] - 1 - np.arange(len(place)))
        part = (values / counts)[feature] / reach
        cells = np.bincount(word * len(used) + feature[place], part[place], minlength=len(words) * len(used))
        result: np.ndarray = cells.reshape(len(words), len(used)) @ self._parts.weights[used]
        return result

    def _unknown_energy(self, unknown: Iterable[str]) -> float:
        """Return the sum of squares that features outside the vocabulary add to the length of the line."""
        counts = Counter(unknown).values()
        values = 1 + np.log(np.fromiter(counts, dtype=float, count=len(counts)))
        return float(values @ values + self._parts.added_unknown) * self._parts.unknown_idf**2


def runs(folded: str, analyzer: str, shortest: int, longest: int) -> list[list[str]]:
    """Return per length all runs of so many words or characters of a folded line, from left to right."""
    lengths = range(shortest, longest + 1)
    if analyzer == "word":
        words = folded.split()
        return [[" ".join(words[start : start + n]) for start in range(len(words) - n + 1)] for n in lengths]
    return [[folded[start : start + n] for start in range(len(folded) - n + 1)] for n in lengths]


def _occurrences(parts: BlockParts, words: Sequence[Word]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return every feature of the words, known or not, and the first and the last word that each stands in."""
    line = " ".join(word.folded for word in words)
    unit = np.arange(len(words))
    first_at, last_at = _places(words) if parts.analyzer == "char" else (unit, unit)
    found = runs(line, parts.analyzer, parts.shortest, parts.longest)
    names = [name for names in found for name in names]
    first = np.concatenate([first_at[: len(names)] for names in found])
    last = np.concatenate([last_at[n - 1 :][: len(names)] for n, names in enumerate(found, start=parts.shortest)])
    return names, first, last


def _places(words: Sequence[Word]) -> tuple[np.ndarray, np.ndarray]:
    """Return per character of the folded line which word is the first, and which the last, of a run that it bounds.

    A blank at either end belongs to the run but to no word: the next word is its first, the one before its last.
    """
    lengths = np.array([len(word.folded) + 1 for word in words], dtype=int)
    last_at = np.repeat(np.arange(len(words)), lengths)
    first_at = last_at.copy()
    first_at[np.cumsum(lengths) - 1] += 1
    return first_at, last_at
