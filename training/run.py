"""One training from lines to artifact, manifest, figures and model card."""

from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from data import load_tags
from models import LanguageFigures, Tagger
from models.artifact import FOLDER, Manifest, save_parts
from models.source import library_versions, source_sha256
from training.corpus import Corpus, heldout_corpus, training_corpus
from training.evaluation import evaluate
from training.pipeline import STEPS, fit_calibrated
from training.thresholds import choose_thresholds


@dataclass(frozen=True)
class Trained:
    """A saved tagger, the lines that it was made from, and what it reached on which hold-out lines."""

    tagger: Tagger
    figures: tuple[LanguageFigures, ...]
    lines: Corpus
    heldout: Corpus


def train(
    folder: Path = FOLDER,
    *,
    lines: Corpus | None = None,
    heldout: Corpus | None = None,
    show_progress: bool = True,
) -> Trained:
    """Fit, calibrate, choose thresholds, save into `folder` and evaluate; nothing is saved where a step fails.

    Without `lines` and `heldout` the shipped ones are read.
    """
    source = source_sha256()
    lines = lines or training_corpus()
    heldout = heldout or heldout_corpus()
    tags = tuple(tag.id for tag in load_tags())
    with tqdm(total=STEPS, desc="Training", unit="step", disable=not show_progress) as bar:
        fitted, validation_log_odds = fit_calibrated(lines, bar.update)
    manifest = Manifest(
        artifact_sha256="",
        source_sha256=source,
        versions=library_versions(),
        tags=tags,
        thresholds=dict(zip(tags, choose_thresholds(validation_log_odds, lines), strict=True)),
    )
    parts = fitted.parts()
    tagger = Tagger(parts, manifest)
    figures = evaluate(tagger, heldout)
    save_parts(parts, manifest, folder)
    return Trained(tagger, figures, lines, heldout)
