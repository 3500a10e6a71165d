"""Fits the tagger: features, one logistic regression per tag, calibration and thresholds on validation lines."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from models.artifact import BlockParts, Parts
from training.corpus import Corpus
from training.features import Counted, TfIdf

FOLDS = 3
FITS = FOLDS + 1  # how many times `fit_calibrated` reports progress
INVERSE_REGULARISATION = 200.0
Progress = Callable[[], object]


class Calibration(NamedTuple):
    """Turns raw log-odds into calibrated ones.

    Per tag: `own` times its own, plus `any_tag` times those of any tag at all, plus `shift`; each has the shape (tags).
    """

    own: np.ndarray
    any_tag: np.ndarray
    shift: np.ndarray

    def apply(self, log_odds: np.ndarray) -> np.ndarray:
        """Return calibrated log-odds, shape (texts, tags), of raw ones, shape (texts, tags + 1), any tag last."""
        result: np.ndarray = log_odds[:, :-1] * self.own + log_odds[:, -1:] * self.any_tag + self.shift
        return result


class Fitted(NamedTuple):
    """Blocks of features and one logistic regression per target: `weights` (features, targets), `intercepts`."""

    blocks: tuple[TfIdf, ...]
    weights: np.ndarray
    intercepts: np.ndarray

    def log_odds(self, texts: list[str]) -> np.ndarray:
        """Return the log-odds of each target, shape (texts, targets)."""
        return self.log_odds_counted([block.count(texts) for block in self.blocks])

    def log_odds_counted(self, counted: Sequence[Counted]) -> np.ndarray:
        """Return the same for texts whose features are counted, one record per block."""
        features = [block.transform_counted(counts) for block, counts in zip(self.blocks, counted, strict=True)]
        result: np.ndarray = hstack(features, format="csr") @ self.weights + self.intercepts
        return result

    def calibrated(self, calibration: Calibration) -> "Fitted":
        """Return one model per tag, of which the log-odds are the calibrated ones; any tag was the last target."""
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
                    weights=weights,
                )
                for one, weights in zip(self.blocks, rows, strict=True)
            ),
            self.intercepts,
        )


def word_block() -> TfIdf:
    """Return the features of words and of two or three words in a row, not fitted yet."""
    return TfIdf("word", 1, 3, least_lines=2)


def character_block() -> TfIdf:
    """Return the features of 4 to 6 characters in a row, not fitted yet."""
    return TfIdf("char", 4, 6, least_lines=4)


def fit(corpus: Corpus, targets: np.ndarray | None = None) -> Fitted:
    """Fit features and one logistic regression per tag, or per column of `targets`; log-odds are not calibrated yet."""
    counted = [block.count(corpus.texts) for block in (word_block(), character_block())]
    return _fit(counted, corpus.targets if targets is None else targets)


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
    ten times sooner than its default takes half of that, and ranks validation lines as well.
    """
    return LogisticRegression(
        C=INVERSE_REGULARISATION, solver="liblinear", dual=True, tol=1.0, max_iter=1000, random_state=0
    )


def fit_calibrated(corpus: Corpus, progress: Progress = lambda: None) -> tuple[Fitted, np.ndarray]:
    """Fit on all lines and calibrate on validation lines; `progress` is called FITS times.

    Every line is a validation line once: the log-odds that calibrate come from models that saw no line of the same
    author, register or pair. Returns the calibrated model and the validation lines' calibrated log-odds.
    """
    counted = [block.count(corpus.texts) for block in (word_block(), character_block())]
    targets = corpus.targets_and_any
    validation = np.zeros(targets.shape)
    for fit_rows, validation_rows in GroupKFold(FOLDS).split(corpus.texts, groups=corpus.groups):
        fitted = _fit([counts.where(fit_rows) for counts in counted], targets[fit_rows])
        validation[validation_rows] = fitted.log_odds_counted([counts.where(validation_rows) for counts in counted])
        progress()
    calibration = calibrate(validation, corpus.targets)
    calibrated = _fit(counted, targets).calibrated(calibration)
    progress()
    return calibrated, calibration.apply(validation)


def calibrate(validation: np.ndarray, targets: np.ndarray) -> Calibration:
    """Return the calibration of log-odds, shape (lines, tags + 1), on the lines' targets, shape (lines, tags).

    Method: Platt 1999, "Probabilistic outputs for support vector machines", with the log-odds of any tag at all beside
    the tag's own, as in Wolpert 1992, "Stacked generalization": all tags together know better what is ordinary.
    It stays a sum, so that explanations do.
    """
    fitted = [
        LogisticRegression(C=1e6, max_iter=1000).fit(validation[:, [column, -1]], target)
        for column, target in enumerate(targets.T)
    ]
    own, any_tag = np.array([one.coef_[0] for one in fitted]).T
    return Calibration(own, any_tag, np.array([one.intercept_[0] for one in fitted]))
