"""What an event costs and keeps: Gradio must not describe the page anew for each, nor one change the next."""

import copy

import pytest
from gradio.components import HTML

from demo.app import build_blocks
from demo.asked import Event, Refused
from demo.content import load_content
from demo.described import describe_once
from demo.events import Events
from tests.apart import apart


@pytest.fixture(scope="module")
def blocks(tagger):
    blocks = build_blocks(load_content(tagger))
    describe_once(blocks)
    return blocks


@pytest.fixture(scope="module")
def typed(blocks):
    form = next(one for one in blocks.blocks.values() if getattr(one, "elem_id", "") == "try-form")
    fn = next(one for one in blocks.fns.values() if one.targets[0][0] == form._id)
    return lambda line: Event(fn._id, form._id, {"line": line})


def test_an_event_describes_no_part_anew(blocks, typed, monkeypatch):
    events = Events(blocks)
    apart(events.answer(typed("the bus is late")))
    described = []
    ask = HTML.get_config
    monkeypatch.setattr(HTML, "get_config", lambda part, *other: (described.append(part), ask(part, *other))[1])
    assert b"the train is late" in apart(events.answer(typed("the train is late")))
    assert described == []


def test_an_event_leaves_nothing_in_what_the_next_one_sees(blocks, typed):
    before = copy.deepcopy(blocks.get_config_file()["components"])
    apart(Events(blocks).answer(typed("a line of one visitor")))
    assert blocks.get_config_file()["components"] == before


def test_what_the_page_does_not_have_is_refused(blocks, typed):
    for event in (Event(9999, 0, {}), Event(typed("").fn_index, 9999, {})):
        with pytest.raises(Refused):
            apart(Events(blocks).answer(event))
