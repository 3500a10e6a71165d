"""TF-IDF features of a line, each with the words it stands in.

`training/features.py` fits them from the same runs and gives the same values. scikit-learn would not tell where in the
text a feature stands, which is what the explanation needs, and takes seconds to import.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from models.artifact import BlockParts
from models.words import Word

Occurrence = tuple[str, int, int]  # a feature, and the first and the last word it stands in


class FeatureBlock:
    """One fitted block of features; finds each feature of a line together with the words it stands in."""

    def __init__(self, parts: BlockParts) -> None:
        self._parts = parts

    def contributions(self, words: Sequence[Word]) -> np.ndarray:
        """Return what each word adds to each tag's log-odds through this block, shape (words, tags).

        A feature that occurs several times adds an equal part at each place, and one that reaches over several words
        gives each an equal part, so that the sum over words is the sum over features.
        """
        columns, places, unknown = self._found(words)
        if not places:
            return np.zeros((len(words), self._parts.weights.shape[1]))
        feature, first_word, last_word = np.array(places).T
        counts = np.bincount(feature)
        values = (1 + np.log(counts)) * self._parts.idf[columns]
        values /= math.sqrt(values @ values + self._unknown_energy(unknown))
        reach = last_word - first_word + 1
        # One entry per place and word: a place's part goes to each word it reaches over.
        place = np.repeat(np.arange(len(reach)), reach)
        word = last_word[place] - (np.cumsum(reach)[place] - 1 - np.arange(len(place)))
        part = (values / counts)[feature] / reach
        cells = np.bincount(word * len(columns) + feature[place], part[place], minlength=len(words) * len(columns))
        result: np.ndarray = cells.reshape(len(words), len(columns)) @ self._parts.weights[columns]
        return result

    def _found(self, words: Sequence[Word]) -> tuple[list[int], list[tuple[int, int, int]], Counter[str]]:
        """Return the columns of known features, each place of one (its index, first and last word), and the others."""
        order: dict[int, int] = {}
        places: list[tuple[int, int, int]] = []
        unknown: Counter[str] = Counter()
        for name, first, last in _occurrences(self._parts, words):
            column = self._parts.vocabulary.get(name)
            if column is None:
                unknown[name] += 1
            else:
                places.append((order.setdefault(column, len(order)), first, last))
        return list(order), places, unknown

    def _unknown_energy(self, unknown: Counter[str]) -> float:
        """Return the sum of squares that features outside the vocabulary add to the length of the line."""
        values = (1 + np.log(np.fromiter(unknown.values(), dtype=float, count=len(unknown)))) * self._parts.unknown_idf
        return float(values @ values)


def runs(folded: str, analyzer: str, shortest: int, longest: int) -> list[list[str]]:
    """Return per length all runs of so many words or characters of a folded line, from left to right."""
    lengths = range(shortest, longest + 1)
    if analyzer == "word":
        words = folded.split()
        return [[" ".join(words[start : start + n]) for start in range(len(words) - n + 1)] for n in lengths]
    return [[folded[start : start + n] for start in range(len(folded) - n + 1)] for n in lengths]


def _occurrences(parts: BlockParts, words: Sequence[Word]) -> Iterator[Occurrence]:
    line = " ".join(word.folded for word in words)
    first_at, last_at = _places(words, line) if parts.analyzer == "char" else (range(len(words)), range(len(words)))
    for length, found in enumerate(runs(line, parts.analyzer, parts.shortest, parts.longest), start=parts.shortest):
        yield from zip(found, first_at, last_at[length - 1 :], strict=False)


def _places(words: Sequence[Word], line: str) -> tuple[Sequence[int], Sequence[int]]:
    """Return per character of the folded line which word is the first, and which the last, of a run that it bounds.

    A blank at either end belongs to the run but to no word: the next word is its first, the one before its last.
    """
    last_at = [index for index, word in enumerate(words) for _ in range(len(word.folded) + 1)]
    first_at = [index + (character == " ") for index, character in zip(last_at, line, strict=False)]
    return first_at, last_at
