"""Fits the tagger: features, one logistic regression per tag, calibration and thresholds on validation lines."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from models.artifact import BlockParts, Parts
from training.corpus import Corpus
from training.counting import Counted
from training.features import TfIdf
from training.second_process import meanwhile

FOLDS = 3
STEPS = 3  # how many times `fit_calibrated` reports progress
INVERSE_REGULARISATION = 400.0
Progress = Callable[[], object]
Fold = tuple[np.ndarray, np.ndarray]  # the rows of the lines to fit on, and of those to validate on


class Calibration(NamedTuple):
    """Turns raw log-odds into calibrated ones.

    Per tag: `own` times its own, plus `all_tags` times the mean of all tags', plus `shift`; each has the shape (tags).
    """

    own: np.ndarray
    all_tags: np.ndarray
    shift: np.ndarray

    def apply(self, log_odds: np.ndarray) -> np.ndarray:
        """Return calibrated log-odds of raw ones, both of the shape (texts, tags)."""
        result: np.ndarray = log_odds * self.own + log_odds.mean(axis=1, keepdims=True) * self.all_tags + self.shift
        return result


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

    def calibrated(self, calibration: Calibration) -> "Fitted":
        """Return the model of which the log-odds are the calibrated ones."""
        no_shift = calibration._replace(shift=np.zeros_like(calibration.shift))
        intercepts = calibration.apply(self.intercepts[None, :])[0]
        return self._replace(weights=no_shift.apply(self.weights), intercepts=intercepts)

    def parts(self) -> Parts:
        """Return what the tagger needs of it, once it is calibrated."""
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
                    added_unknown=one.added_unknown,
                    weights=weights,
                )
                for one, weights in zip(self.blocks, rows, strict=True)
            ),
            self.intercepts,
        )


def word_block() -> TfIdf:
    """Return the features of words and of two or three words in a row, not fitted yet."""
    return TfIdf("word", 1, 3, least_lines=2, added_unknown=10)


def character_block() -> TfIdf:
    """Return the features of 4 to 6 characters in a row, not fitted yet."""
    return TfIdf("char", 4, 6, least_lines=4, added_unknown=100)


def fit(corpus: Corpus) -> Fitted:
    """Fit features and one logistic regression per tag; log-odds are not calibrated yet."""
    return _fit(_counted(corpus.texts), corpus.targets)


def _fit(counted: Sequence[Counted], targets: np.ndarray) -> Fitted:
    blocks = tuple(
        block.fit_counted(counts) for block, counts in zip((word_block(), character_block()), counted, strict=True)
    )
    features = hstack([block.transform_counted(counts) for block, counts in zip(blocks, counted, strict=True)], "csr")
    # One after the other: threads would share the solver's one random generator and never give the same tagger twice,
    # and processes would import and copy for as long as they save.
    fitted = [logistic_regression().fit(features, target) for target in targets.T]
    weights, intercepts = np.array([one.coef_[0] for one in fitted]), np.array([one.intercept_[0] for one in fitted])
    return Fitted(blocks, weights.T, intercepts)


def logistic_regression() -> LogisticRegression:
    """Return the classifier of one tag, not fitted yet.

    The dual solver visits lines, of which there are fewer than features: a third of the primal one's time. Stopping
    twenty times sooner than its default takes less than half of that, and ranks validation lines as well.
    """
    return LogisticRegression(
        C=INVERSE_REGULARISATION, solver="liblinear", dual=True, tol=2.0, max_iter=1000, random_state=0
    )


def fit_calibrated(corpus: Corpus, progress: Progress = lambda: None) -> tuple[Fitted, np.ndarray]:
    """Fit on all lines and calibrate on validation lines; `progress` is called STEPS times.

    Every line is a validation line once: the log-odds that calibrate come from models that saw no line of the same
    author, register or pair. Returns the calibrated model and the validation lines' calibrated log-odds.
    """
    texts, targets = corpus.texts, corpus.targets
    folds = list(GroupKFold(FOLDS).split(texts, groups=corpus.groups))
    # The second process counts the texts once more: sending it what was counted would take as long.
    with meanwhile(_validation, texts, targets, folds[1:]) as others:
        counted = _counted(texts)
        validation = _validation_counted(counted, targets, folds[:1])
        progress()
        fitted = _fit(counted, targets)
        progress()
        validation += others()
        progress()
    calibration = calibrate(validation, targets)
    return fitted.calibrated(calibration), calibration.apply(validation)


def _counted(texts: Sequence[str]) -> list[Counted]:
    return [block.count(texts) for block in (word_block(), character_block())]


def _validation(texts: Sequence[str], targets: np.ndarray, folds: Sequence[Fold]) -> np.ndarray:
    return _validation_counted(_counted(texts), targets, folds)


def _validation_counted(counted: Sequence[Counted], targets: np.ndarray, folds: Sequence[Fold]) -> np.ndarray:
    """Return the log-odds of the folds' validation lines, shape (lines, tags), and 0 for all other lines."""
    validation = np.zeros(targets.shape)
    for fit_rows, validation_rows in folds:
        fitted = _fit([counts.where(fit_rows) for counts in counted], targets[fit_rows])
        validation[validation_rows] = fitted.log_odds_counted([counts.where(validation_rows) for counts in counted])
    return validation


def calibrate(validation: np.ndarray, targets: np.ndarray) -> Calibration:
    """Return the calibration of log-odds on the lines' targets, both of the shape (lines, tags).

    Method: Platt 1999, "Probabilistic outputs for support vector machines", with the mean of all tags' log-odds beside
    the tag's own, as in Wolpert 1992, "Stacked generalization": all tags together know better what is ordinary.
    It stays a sum, so that explanations do.
    """
    mean = validation.mean(axis=1)
    fitted = [
        LogisticRegression(C=1e6, max_iter=1000).fit(np.column_stack([own, mean]), target)
        for own, target in zip(validation.T, targets.T, strict=True)
    ]
    own, all_tags = np.array([one.coef_[0] for one in fitted]).T
    return Calibration(own, all_tags, np.array([one.intercept_[0] for one in fitted]))
