"""TF-IDF features whose length counts what was never seen, so that a line of unknown words stays near zero.

Values are those of scikit-learn's TfidfVectorizer with `sublinear_tf=True`, but for the norm: it covers the features
that are not in the vocabulary as well, each at the weight of a feature that one line has. Without them the few known
features of an unknown line would be stretched to full length, and ordinary chat in an unfamiliar voice would be
tagged by accident.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import CountVectorizer

from models.words import folded_line


@cache
def _folded_once(line: str) -> str:
    # Both blocks fold the same training lines. A typed line never comes here, so none is kept.
    return folded_line(line)


class Counted(NamedTuple):
    """How often each feature occurs: `counts` has the shape (texts, features), `names` one name per column."""

    counts: csr_matrix
    names: np.ndarray

    def where(self, chosen: np.ndarray) -> "Counted":
        """Return the texts at the given indices; columns stay, also those that no text has any more."""
        return self._replace(counts=self.counts[chosen])


class TfIdf(TransformerMixin, BaseEstimator):
    """One block of features: words and their pairs, or runs of characters, that at least `least_lines` lines have.

    `analyzer` is "word" or "char"; features have `shortest` to `longest` words or characters. Fitted, `vocabulary_`
    maps a feature to its column, `idf_` has one number per column, and `unknown_idf_` is that of any other feature.
    """

    def __init__(
        self,
        analyzer: Literal["word", "char"],
        shortest: int,
        longest: int,
        least_lines: int,
        preprocess: Callable[[str], str] = _folded_once,
    ) -> None:
        self.analyzer = analyzer
        self.shortest = shortest
        self.longest = longest
        self.least_lines = least_lines
        self.preprocess = preprocess

    def count(self, texts: Sequence[str]) -> Counted:
        """Count every feature of the texts, known or not."""
        counter = CountVectorizer(
            preprocessor=self.preprocess,
            analyzer=self.analyzer,
            token_pattern=r"\S+" if self.analyzer == "word" else None,
            ngram_range=(self.shortest, self.longest),
        )
        # Texts without any feature would be refused; the added one has all kinds.
        counts = counter.fit_transform([*texts, "added text"])[:-1].astype(float)
        return Counted(counts, counter.get_feature_names_out())

    def fit_counted(self, counted: Counted) -> "TfIdf":
        """Learn vocabulary and weights from counted texts."""
        texts = counted.counts.shape[0]
        lines_with = np.bincount(counted.counts.indices, minlength=len(counted.names))
        kept = lines_with >= self.least_lines
        self.vocabulary_ = {name: column for column, name in enumerate(counted.names[kept])}
        self.idf_ = np.log((1 + texts) / (1 + lines_with[kept])) + 1
        self.unknown_idf_ = float(np.log((1 + texts) / 2) + 1)
        return self

    def transform_counted(self, counted: Counted) -> csr_matrix:
        """Return the features of counted texts, shape (texts, len(vocabulary_)); rows have a length of at most 1."""
        columns = np.array([self.vocabulary_.get(name, -1) for name in counted.names], dtype=int)
        known = columns >= 0
        values = counted.counts.copy()
        values.data = 1 + np.log(values.data)
        values = values @ diags(np.where(known, self.idf_[columns], self.unknown_idf_))
        lengths = np.sqrt(np.asarray(values.multiply(values).sum(axis=1)).ravel())
        place = csr_matrix(
            (np.ones(known.sum()), (np.flatnonzero(known), columns[known])), shape=(len(known), len(self.idf_))
        )
        return (diags(1 / np.maximum(lengths, 1)) @ values @ place).tocsr()

    def fit(self, texts: Sequence[str], targets: object = None) -> "TfIdf":
        """Learn vocabulary and weights."""
        return self.fit_counted(self.count(texts))

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Return the features, shape (texts, len(vocabulary_))."""
        return self.transform_counted(self.count(texts))
