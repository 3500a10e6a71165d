"""Draws the reliability diagram of the model card."""

from pathlib import Path

import numpy as np

from data import load_tags
from models import Tagger
from training.corpus import Corpus

PICTURE_PATH = Path(__file__).parent.parent / "models" / "reliability.png"
BINS = np.linspace(0, 1, 11)


def draw_reliability(tagger: Tagger, heldout: Corpus, path: Path = PICTURE_PATH) -> None:
    """Write a picture: per phase, the share of hold-out lines that carry a tag against its probability.

    Phases, not tags: a single tag has too few hold-out lines per bin.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    probabilities = tagger.probabilities(heldout.texts)
    figure, axes = plt.subplots(1, 4, figsize=(12, 3.4), sharey=True, layout="constrained")
    phases = list(dict.fromkeys(tag.phase for tag in load_tags()))
    for axis, phase in zip(axes, phases, strict=True):
        columns = [column for column, tag in enumerate(load_tags()) if tag.phase == phase]
        means, shares, counts = _bins(probabilities[:, columns].ravel(), heldout.targets[:, columns].ravel())
        axis.plot([0, 1], [0, 1], color="0.6", linestyle="--", linewidth=1)
        axis.plot(means, shares, color="#4a2f73", marker="o")
        for mean, share, count in zip(means, shares, counts, strict=True):
            axis.annotate(str(count), (mean, share), textcoords="offset points", xytext=(4, -11), fontsize=7)
        axis.set(title=phase.replace("_", " "), xlabel="probability", xlim=(0, 1), ylim=(0, 1.02))
    axes[0].set_ylabel("share that carries the tag")
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)


def _bins(probabilities: np.ndarray, targets: np.ndarray) -> tuple[list[float], list[float], list[int]]:
    """Return mean probability, share of targets and number of cases per filled bin."""
    numbers = np.clip(np.digitize(probabilities, BINS) - 1, 0, len(BINS) - 2)
    filled = np.unique(numbers)
    return (
        [float(probabilities[numbers == number].mean()) for number in filled],
        [float(targets[numbers == number].mean()) for number in filled],
        [int((numbers == number).sum()) for number in filled],
    )
