"""TF-IDF features whose length counts what was never seen, so that a line of unknown words stays near zero.

Values are those of scikit-learn's TfidfVectorizer with `sublinear_tf=True`, but for the norm. It covers the features
that are not in the vocabulary as well, each at the weight of a feature that one line has: without them the few known
features of an unknown line would be stretched to full length, and ordinary chat in an unfamiliar voice would be
tagged by accident. And every line counts the same number of unknown features more than it has: without those, two or
three words that could belong to anything would say as much as a whole sentence.
"""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from models.words import folded_line
from training.counting import Analyzer, Counted, count_runs


@cache
def _folded_once(line: str) -> str:
    # Both blocks fold the same training lines. A typed line never comes here, so none is kept.
    return folded_line(line)


class TfIdf(TransformerMixin, BaseEstimator):
    """One block of features: runs of words or of characters that at least `least_lines` lines have.

    `analyzer` is "word" or "char"; features have `shortest` to `longest` words or characters. Fitted, `vocabulary_`
    maps a feature to its column, `idf_` has one number per column, and `unknown_idf_` is that of any other feature.
    `added_unknown` is how many such other features every line's length counts beside its own.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        shortest: int,
        longest: int,
        least_lines: int,
        added_unknown: int = 0,
        preprocess: Callable[[str], str] = _folded_once,
    ) -> None:
        self.analyzer = analyzer
        self.shortest = shortest
        self.longest = longest
        self.least_lines = least_lines
        self.added_unknown = added_unknown
        self.preprocess = preprocess

    def count(self, texts: Sequence[str]) -> Counted:
        """Count every feature of the texts, known or not."""
        folded = [self.preprocess(text) for text in texts]
        return count_runs(folded, self.analyzer, self.shortest, self.longest)

    def fit_counted(self, counted: Counted) -> "TfIdf":
        """Learn vocabulary and weights from counted texts."""
        texts = counted.counts.shape[0]
        lines_with = np.bincount(counted.counts.indices, minlength=len(counted.names))
        # The commonest first: the solver finds what it needs most close together, a tenth sooner.
        kept = np.argsort(-lines_with, kind="stable")[: np.count_nonzero(lines_with >= self.least_lines)]
        self.vocabulary_ = {name: column for column, name in enumerate(counted.names[kept])}
        self.idf_ = np.log((1 + texts) / (1 + lines_with[kept])) + 1
        self.unknown_idf_ = float(np.log((1 + texts) / 2) + 1)
        return self

    def transform_counted(self, counted: Counted) -> csr_matrix:
        """Return the features of counted texts, shape (texts, len(vocabulary_)); rows have a length of at most 1."""
        counts = counted.counts
        columns = np.array([self.vocabulary_.get(name, -1) for name in counted.names], dtype=int)
        weights = np.where(columns >= 0, self.idf_[columns], self.unknown_idf_)
        values = (1 + np.log(counts.data)) * weights[counts.indices]
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        added = self.added_unknown * self.unknown_idf_**2
        lengths = np.sqrt(np.bincount(rows, values**2, minlength=counts.shape[0]) + added)
        known = np.flatnonzero(columns[counts.indices] >= 0)
        cells = values[known] / np.maximum(lengths, 1)[rows[known]], columns[counts.indices[known]]
        ends = np.searchsorted(known, counts.indptr)
        return csr_matrix((*cells, ends), shape=(counts.shape[0], len(self.idf_)))

    def fit(self, texts: Sequence[str], targets: object = None) -> "TfIdf":
        """Learn vocabulary and weights."""
        return self.fit_counted(self.count(texts))

    def fit_transform(self, texts: Sequence[str], targets: object = None) -> csr_matrix:
        """Learn vocabulary and weights, and return the features of the same texts, counted once."""
        counted = self.count(texts)
        return self.fit_counted(counted).transform_counted(counted)

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Return the features, shape (texts, len(vocabulary_))."""
        return self.transform_counted(self.count(texts))
