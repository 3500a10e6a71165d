"""Plain results of tagging a line. Numbers and character spans only: no words of a language, no markup."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["none", "maybe", "clear"]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one word of the line adds to a tag's log-odds; `start` and `end` are characters of the line as given."""

    start: int
    end: int
    log_odds: float


@dataclass(frozen=True, slots=True)
class TagExplanation:
    """One tag on one line.

    `log_odds` is `intercept` plus the sum of `contributions`; `probability` (0 to 1, calibrated) is
    1 / (1 + exp(-log_odds)). Contributions stand in the order of the line.
    """

    tag: str
    probability: float
    level: Level
    log_odds: float
    intercept: float
    contributions: tuple[Contribution, ...]

    def carriers(self, share: float = 0.7) -> tuple[Contribution, ...]:
        """Return the fewest words that together make up `share` (0 to 1) of all that speaks for the tag.

        They come in the order of the line. Where no word speaks for the tag there are none.
        """
        speaking_for = sorted(
            (one for one in self.contributions if one.log_odds > 0),
            key=lambda one: (-one.log_odds, one.start),
        )
        needed = share * sum(one.log_odds for one in speaking_for)
        chosen: list[Contribution] = []
        for one in speaking_for:
            if needed <= 0:
                break
            chosen.append(one)
            needed -= one.log_odds
        return tuple(sorted(chosen, key=lambda one: one.start))


@dataclass(frozen=True, slots=True)
class LineExplanation:
    """A line as given, and one TagExplanation per tag in the order of data/stages.yaml."""

    text: str
    tags: tuple[TagExplanation, ...]

    @property
    def shown(self) -> tuple[TagExplanation, ...]:
        """The tags at level "maybe" or "clear"."""
        return tuple(one for one in self.tags if one.level != "none")
