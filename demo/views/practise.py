"""Practise: rounds of ten hold-out lines, half of them ordinary look-alikes. Answers are judged in the browser."""

import math
import random
from collections.abc import Sequence
from functools import cache

import gradio as gr

from data import Line
from demo.markup import Pages
from demo.parts import PRIVATE, part

PAIRS_PER_ROUND = 5
MAX_CHARACTERS = 160  # longer lines take long to read on a phone
SEED = 20

Pair = tuple[Line, Line]
Rounds = dict[str, tuple[tuple[Line, ...], ...]]  # by language

_ON_FORM = "doorzien.request('open_round', (data) => trigger('submit', data));"
_ON_STAGE = "watch('value', () => doorzien.answered('open_round', () => doorzien.roundArrived()));"


def rounds(lines: Sequence[Line], seed: int) -> tuple[tuple[Line, ...], ...]:
    """Return as many rounds of ten lines as `lines` allow; the same seed gives the same rounds.

    Each round holds five pattern lines of different tags and, for each, an ordinary look-alike of that tag in the
    same register: neither topic nor voice tells which is which. No line comes twice.
    """
    rng = random.Random(seed)
    pools = _pairs_by_tag(lines, rng)
    made = []
    while sum(bool(pool) for pool in pools.values()) >= PAIRS_PER_ROUND:
        order = list(pools)
        rng.shuffle(order)
        fullest = sorted(order, key=lambda tag: -len(pools[tag]))[:PAIRS_PER_ROUND]
        round_lines = [line for tag in fullest for line in pools[tag].pop()]
        rng.shuffle(round_lines)
        made.append(tuple(round_lines))
    rng.shuffle(made)
    return tuple(made)


def _pairs_by_tag(lines: Sequence[Line], rng: random.Random) -> dict[str, list[Pair]]:
    """Return for each tag its pairs of a pattern line and an ordinary look-alike of the same register."""
    short = [line for line in lines if len(line.text) <= MAX_CHARACTERS]
    rng.shuffle(short)
    patterns = [line for line in short if line.tags]
    pairs: dict[str, list[Pair]] = {}
    for ordinary in short:
        tag = ordinary.looks_like
        if ordinary.tags or not tag:
            continue
        match = next((one for one in patterns if tag in one.tags and one.register == ordinary.register), None)
        if match:
            patterns.remove(match)
            pairs.setdefault(tag, []).append((match, ordinary))
    return {tag: pairs[tag] for tag in sorted(pairs)}


def round_page(pages: Pages, made: Rounds, number: int) -> str:
    """Return round `number` in every language; numbers beyond the last round begin anew."""
    tagger = pages.content.tagger
    shown = {
        code: [(line, tagger.explain(line.text)) for line in of_language[number % len(of_language)]]
        for code, of_language in made.items()
    }
    return pages.render("practise_round.html", number=number, rounds=shown)


def place(pages: Pages) -> None:
    """Put the section into the page."""
    made = {code: rounds(lines, SEED) for code, lines in pages.content.heldout.items()}

    different = math.lcm(*map(len, made.values()))

    @cache
    def page_of(number: int) -> str:
        return round_page(pages, made, number)

    async def open_round(event: gr.EventData) -> str:
        number = event._data.get("number")
        return page_of(number % different if isinstance(number, int) else 0)

    form = part(pages.render("practise.html"), "practise-form", js=_ON_FORM)
    stage = part("", "practise-stage", js=_ON_STAGE)
    form.submit(open_round, None, stage, **PRIVATE)
