"""Fits the tagger: features, one logistic regression per tag, calibration and thresholds on validation lines."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from models.artifact import BlockParts, Parts
from models.words import folded_line
from training.corpus import Corpus

FOLDS = 5
FITS = FOLDS + 1  # how many times `fit_calibrated` reports progress
INVERSE_REGULARISATION = 80.0
Progress = Callable[[], object]


class Fitted(NamedTuple):
    """Vectorizers and one logistic regression per tag: `weights` (features, tags), `intercepts` (tags)."""

    vectorizers: tuple[TfidfVectorizer, ...]
    weights: np.ndarray
    intercepts: np.ndarray

    def log_odds(self, texts: list[str]) -> np.ndarray:
        """Return the log-odds of each tag, shape (texts, tags)."""
        folded = [folded_line(text) for text in texts]
        features: csr_matrix = hstack([one.transform(folded) for one in self.vectorizers], format="csr")
        result: np.ndarray = features @ self.weights + self.intercepts
        return result

    def calibrated(self, scales: np.ndarray, shifts: np.ndarray) -> "Fitted":
        """Return the same with log-odds scaled and shifted per tag."""
        return self._replace(weights=self.weights * scales, intercepts=self.intercepts * scales + shifts)

    def parts(self) -> Parts:
        """Return what the tagger needs of it."""
        ends = np.cumsum([len(one.vocabulary_) for one in self.vectorizers])
        rows = np.split(self.weights, ends[:-1])
        return Parts(
            tuple(
                BlockParts(
                    analyzer=one.analyzer,
                    shortest=one.ngram_range[0],
                    longest=one.ngram_range[1],
                    vocabulary={feature: int(row) for feature, row in one.vocabulary_.items()},
                    idf=one.idf_,
                    weights=weights,
                )
                for one, weights in zip(self.vectorizers, rows, strict=True)
            ),
            self.intercepts,
        )


def word_vectorizer() -> TfidfVectorizer:
    """Return the features of words and pairs of words, for folded lines."""
    return TfidfVectorizer(lowercase=False, token_pattern=r"\S+", ngram_range=(1, 2), min_df=2, sublinear_tf=True)


def character_vectorizer() -> TfidfVectorizer:
    """Return the features of 2 to 5 characters in a row, for folded lines."""
    return TfidfVectorizer(lowercase=False, analyzer="char", ngram_range=(2, 5), min_df=3, sublinear_tf=True)


def fit(corpus: Corpus, progress: Progress = lambda: None) -> Fitted:
    """Fit vectorizers and one logistic regression per tag; log-odds are not calibrated yet.

    `progress` is called once.
    """
    folded = [folded_line(text) for text in corpus.texts]
    words, characters = word_vectorizer(), character_vectorizer()
    features = hstack([words.fit_transform(folded), characters.fit_transform(folded)], format="csr")
    # One after the other: the solver draws from one random generator for all threads, so that two at once would never
    # give the same tagger twice.
    fitted = [logistic_regression().fit(features, target) for target in corpus.targets.T]
    progress()
    weights = np.array([one.coef_[0] for one in fitted]).T
    intercepts = np.array([one.intercept_[0] for one in fitted])
    return Fitted((words, characters), weights, intercepts)


def logistic_regression() -> LogisticRegression:
    """Return the classifier of one tag, not fitted yet.

    The dual solver visits lines, of which there are fewer than features: a third of the primal one's time.
    """
    return LogisticRegression(
        C=INVERSE_REGULARISATION, solver="liblinear", dual=True, tol=0.1, max_iter=1000, random_state=0
    )


def fit_calibrated(corpus: Corpus, progress: Progress = lambda: None) -> tuple[Fitted, np.ndarray]:
    """Fit on all lines and calibrate on validation lines.

    Every line is a validation line once: the log-odds that calibrate come from models that saw no line of the same
    author, register or pair. Returns the calibrated model and the validation lines' calibrated log-odds.
    """
    validation = np.zeros(corpus.targets.shape)
    for fit_rows, validation_rows in GroupKFold(FOLDS).split(corpus.texts, groups=corpus.groups):
        fitted = fit(corpus.where(fit_rows), progress)
        validation[validation_rows] = fitted.log_odds(corpus.where(validation_rows).texts)
    scales, shifts = platt(validation, corpus.targets)
    return fit(corpus, progress).calibrated(scales, shifts), validation * scales + shifts


def platt(validation: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the scale and shift per tag that turn log-odds into calibrated ones.

    Method: Platt 1999, "Probabilistic outputs for support vector machines"; affine, so that explanations stay sums.
    """
    scales, shifts = np.ones(targets.shape[1]), np.zeros(targets.shape[1])
    for column, target in enumerate(targets.T):
        fitted = LogisticRegression(C=1e6).fit(validation[:, [column]], target)
        scales[column], shifts[column] = fitted.coef_[0, 0], fitted.intercept_[0]
    return scales, shifts
