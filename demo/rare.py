"""Why a rare pattern makes most alarms false: the arithmetic, and a picture of it in dots."""

import random
from dataclasses import dataclass
from typing import Literal

COLUMNS = 40

Kind = Literal["true", "false", "quiet"]


@dataclass(frozen=True, slots=True)
class Dot:
    """One line in the picture, at a column and a row counted from 0."""

    column: int
    row: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class RarePattern:
    """`patterns` of `lines` show a pattern, and a model judges both kinds right with chance `right` (0 to 1)."""

    lines: int
    patterns: int
    right: float

    @property
    def false_alarms(self) -> int:
        """Ordinary lines that get an alarm, to the nearest line."""
        return round((self.lines - self.patterns) * (1 - self.right))

    @property
    def alarms_per_true_one(self) -> int:
        """How many alarms there are for each true one, rounded down."""
        true = self.patterns * self.right
        return int((true + (self.lines - self.patterns) * (1 - self.right)) / true)

    def dots(self, seed: int = 1) -> tuple[Dot, ...]:
        """Return a dot for each line, row by row; a found pattern and the false alarms lie scattered by `seed`."""
        kinds: list[Kind] = []
        kinds += ["true"] * self.patterns
        kinds += ["false"] * self.false_alarms
        kinds += ["quiet"] * (self.lines - len(kinds))
        random.Random(seed).shuffle(kinds)
        return tuple(Dot(index % COLUMNS, index // COLUMNS, kind) for index, kind in enumerate(kinds))
