"""Twins: guess which of two lines shows the pattern, compare them, and see what other words would do."""

from dataclasses import dataclass
from functools import cache
from zlib import crc32

import gradio as gr

from data import Phrase, Twin
from demo.markup import Pages
from demo.parts import PRIVATE, part
from demo.sums import SumRow, agreement, sum_rows, tag_of
from models import LineExplanation, TagExplanation, Tagger

_ON_LIST = "doorzien.request('open_twins', (data) => trigger('select', data));"
_ON_STAGE = "watch('value', () => doorzien.answered('open_twins', () => doorzien.twinsArrived()));"


@dataclass(frozen=True, slots=True)
class SideView:
    """One line of a pair: its tags by the makers, and what the model says of it."""

    makers: tuple[str, ...]
    explanation: LineExplanation
    agreement: str


@dataclass(frozen=True, slots=True)
class SwapView:
    """The frame with one phrase in it, and the sum of the twin's tag."""

    phrase: Phrase
    side: SideView
    tag: TagExplanation
    rows: tuple[SumRow, ...]


@dataclass(frozen=True, slots=True)
class TwinView:
    """A twin ready to show; `sides` stand in mixed order."""

    twin: Twin
    sides: tuple[SideView, ...]
    swaps: tuple[SwapView, ...]


def pattern_comes_first(twin: Twin) -> bool:
    """Return whether the pattern line stands first: mixed over the twins, and the same each time."""
    return crc32(twin.pattern.encode()) % 2 == 0


def twin_view(twin: Twin, tagger: Tagger) -> TwinView:
    """Return the twin with everything that the model says of its lines."""
    sides = (_side(twin.pattern, (twin.tag,), tagger), _side(twin.ordinary, (), tagger))
    swaps = []
    for phrase in twin.what_if.phrases:
        side = _side(twin.what_if.line(phrase), phrase.tags, tagger)
        swaps.append(SwapView(phrase, side, tag_of(side.explanation, twin.tag), sum_rows(side.explanation, twin.tag)))
    return TwinView(twin, sides if pattern_comes_first(twin) else sides[::-1], tuple(swaps))


def _side(text: str, makers: tuple[str, ...], tagger: Tagger) -> SideView:
    explanation = tagger.explain(text)
    return SideView(makers, explanation, agreement(makers, explanation))


def twins_page(pages: Pages, tag: str) -> str:
    """Return the pairs of one tag in every language."""
    tags = [one.id for one in pages.content.tags]
    views = {
        code: [twin_view(twin, pages.content.tagger) for twin in twins if twin.tag == tag]
        for code, twins in pages.content.twins.items()
    }
    following = tags[(tags.index(tag) + 1) % len(tags)]
    return pages.render("twins_tag.html", tag=tag, views=views, following=following)


def place(pages: Pages) -> None:
    """Put the section into the page."""
    tags = {one.id for one in pages.content.tags}

    @cache
    def page_of(tag: str) -> str:
        return twins_page(pages, tag)

    async def open_twins(event: gr.EventData) -> str:
        tag = str(event._data.get("tag"))
        return page_of(tag) if tag in tags else ""

    cards = part(pages.render("twins.html"), "twins-list", js=_ON_LIST)
    stage = part("", "twins-stage", js=_ON_STAGE)
    cards.select(open_twins, None, stage, **PRIVATE)
