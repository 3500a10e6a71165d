"""How the model decides: its sums, its thresholds, its mistakes, where people differ, and why alarms are mostly false.

Every number here belongs to a shipped line or to all hold-out lines together, never to something typed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import gradio as gr

from data import DifferingLine, Twin
from demo.markup import Pages
from demo.parts import PRIVATE, part
from demo.rare import RarePattern
from demo.sums import SumRow, bar_length, longest_bar, sum_rows, tag_of, words_against, words_for
from models import LineExplanation, TagExplanation
from models.mistakes import Mistake

DIFFERING_SHOWN = 8

_ON_INTRO = "doorzien.request('open_decides', () => trigger('select', {}));"
_ON_CHOICE = "doorzien.request('open_sum', (data) => trigger('select', data));"
_ON_SUM = "watch('value', () => doorzien.answered('open_sum', () => doorzien.sumArrived()));"
_ON_BODY = "watch('value', () => doorzien.answered('open_decides', () => doorzien.decidesArrived()));"


@dataclass(frozen=True, slots=True)
class SumView:
    """The sum of one tag on one line; lengths are percent of the longest bar."""

    explanation: LineExplanation
    tag: TagExplanation
    rows: tuple[SumRow, ...]
    start_length: int
    total_length: int


@dataclass(frozen=True, slots=True)
class MistakeView:
    """A mistake with the words that pulled its sum, and the words that more lines are needed for."""

    mistake: Mistake
    explanation: LineExplanation
    up: tuple[str, ...]
    down: tuple[str, ...]
    needed: tuple[str, ...]


def shown_lines(twins: Sequence[Twin], tags: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the lines to choose from with their tag: for each of `tags` the first pattern and its ordinary twin."""
    lines = []
    for tag in tags:
        twin = next(one for one in twins if one.tag == tag)
        lines += [(twin.pattern, tag), (twin.ordinary, tag)]
    return tuple(lines)


def sum_view(explanation: LineExplanation, tag: str) -> SumView:
    """Return the sum of a tag on a line, ready to draw."""
    one = tag_of(explanation, tag)
    longest = longest_bar(one)
    start, total = bar_length(one.intercept, longest), bar_length(one.log_odds, longest)
    return SumView(explanation, one, sum_rows(explanation, tag, longest), start, total)


def mistake_view(mistake: Mistake, explanation: LineExplanation) -> MistakeView:
    """Return a mistake with its reasons.

    A miss needs lines with the words that spoke against the pattern; the others need lines with those that spoke
    for it.
    """
    up, down = words_for(explanation, mistake.tag), words_against(explanation, mistake.tag)
    needed = (down or up) if mistake.kind == "miss" else up
    return MistakeView(mistake, explanation, up, down, needed)


def lines_to_discuss(lines: Sequence[DifferingLine], most: int = DIFFERING_SHOWN) -> tuple[DifferingLine, ...]:
    """Return lines on which two people gave different tags, and then doubted ones, spread evenly over all of them."""
    differing = [one for one in lines if set(one.line.tags) != set(one.second_tags)]
    doubted = [one for one in lines if one not in differing]
    left = max(1, most - len(differing))
    step = max(1, len(doubted) // left)
    return tuple([*differing, *doubted[::step]][:most])


def sum_tags(pages: Pages) -> tuple[str, ...]:
    """Return the first core tag of each phase: their twins are the lines to choose from."""
    cores = [tag for tag in pages.content.tags if tag.core]
    return tuple({tag.phase: tag.id for tag in reversed(cores)}.values())[::-1]


def sum_page(pages: Pages, number: int, tag: str) -> str:
    """Return the sum of a tag on line `number` in every language, or "" where there is no such line or tag.

    With "" as tag it is the line's own.
    """
    tagger, tags = pages.content.tagger, sum_tags(pages)
    if not 0 <= number < 2 * len(tags):
        return ""
    tag = tag or tags[number // 2]
    if tag not in tagger.tags:
        return ""
    views = {
        code: sum_view(tagger.explain(shown_lines(twins, tags)[number][0]), tag)
        for code, twins in pages.content.twins.items()
    }
    return pages.render("decides_sum.html", number=number, tag=tag, views=views)


def choice_form(pages: Pages) -> str:
    """Return the form that chooses the line and the tag of the sum."""
    tags = sum_tags(pages)
    choices = {code: shown_lines(twins, tags) for code, twins in pages.content.twins.items()}
    return pages.render("decides_choice.html", choices=choices, line_tags=[tag for tag in tags for _ in range(2)])


def body(pages: Pages) -> str:
    """Return everything below the sum: slider, mistakes, lines on which people differ, and the picture of dots."""
    content, tagger = pages.content, pages.content.tagger
    mistakes = {
        code: [mistake_view(one, tagger.explain(one.text)) for one in content.mistakes if one.language == code]
        for code in content.texts
    }
    return pages.render(
        "decides_body.html",
        counts=json.dumps({tag: of_tag.model_dump() for tag, of_tag in content.threshold_counts.items()}),
        everything=content.threshold_counts["all"],
        mistakes=mistakes,
        differing={code: lines_to_discuss(lines) for code, lines in content.differing.items()},
        rare=RarePattern(lines=1000, patterns=1, right=0.95),
    )


def place(pages: Pages) -> None:
    """Put the section into the page; its body comes when the section is first opened."""
    whole = body(pages)

    async def open_decides(event: gr.EventData) -> str:
        return whole

    async def open_sum(event: gr.EventData) -> str:
        number = event._data.get("number")
        return sum_page(pages, number if isinstance(number, int) else -1, str(event._data.get("tag") or ""))

    intro = part(pages.render("decides.html"), "decides-intro", js=_ON_INTRO)
    choice = part(choice_form(pages), "decides-choice", js=_ON_CHOICE)
    sum_shown = part("", "decides-sum", js=_ON_SUM)
    below = part("", "decides-body", js=_ON_BODY)
    intro.select(open_decides, None, below, **PRIVATE)
    choice.select(open_sum, None, sum_shown, **PRIVATE)
