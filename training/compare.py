"""Compares ways to make a tagger on the same lines, and writes what came out into training/README.md.

Every contender is treated alike: scores of validation lines from models that saw no line of the same voice,
calibration and thresholds on these, a fit on all training lines, and one look at the hold-out lines.
"""

import pickle
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from tqdm import tqdm

from training.contenders import CHOSEN, CONTENDERS, DENSE
from training.corpus import Corpus, heldout_corpus, training_corpus
from training.documents import replace_block, table
from training.pipeline import FOLDS, calibrate
from training.thresholds import choose_thresholds

README_PATH = Path(__file__).parent / "README.md"
LEARNING_SHARES = (0.4, 0.7)


class Scores(NamedTuple):
    """Log-odds of validation and of hold-out lines, calibrated, and what they cost.

    `seconds` is the time of all fits, `megabytes` the size of one fitted model on disk.
    """

    validation: np.ndarray
    heldout: np.ndarray
    seconds: float
    megabytes: float


def compare() -> None:
    """Fit every contender and rewrite the tables of training/README.md; takes minutes."""
    lines, heldout = training_corpus(), heldout_corpus()
    scores = {name: score(make, lines, heldout) for name, make in tqdm(CONTENDERS.items(), desc="Comparing")}
    scores["the chosen one, per language"] = _per_language(lines, heldout)
    scores["stack of the chosen one and sentence vectors"] = _stacked(scores[CHOSEN], scores[DENSE], lines)
    rows = [[name, *_figures(one, lines, heldout)] for name, one in scores.items()]
    comparison = f"{compared_lines()}\n\n{table(_HEADER, rows)}"
    learning_curve = _learning_curve(lines, heldout, scores[CHOSEN])
    replace_block(README_PATH, "comparison", comparison)
    replace_block(README_PATH, "learning curve", learning_curve)


def compared_lines() -> str:
    """Return the sentence that says which lines a comparison was made on; a test finds it stale after a change."""
    return f"On {len(training_corpus().lines)} training and {len(heldout_corpus().lines)} hold-out lines."


def score(make: Callable[[], Any], lines: Corpus, heldout: Corpus) -> Scores:
    """Return calibrated scores of one contender."""
    started = time.perf_counter()
    validation = np.zeros(lines.targets.shape)
    for fit_rows, validation_rows in GroupKFold(FOLDS).split(lines.texts, groups=lines.groups):
        fit_lines = lines.where(fit_rows)
        fitted = make().fit(fit_lines.texts, fit_lines.targets)
        validation[validation_rows] = fitted.decision_function(lines.where(validation_rows).texts)
    calibration = calibrate(validation, lines.targets)
    fitted = make().fit(lines.texts, lines.targets)
    on_heldout = fitted.decision_function(heldout.texts)
    seconds = time.perf_counter() - started
    megabytes = len(pickle.dumps(fitted)) / 1e6
    return Scores(calibration.apply(validation), calibration.apply(on_heldout), seconds, megabytes)


def _per_language(lines: Corpus, heldout: Corpus) -> Scores:
    validation, on_heldout = np.zeros(lines.targets.shape), np.zeros(heldout.targets.shape)
    seconds = megabytes = 0.0
    for language in _languages(lines):
        here, there = _in_language(lines, language), _in_language(heldout, language)
        one = score(CONTENDERS[CHOSEN], lines.where(here), heldout.where(there))
        validation[here], on_heldout[there] = one.validation, one.heldout
        seconds += one.seconds
        megabytes += one.megabytes
    return Scores(validation, on_heldout, seconds, megabytes)


def _stacked(first: Scores, second: Scores, lines: Corpus) -> Scores:
    """Return a logistic regression per tag on two contenders' log-odds, trained on validation lines."""
    validation, on_heldout = np.zeros(lines.targets.shape), np.zeros(first.heldout.shape)
    for column, target in enumerate(lines.targets.T):
        both = np.column_stack([first.validation[:, column], second.validation[:, column]])
        fitted = LogisticRegression(C=1e6).fit(both, target)
        validation[:, column] = fitted.decision_function(both)
        both = np.column_stack([first.heldout[:, column], second.heldout[:, column]])
        on_heldout[:, column] = fitted.decision_function(both)
    return Scores(validation, on_heldout, first.seconds + second.seconds, first.megabytes + second.megabytes)


_HEADER = (
    "contender",
    "F1 validation",
    "F1 hold-out, by language",
    "look-alikes tagged",
    "everyday lines tagged",
    f"seconds to fit {FOLDS + 1} times",
    "megabytes",
)


def _figures(scores: Scores, lines: Corpus, heldout: Corpus) -> list[str]:
    thresholds = np.array([one.maybe for one in choose_thresholds(scores.validation, lines)])
    validation, shown = expit(scores.validation) >= thresholds, expit(scores.heldout) >= thresholds
    look_alike = np.array([line.looks_like is not None for line in heldout.lines])
    return [
        f"{_f1(lines.targets, validation):.3f}",
        ", ".join(
            f"{language} {_f1(heldout.targets[here], shown[here]):.3f}"
            for language in _languages(heldout)
            for here in [_in_language(heldout, language)]
        ),
        f"{shown[look_alike].any(axis=1).mean():.1%}",
        f"{shown[heldout.everyday].any(axis=1).mean():.1%}",
        f"{scores.seconds:.0f}",
        f"{scores.megabytes:.0f}",
    ]


def _learning_curve(lines: Corpus, heldout: Corpus, on_all: Scores) -> str:
    """Return what training on a share of the voices reaches."""
    groups = np.unique(lines.groups)
    rows = []
    for share in LEARNING_SHARES:
        kept = lines.where(np.isin(lines.groups, groups[: max(FOLDS, round(share * len(groups)))]))
        one = score(CONTENDERS[CHOSEN], kept, heldout)
        figures = _figures(one, kept, heldout)
        rows.append([f"{share:.0%} of the voices", len(kept.lines), *figures[1:4]])
    rows.append(["100% of the voices", len(lines.lines), *_figures(on_all, lines, heldout)[1:4]])
    return table(("trained on", "lines", *_HEADER[2:5]), rows)


def _languages(corpus: Corpus) -> list[str]:
    return sorted({line.language for line in corpus.lines})


def _in_language(corpus: Corpus, language: str) -> np.ndarray:
    return np.array([line.language == language for line in corpus.lines])


def _f1(targets: np.ndarray, shown: np.ndarray) -> float:
    return float(f1_score(targets, shown, average="macro", zero_division=0.0))
