"""The tagger: calibrated probabilities for every tag of a line, and the exact sum behind each of them.

Model: logistic regression per tag on TF-IDF of words and of runs of words and of characters. A log-odds is
therefore a sum over features, and each feature stands in one word, or in neighbours that share it equally. Carrying
features to words loses nothing: the explanation is the model.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np

from models.artifact import FOLDER, Manifest, Parts, load_manifest, load_parts
from models.explanation import Contribution, Level, LineExplanation, TagExplanation
from models.features import FeatureBlock
from models.words import Word, words_in

MAX_CHARACTERS = 10_000  # far beyond any line, and tagged in a fraction of a second


class Tagger:
    """Tags made-up chat lines.

    `tags` holds the tag ids in the order of data/stages.yaml; `thresholds` maps a tag to the probabilities from
    which on it is shown as "maybe" and as "clear".
    """

    def __init__(self, parts: Parts, manifest: Manifest) -> None:
        self.tags: tuple[str, ...] = manifest.tags
        self.thresholds: Mapping[str, Mapping[str, float]] = MappingProxyType(
            {tag: MappingProxyType(limits.model_dump()) for tag, limits in manifest.thresholds.items()}
        )
        self._blocks = tuple(FeatureBlock(block) for block in parts.blocks)
        self._intercepts = parts.intercepts

    def probabilities(self, lines: Sequence[str]) -> np.ndarray:
        """Return calibrated probabilities, shape (len(lines), 11), each from 0 to 1.

        Raises TypeError for a bare string (one line is a sequence of one), and ValueError for a line over
        MAX_CHARACTERS.
        """
        if isinstance(lines, str):
            raise TypeError("probabilities() takes a sequence of lines; put the one line in a list")
        log_odds = np.zeros((len(lines), len(self.tags)))
        for row, line in enumerate(lines):
            log_odds[row] = self._word_contributions(_words(line)).sum(axis=0) + self._intercepts
        return _probability(log_odds)

    def explain(self, line: str) -> LineExplanation:
        """Return probability, level and exact contributions of every tag for one line.

        The sum of a tag's intercept and contributions is its log-odds, to rounding (1e-9). Raises ValueError for a
        line over MAX_CHARACTERS.
        """
        words = _words(line)
        contributions = self._word_contributions(words)
        log_odds = contributions.sum(axis=0) + self._intercepts
        probabilities = _probability(log_odds)
        return LineExplanation(
            text=line,
            tags=tuple(
                TagExplanation(
                    tag=tag,
                    probability=float(probabilities[column]),
                    level=self.level(tag, float(probabilities[column])),
                    log_odds=float(log_odds[column]),
                    intercept=float(self._intercepts[column]),
                    contributions=tuple(
                        Contribution(word.start, word.end, value)
                        for word, value in zip(words, contributions[:, column].tolist(), strict=True)
                    ),
                )
                for column, tag in enumerate(self.tags)
            ),
        )

    def level(self, tag: str, probability: float) -> Level:
        """Return the level at which a tag of this probability is shown."""
        limits = self.thresholds[tag]
        if probability >= limits["clear"]:
            return "clear"
        return "maybe" if probability >= limits["maybe"] else "none"

    def _word_contributions(self, words: Sequence[Word]) -> np.ndarray:
        """Return what each word adds to each tag's log-odds, shape (words, tags)."""
        contributions: np.ndarray = np.sum([block.contributions(words) for block in self._blocks], axis=0)
        return contributions


def load_tagger(folder: Path = FOLDER) -> Tagger:
    """Return the tagger trained on this machine, or raise ArtifactError with what to run."""
    manifest = load_manifest(folder)
    return Tagger(load_parts(manifest, folder), manifest)


def _words(line: str) -> list[Word]:
    if len(line) > MAX_CHARACTERS:
        raise ValueError(f"a line of {len(line)} characters is too long; at most {MAX_CHARACTERS} are tagged")
    return words_in(line)


def _probability(log_odds: np.ndarray) -> np.ndarray:
    # exp of a large number would overflow; beyond 500 the probability is 0 or 1 in double precision anyway.
    result: np.ndarray = 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))
    return result
