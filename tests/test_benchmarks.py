"""The figures in the READMEs come from the kept file, and the benchmarks count what they say they count."""

import json

import pytest

from benchmarks import capacity, figures
from benchmarks.load import LINES, Figures, line_event, measure
from benchmarks.servers import Server
from benchmarks.visitor import Visitor
from tests.apart import apart


@pytest.fixture(scope="module")
def measured():
    return figures.read()


@pytest.fixture
def server(address):
    return Server("doorzien", int(address.rpartition(":")[2]), (0,))


def test_the_benchmarks_readme_holds_the_kept_figures(measured):
    text = figures.README.read_text(encoding="utf-8")
    assert text == figures.replaced(text, figures.block(measured))


def test_the_need_of_many_visitors_is_computed_from_the_kept_figures(measured):
    text = capacity.README.read_text(encoding="utf-8")
    assert text == figures.replaced(text, capacity.block(measured))
    assert capacity.need(measured).cores * capacity.BUSY * 1000 >= (
        capacity.VISITORS / capacity.SECONDS_BETWEEN_EVENTS
    ) * min(one.core_ms for one in measured.load if one.kind == "doorzien")


def test_every_kept_run_of_the_demo_is_without_errors(measured):
    assert {(one.visitors, one.pause_s) for one in measured.load} == {(40, 0), (40, 3), (200, 0), (200, 3)}
    assert {one.kind for one in measured.load} == {"doorzien", "default", "two workers"}
    assert [one for one in measured.load if one.kind != "default" and one.errors] == []
    assert [one for one in measured.pages if one.errors] == []
    assert measured.soak.errors == 0
    assert measured.soak.growth_mb < 10


def test_a_visitor_gets_whole_answers(server):
    async def ask():
        async with Visitor("127.0.0.1", server.port) as visitor:
            event = await line_event(server.port)
            body = json.dumps({**event, "event_data": {"line": LINES[1]}}).encode()
            return await visitor.ask("GET", "/"), await visitor.ask("POST", "/gradio_api/run/predict", body)

    page, answer = apart(ask())
    assert page.status == answer.status == 200
    assert page.body.decode().rstrip().endswith("</html>")
    assert page.length < len(page.body)
    assert LINES[1] in json.loads(answer.body)["data"][0]


def test_an_answer_that_fails_is_counted_as_an_error(server):
    nobody = Server("default", server.port, (0,))  # the guard answers no queue
    figures_of_nobody: Figures = apart(measure(nobody, visitors=2, pause_s=0, events_each=2))
    assert (figures_of_nobody.events, figures_of_nobody.errors) == (4, 4)
