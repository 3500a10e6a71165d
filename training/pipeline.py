"""Fits the tagger: features, one logistic regression per tag, calibration and thresholds on validation lines."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from joblib import Parallel, cpu_count, delayed
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from models.artifact import BlockParts, Parts
from training.corpus import Corpus
from training.features import Counted, TfIdf

FOLDS = 5
FITS = FOLDS + 1  # how many times `fit_calibrated` reports progress
INVERSE_REGULARISATION = 200.0
PROCESSES = min(2, cpu_count())
Progress = Callable[[], object]


class Fitted(NamedTuple):
    """Blocks of features and one logistic regression per tag: `weights` (features, tags), `intercepts` (tags)."""

    blocks: tuple[TfIdf, ...]
    weights: np.ndarray
    intercepts: np.ndarray

    def log_odds(self, texts: list[str]) -> np.ndarray:
        """Return the log-odds of each tag, shape (texts, tags)."""
        return self.log_odds_counted([block.count(texts) for block in self.blocks])

    def log_odds_counted(self, counted: Sequence[Counted]) -> np.ndarray:
        """Return the same for texts whose features are counted, one record per block."""
        features = [block.transform_counted(counts) for block, counts in zip(self.blocks, counted, strict=True)]
        result: np.ndarray = hstack(features, format="csr") @ self.weights + self.intercepts
        return result

    def calibrated(self, scales: np.ndarray, shifts: np.ndarray) -> "Fitted":
        """Return the same with log-odds scaled and shifted per tag."""
        return self._replace(weights=self.weights * scales, intercepts=self.intercepts * scales + shifts)

    def parts(self) -> Parts:
        """Return what the tagger needs of it."""
        ends = np.cumsum([len(one.vocabulary_) for one in self.blocks])
        rows = np.split(self.weights, ends[:-1])
        return Parts(
            tuple(
                BlockParts(
                    analyzer=one.analyzer,
                    shortest=one.shortest,
                    longest=one.longest,
                    vocabulary=one.vocabulary_,
                    idf=one.idf_,
                    unknown_idf=one.unknown_idf_,
                    weights=weights,
                )
                for one, weights in zip(self.blocks, rows, strict=True)
            ),
            self.intercepts,
        )


def word_block() -> TfIdf:
    """Return the features of words and pairs of words, not fitted yet."""
    return TfIdf("word", 1, 2, least_lines=2)


def character_block() -> TfIdf:
    """Return the features of 2 to 5 characters in a row, not fitted yet."""
    return TfIdf("char", 2, 5, least_lines=3)


def fit(corpus: Corpus) -> Fitted:
    """Fit features and one logistic regression per tag; log-odds are not calibrated yet."""
    return _fit([block.count(corpus.texts) for block in (word_block(), character_block())], corpus.targets)


def _fit(counted: Sequence[Counted], targets: np.ndarray) -> Fitted:
    blocks = tuple(
        block.fit_counted(counts) for block, counts in zip((word_block(), character_block()), counted, strict=True)
    )
    features = hstack([block.transform_counted(counts) for block, counts in zip(blocks, counted, strict=True)], "csr")
    # Processes, not threads: the solver draws from one random generator for all threads, so that two at once would
    # never give the same tagger twice. Workers get copies, since the solver writes into its input.
    shares = np.array_split(targets.T, PROCESSES)
    fitted = Parallel(n_jobs=PROCESSES, max_nbytes=None)(delayed(_fit_tags)(features, share) for share in shares)
    weights, intercepts = (np.concatenate(one) for one in zip(*fitted, strict=True))
    return Fitted(blocks, weights.T, intercepts)


def _fit_tags(features: csr_matrix, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return weights (tags, features) and intercepts (tags) of logistic regressions on targets (tags, texts)."""
    fitted = [logistic_regression().fit(features, target) for target in targets]
    return np.array([one.coef_[0] for one in fitted]), np.array([one.intercept_[0] for one in fitted])


def logistic_regression() -> LogisticRegression:
    """Return the classifier of one tag, not fitted yet.

    The dual solver visits lines, of which there are fewer than features: a third of the primal one's time.
    """
    return LogisticRegression(
        C=INVERSE_REGULARISATION, solver="liblinear", dual=True, tol=0.1, max_iter=1000, random_state=0
    )


def fit_calibrated(corpus: Corpus, progress: Progress = lambda: None) -> tuple[Fitted, np.ndarray]:
    """Fit on all lines and calibrate on validation lines; `progress` is called FITS times.

    Every line is a validation line once: the log-odds that calibrate come from models that saw no line of the same
    author, register or pair. Returns the calibrated model and the validation lines' calibrated log-odds.
    """
    counted = [block.count(corpus.texts) for block in (word_block(), character_block())]
    validation = np.zeros(corpus.targets.shape)
    for fit_rows, validation_rows in GroupKFold(FOLDS).split(corpus.texts, groups=corpus.groups):
        fitted = _fit([counts.where(fit_rows) for counts in counted], corpus.targets[fit_rows])
        validation[validation_rows] = fitted.log_odds_counted([counts.where(validation_rows) for counts in counted])
        progress()
    scales, shifts = platt(validation, corpus.targets)
    calibrated = _fit(counted, corpus.targets).calibrated(scales, shifts)
    progress()
    return calibrated, validation * scales + shifts


def platt(validation: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the scale and shift per tag that turn log-odds into calibrated ones.

    Method: Platt 1999, "Probabilistic outputs for support vector machines"; affine, so that explanations stay sums.
    """
    scales, shifts = np.ones(targets.shape[1]), np.zeros(targets.shape[1])
    for column, target in enumerate(targets.T):
        fitted = LogisticRegression(C=1e6).fit(validation[:, [column]], target)
        scales[column], shifts[column] = fitted.coef_[0, 0], fitted.intercept_[0]
    return scales, shifts
