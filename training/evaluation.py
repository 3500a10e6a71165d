"""Measures a tagger on hold-out lines. Every figure that a document or the screen shows comes from here."""

import numpy as np
from sklearn.metrics import precision_recall_fscore_support

from data import load_tags
from models import LanguageFigures, RegisterFigures, TagFigures, Tagger
from training.corpus import Corpus

CALIBRATION_BINS = 10
BOOTSTRAP_DRAWS = 1000


def evaluate(tagger: Tagger, corpus: Corpus) -> tuple[LanguageFigures, ...]:
    """Return figures per language of the corpus."""
    languages = sorted({line.language for line in corpus.lines})
    return tuple(
        _language_figures(tagger, corpus.where(np.array([line.language == language for line in corpus.lines])))
        for language in languages
    )


def _language_figures(tagger: Tagger, corpus: Corpus) -> LanguageFigures:
    probabilities = tagger.probabilities(corpus.texts)
    shown = shown_tags(tagger, probabilities)
    tags = _tag_figures(tagger, corpus, shown)
    core = {tag.id for tag in load_tags() if tag.core}
    look_alike = np.array([line.looks_like is not None for line in corpus.lines])
    together = precision_recall_fscore_support(corpus.targets, shown, average="micro", zero_division=0.0)
    alarm = np.asarray(shown.any(axis=1))
    return LanguageFigures(
        language=corpus.lines[0].language,
        lines=len(corpus.lines),
        look_alikes=int(look_alike.sum()),
        everyday=int(corpus.everyday.sum()),
        precision=_rounded(together[0]),
        recall=_rounded(together[1]),
        f1_macro=_rounded(np.mean([one.f1 for one in tags])),
        f1_core=_rounded(np.mean([one.f1 for one in tags if one.tag in core])),
        alarms_look_alikes=_share(alarm, look_alike),
        alarms_everyday=_share(alarm, corpus.everyday),
        alarms_ordinary=_share(alarm, look_alike | corpus.everyday),
        calibration_error=_rounded(calibration_error(probabilities, corpus.targets)),
        tags=tags,
        registers=_register_figures(corpus, shown),
    )


def _tag_figures(tagger: Tagger, corpus: Corpus, shown: np.ndarray) -> tuple[TagFigures, ...]:
    precision, recall, f1, support = precision_recall_fscore_support(
        corpus.targets, shown, average=None, zero_division=0.0
    )
    low, high = bootstrap_f1(corpus.targets, shown)
    return tuple(
        TagFigures(
            tag=tag,
            lines=int(support[column]),
            precision=_rounded(precision[column]),
            recall=_rounded(recall[column]),
            f1=_rounded(f1[column]),
            f1_low=_rounded(low[column]),
            f1_high=_rounded(high[column]),
        )
        for column, tag in enumerate(tagger.tags)
    )


def _register_figures(corpus: Corpus, shown: np.ndarray) -> tuple[RegisterFigures, ...]:
    figures = []
    for register in sorted({line.register for line in corpus.lines}):
        here = np.array([line.register == register for line in corpus.lines])
        precision, recall, _, _ = precision_recall_fscore_support(
            corpus.targets[here], shown[here], average="micro", zero_division=0.0
        )
        figures.append(
            RegisterFigures(
                register_name=register, lines=int(here.sum()), precision=_rounded(precision), recall=_rounded(recall)
            )
        )
    return tuple(figures)


def bootstrap_f1(targets: np.ndarray, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the lower and upper end of a 95 % interval of F1 per tag, from lines drawn with replacement.

    Method: Efron & Tibshirani 1993, "An Introduction to the Bootstrap", percentile interval.
    """
    rng = np.random.default_rng(0)
    draws = rng.multinomial(len(targets), np.full(len(targets), 1 / len(targets)), size=BOOTSTRAP_DRAWS)
    hits, wrong, missed = (draws @ one for one in (targets & shown, ~targets.astype(bool) & shown, targets & ~shown))
    f1 = 2 * hits / np.maximum(2 * hits + wrong + missed, 1)
    low, high = np.quantile(f1, (0.025, 0.975), axis=0)
    return low, high


def shown_tags(tagger: Tagger, probabilities: np.ndarray) -> np.ndarray:
    """Return True where a tag is shown as "maybe" or "clear", shape (lines, tags)."""
    shown: np.ndarray = probabilities >= np.array([tagger.thresholds[tag]["maybe"] for tag in tagger.tags])
    return shown


def calibration_error(probabilities: np.ndarray, targets: np.ndarray) -> float:
    """Return the expected calibration error, 0 to 1, over all lines and tags in bins of equal width.

    Method: Naeini, Cooper & Hauskrecht 2015, "Obtaining well calibrated probabilities using Bayesian binning".
    """
    bins = np.minimum((probabilities.ravel() * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    expected = np.bincount(bins, probabilities.ravel())
    seen = np.bincount(bins, targets.ravel())
    return float(np.abs(expected - seen).sum() / len(bins))


def _share(happened: np.ndarray, among: np.ndarray) -> float:
    return _rounded(happened[among].mean()) if among.any() else 0.0


def _rounded(value: float | np.floating) -> float:
    return round(float(value), 3)
