"""What a threshold costs on hold-out lines: a record that training writes, and that the screen shows."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

THRESHOLD_COUNTS_PATH = Path(__file__).parent / "threshold_counts.json"
PERCENTS = range(1, 100)


class ThresholdCounts(BaseModel):
    """Of `patterns` tagged and `ordinary` untagged lines, how many are missed and tagged at 1, 2 ... 99 percent."""

    model_config = ConfigDict(frozen=True)

    patterns: int
    ordinary: int
    missed: tuple[int, ...]
    alarms: tuple[int, ...]


_COUNTS = TypeAdapter(dict[str, ThresholdCounts])


def load_threshold_counts(path: Path = THRESHOLD_COUNTS_PATH) -> dict[str, ThresholdCounts]:
    """Return the counts of the last training, by tag; those of all tags together are named "all"."""
    return _COUNTS.validate_json(path.read_bytes())


def save_threshold_counts(counts: dict[str, ThresholdCounts], path: Path = THRESHOLD_COUNTS_PATH) -> None:
    """Write the counts as JSON."""
    path.write_bytes(_COUNTS.dump_json(counts) + b"\n")
