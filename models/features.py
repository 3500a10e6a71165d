"""TF-IDF features of a line, each with the words it stands in.

scikit-learn fits the vectorizers (`sublinear_tf=True`, L2 norm) and gives the same values; it does not tell where in
the text a feature stands, which is what the explanation needs, and it takes seconds to import.
"""

import math
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
        places: dict[int, list[tuple[int, ...]]] = {}
        for feature, word_indices in self._occurrences(words):
            column = self._parts.vocabulary.get(feature)
            if column is not None:
                places.setdefault(column, []).append(word_indices)
        if not places:
            return np.zeros((len(words), self._parts.weights.shape[1]))
        columns = list(places)
        counts = np.array([len(places[column]) for column in columns], dtype=float)
        values = (1 + np.log(counts)) * self._parts.idf[columns]
        values /= math.sqrt(values @ values)
        shares = np.zeros((len(words), len(columns)))
        for index, column in enumerate(columns):
            for word_indices in places[column]:
                for word_index in word_indices:
                    shares[word_index, index] += 1 / (counts[index] * len(word_indices))
        result: np.ndarray = (shares * values) @ self._parts.weights[columns]
        return result


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
