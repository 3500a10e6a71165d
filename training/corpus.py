"""The lines of all languages as one table, and which of them must never be split apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from data import Line, load_heldout, load_lines, load_tags, load_texts


@dataclass(frozen=True)
class Corpus:
    """Lines with their tags as a matrix."""

    lines: tuple[Line, ...]

    @cached_property
    def texts(self) -> list[str]:
        """The lines' texts."""
        return [line.text for line in self.lines]

    @cached_property
    def targets(self) -> np.ndarray:
        """Return 0 or 1 per line and tag, shape (lines, tags)."""
        tags = [tag.id for tag in load_tags()]
        return np.array([[tag in line.tags for tag in tags] for line in self.lines], dtype=np.int8)

    @cached_property
    def everyday(self) -> np.ndarray:
        """Return True per line that has no tag and looks like none."""
        return np.array([not line.tags and line.looks_like is None for line in self.lines])

    @cached_property
    def groups(self) -> np.ndarray:
        """Return a number per line; lines that share an author, a register or a pair have the same one.

        Had one voice lines on both sides of a split, the test would measure memory of that voice.
        """
        return _groups_of_shared(
            [
                (f"author {line.author}", f"register {line.register}", f"pair {line.pair or line.line_id}")
                for line in self.lines
            ]
        )

    def where(self, chosen: np.ndarray) -> "Corpus":
        """Return the lines at the given indices, or for which a boolean mask holds."""
        return Corpus(tuple(self.lines[index] for index in np.arange(len(self.lines))[chosen]))


def training_corpus() -> Corpus:
    """Return the training lines of every language."""
    return _corpus(load_lines(language) for language in load_texts())


def heldout_corpus() -> Corpus:
    """Return the hold-out lines of every language: for evaluation only."""
    return _corpus(load_heldout(language) for language in load_texts())


def _corpus(by_language: Iterable[tuple[Line, ...]]) -> Corpus:
    return Corpus(tuple(line for lines in by_language for line in lines))


def _groups_of_shared(attributes: list[tuple[str, ...]]) -> np.ndarray:
    """Return connected components of rows that share an attribute."""
    number_of = {name: number for number, name in enumerate(sorted({name for row in attributes for name in row}))}
    edges = [(row, len(attributes) + number_of[name]) for row, names in enumerate(attributes) for name in names]
    size = len(attributes) + len(number_of)
    rows, columns = np.array(edges).T
    graph = coo_matrix((np.ones(len(edges)), (rows, columns)), shape=(size, size))
    groups: np.ndarray = connected_components(graph, directed=False)[1][: len(attributes)]
    return groups
