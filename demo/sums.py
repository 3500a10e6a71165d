"""The sum behind a tag as rows to show: each word with its weight and the length of its bar. For shipped lines only."""

from dataclasses import dataclass
from typing import Literal

from models import LineExplanation, TagExplanation

Agreement = Literal["same", "more", "less", "other"]
NOTABLE_LOG_ODDS = 0.25  # a word below this hardly moves a chance


@dataclass(frozen=True, slots=True)
class SumRow:
    """A word, what it adds to the log-odds, and its bar's length in percent of the longest bar of the sum."""

    word: str
    log_odds: float
    length: int


def tag_of(explanation: LineExplanation, tag: str) -> TagExplanation:
    """Return what a line's explanation says of one tag."""
    return next(one for one in explanation.tags if one.tag == tag)


def sum_rows(explanation: LineExplanation, tag: str, longest: float | None = None) -> tuple[SumRow, ...]:
    """Return the words of a line in its order; without `longest` the strongest word has the longest bar."""
    one = tag_of(explanation, tag)
    longest = longest or max((abs(part.log_odds) for part in one.contributions), default=0) or 1
    return tuple(
        SumRow(explanation.text[part.start : part.end], part.log_odds, bar_length(part.log_odds, longest))
        for part in one.contributions
    )


def longest_bar(one: TagExplanation) -> float:
    """Return the largest size in a tag's sum: of its start value, its total and its words."""
    return max(abs(one.intercept), abs(one.log_odds), *(abs(part.log_odds) for part in one.contributions))


def bar_length(log_odds: float, longest: float) -> int:
    """Return the length of a bar in whole percent of the longest one."""
    return round(100 * abs(log_odds) / longest)


def words_against(explanation: LineExplanation, tag: str, most: int = 3) -> tuple[str, ...]:
    """Return the words that pulled a tag's sum down notably, strongest first."""
    parts = sorted(tag_of(explanation, tag).contributions, key=lambda part: part.log_odds)
    strong = [part for part in parts if part.log_odds <= -NOTABLE_LOG_ODDS and _is_word(explanation, part.start)]
    return _distinct(tuple(explanation.text[part.start : part.end] for part in strong))[:most]


def words_for(explanation: LineExplanation, tag: str, most: int = 3) -> tuple[str, ...]:
    """Return the words that pulled a tag's sum up most, strongest first; notable or not."""
    parts = sorted(tag_of(explanation, tag).contributions, key=lambda part: -part.log_odds)
    strong = [part for part in parts if part.log_odds > 0 and _is_word(explanation, part.start)]
    return _distinct(tuple(explanation.text[part.start : part.end] for part in strong))[:most]


def _is_word(explanation: LineExplanation, start: int) -> bool:
    return explanation.text[start].isalnum()


def _distinct(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({word.casefold(): word for word in reversed(words)}.values())[::-1]


def agreement(makers: tuple[str, ...], explanation: LineExplanation) -> Agreement:
    """Compare the tags shown by the model with those of the makers: the same, a pattern too many or too few, others."""
    shown = {one.tag for one in explanation.shown}
    if shown == set(makers):
        return "same"
    if not makers:
        return "more"
    return "other" if shown else "less"
