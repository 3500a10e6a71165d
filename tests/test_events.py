"""What an event answers and keeps: a function from what the page sends to one part's text, and nothing else."""

import copy
import json
from inspect import iscoroutinefunction, signature

import pytest
from gradio import EventData
from gradio.components import HTML

from demo.app import build_blocks
from demo.asked import Event, Refused
from demo.content import load_content
from demo.events import Events
from tests.apart import apart


@pytest.fixture(scope="module")
def blocks(tagger):
    return build_blocks(load_content(tagger))


@pytest.fixture(scope="module")
def typed(blocks):
    form = next(one for one in blocks.blocks.values() if getattr(one, "elem_id", "") == "try-form")
    fn = next(one for one in blocks.fns.values() if one.targets[0][0] == form._id)
    return lambda line: Event(fn._id, form._id, {"line": line})


def test_every_event_takes_what_was_sent_and_gives_one_part_its_text(blocks):
    for event in blocks.fns.values():
        assert list(signature(event.fn).parameters) == ["event"]
        assert iscoroutinefunction(event.fn)
        assert event.inputs == []
        assert [type(part) for part in event.outputs] == [HTML]


def test_an_event_answers_as_gradios_own_engine_does(blocks, typed):
    event = typed("don't tell anyone, the train is late")
    part = EventData(blocks.blocks[event.trigger_id], event.data)
    of_gradio = apart(blocks.process_api(event.fn_index, [], event_data=part))
    ours = json.loads(apart(Events(blocks).answer(event)))
    assert {name: of_gradio[name] for name in ours} == ours


def test_an_event_leaves_nothing_in_what_the_next_one_sees(blocks, typed):
    before = copy.deepcopy(blocks.get_config_file()["components"])
    apart(Events(blocks).answer(typed("a line of one visitor")))
    assert blocks.get_config_file()["components"] == before


def test_what_the_page_does_not_have_is_refused(blocks, typed):
    other_part = next(iter(blocks.fns.values())).targets[0][0]
    for event in (Event(9999, 0, {}), Event(typed("").fn_index, 9999, {}), Event(typed("").fn_index, other_part, {})):
        with pytest.raises(Refused):
            apart(Events(blocks).answer(event))
