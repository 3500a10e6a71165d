"""TF-IDF features of a line, each with the words it stands in.

`training/features.py` fits them and gives the same values; scikit-learn, on which it builds, does not tell where in
the text a feature stands, which is what the explanation needs, and takes seconds to import.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from models.artifact import BlockParts
from models.words import Word

Occurrence = tuple[str, tuple[int, ...]]  # a feature, and the indices of the words it stands in


class FeatureBlock:
    """One fitted block of features; finds each feature of a line together with the words it stands in."""

    def __init__(self, parts: BlockParts) -> None:
        self._parts = parts
        self._occurrences: Callable[[Sequence[Word]], Iterator[Occurrence]]
        if parts.analyzer == "word":
            self._occurrences = _word_occurrences
        else:
            self._occurrences = _CharacterOccurrences(parts.shortest, parts.longest)

    def contributions(self, words: Sequence[Word]) -> np.ndarray:
        """Return what each word adds to each tag's log-odds through this block, shape (words, tags).

        A feature that occurs several times adds an equal part at each place, and one that reaches over several words
        gives each an equal part, so that the sum over words is the sum over features.
        """
        known: dict[int, list[tuple[int, ...]]] = {}
        unknown: Counter[str] = Counter()
        for feature, word_indices in self._occurrences(words):
            column = self._parts.vocabulary.get(feature)
            if column is None:
                unknown[feature] += 1
            else:
                known.setdefault(column, []).append(word_indices)
        if not known:
            return np.zeros((len(words), self._parts.weights.shape[1]))
        columns = list(known)
        counts = np.array([len(places) for places in known.values()], dtype=float)
        values = (1 + np.log(counts)) * self._parts.idf[columns]
        values /= math.sqrt(values @ values + self._unknown_energy(unknown))
        shares = np.zeros((len(words), len(columns)))
        for index, places in enumerate(known.values()):
            for word_indices in places:
                for word_index in word_indices:
                    shares[word_index, index] += 1 / (counts[index] * len(word_indices))
        result: np.ndarray = (shares * values) @ self._parts.weights[columns]
        return result

    def _unknown_energy(self, unknown: Counter[str]) -> float:
        """Return the sum of squares that features outside the vocabulary add to the length of the line."""
        values = (1 + np.log(np.fromiter(unknown.values(), dtype=float, count=len(unknown)))) * self._parts.unknown_idf
        return float(values @ values)


def _word_occurrences(words: Sequence[Word]) -> Iterator[Occurrence]:
    for index, word in enumerate(words):
        yield word.folded, (index,)
        if index:
            yield f"{words[index - 1].folded} {word.folded}", (index - 1, index)


class _CharacterOccurrences:
    """Runs of characters in the folded line, as scikit-learn's `char` cuts them; they may reach over a blank."""

    def __init__(self, shortest: int, longest: int) -> None:
        self._lengths = range(shortest, longest + 1)

    def __call__(self, words: Sequence[Word]) -> Iterator[Occurrence]:
        line = " ".join(word.folded for word in words)
        word_at = [index for index, word in enumerate(words) for _ in range(len(word.folded) + 1)]
        for length in self._lengths:
            for start in range(len(line) - length + 1):
                last = start + length - 1
                # A blank at either end belongs to the run but to no word.
                first_word = word_at[start + (line[start] == " ")]
                last_word = word_at[last - (line[last] == " ")]
                yield line[start : start + length], tuple(range(first_word, last_word + 1))
