"""Fits the tagger: features, one logistic regression per tag, calibration and thresholds on validation lines."""

from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from models.artifact import Parts
from models.words import folded_line
from training.corpus import Corpus

FOLDS = 4
INVERSE_REGULARISATION = 6.0
Progress = Callable[[], object]


def fits_needed(tags: int) -> int:
    """Return how many times `fit_calibrated` reports progress."""
    return (FOLDS + 1) * tags


def fit_parts(corpus: Corpus, progress: Progress = lambda: None) -> Parts:
    """Fit vectorizers and one logistic regression per tag; log-odds are not calibrated yet.

    `progress` is called once per tag.
    """
    folded = [folded_line(text) for text in corpus.texts]
    words = TfidfVectorizer(lowercase=False, token_pattern=r"\S+", ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    characters = TfidfVectorizer(lowercase=False, analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True)
    features = hstack([words.fit_transform(folded), characters.fit_transform(folded)], format="csr")
    weights = np.zeros((features.shape[1], corpus.targets.shape[1]))
    intercepts = np.zeros(corpus.targets.shape[1])
    for column, target in enumerate(corpus.targets.T):
        classifier = LogisticRegression(C=INVERSE_REGULARISATION, solver="liblinear", random_state=0)
        classifier.fit(features, target)
        weights[:, column] = classifier.coef_[0]
        intercepts[column] = classifier.intercept_[0]
        progress()
    return Parts(words, characters, weights, intercepts)


def log_odds(parts: Parts, texts: list[str]) -> np.ndarray:
    """Return the log-odds of each tag for many lines at once, shape (lines, tags)."""
    folded = [folded_line(text) for text in texts]
    features: csr_matrix = hstack(
        [parts.word_vectorizer.transform(folded), parts.character_vectorizer.transform(folded)], format="csr"
    )
    result: np.ndarray = features @ parts.weights + parts.intercepts
    return result


def fit_calibrated(corpus: Corpus, progress: Progress = lambda: None) -> tuple[Parts, np.ndarray]:
    """Fit on all lines and calibrate on validation lines.

    Every line is a validation line once: the log-odds that calibrate come from models that saw no line of the same
    author, register or pair. Returns the calibrated parts and the validation lines' calibrated log-odds.
    """
    validation = np.zeros(corpus.targets.shape)
    for fit_rows, validation_rows in GroupKFold(FOLDS).split(corpus.texts, groups=corpus.groups):
        parts = fit_parts(corpus.where(fit_rows), progress)
        validation[validation_rows] = log_odds(parts, corpus.where(validation_rows).texts)
    scales, shifts = platt(validation, corpus.targets)
    parts = fit_parts(corpus, progress)
    calibrated = parts._replace(weights=parts.weights * scales, intercepts=parts.intercepts * scales + shifts)
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
