"""Any text at all: a kind refusal or a right answer, in under a second, and markup that stays whole and escaped."""

import html
import json
import time
from html.parser import HTMLParser

import httpx
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from data import MAX_LINE_CHARACTERS
from demo.content import load_content
from demo.marking import carrying_phrases, marked_pieces
from demo.markup import Pages
from demo.refusal import refusal_of

VOID = {"br", "hr", "img", "input", "link", "meta"}
SPECIAL = "\u200b\u200d\u202e\u2066\ufeff\u0301\u0489\ud800\udfff\x00\x1b\u2028\U0001f469\ufdfa<>&\"'{}$%`\\"
any_text = st.one_of(
    st.text(st.characters(), max_size=300),
    st.text(st.sampled_from(SPECIAL + "secret ouders"), max_size=300),
    st.text(st.characters(categories=["Mn", "Me", "Cf", "Cs", "So"]), max_size=300),
)
hardly_a_line = (
    example(line="e" + "\u0301" * 279),
    example(line="\ufdfa" * 280),
    example(line="\ud800"),
    example(line="\u202e<script>alert(1)</script>"),
    example(line="{{ 7 * 7 }} {% x %} ${value} {{value}}"),
    example(line="0" * 280),
    example(line="a." * 140),
    example(line="'" * 280),
    example(line="x" * 1_000_000),
    example(line="\u0301" * 1_000_000),
    example(line="<b>" * 90),
)
thorough = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def with_examples(test):
    for one in hardly_a_line:
        test = one(test)
    return test


@pytest.fixture(scope="module")
def pages(tagger):
    return Pages(load_content(tagger))


class Wellformed(HTMLParser):
    """Collects text and elements; fails where an end does not belong to the last beginning."""

    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.text = [], set(), ""
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@given(line=any_text)
@with_examples
@thorough
def test_every_text_gets_a_refusal_or_a_whole_answer(line, tagger, pages):
    started = time.perf_counter()
    refusal = refusal_of(line)
    markup = pages.refusal(refusal) if refusal else pages.try_result(tagger.explain(line.strip()))
    assert time.perf_counter() - started < 1
    page = Wellformed(markup)
    assert not page.elements & {"script", "style", "iframe", "img", "b", "a", "form", "svg"}
    if refusal:
        assert len(line) < 4 or line not in html.unescape(markup)
    else:
        assert line.strip().replace("\x00", "\ufffd") in page.text.replace("\x00", "\ufffd")


@given(line=any_text)
@with_examples
@thorough
def test_every_text_has_probabilities_that_its_words_explain(line, tagger):
    line = line[: MAX_LINE_CHARACTERS * 4]
    probabilities = tagger.probabilities([line])[0]
    assert np.all((probabilities >= 0) & (probabilities <= 1))
    explanation = tagger.explain(line)
    for shown, probability in zip(explanation.tags, probabilities, strict=True):
        whole = shown.intercept + sum(one.log_odds for one in shown.contributions)
        assert whole == pytest.approx(shown.log_odds, abs=1e-4)
        assert 1 / (1 + np.exp(-shown.log_odds)) == pytest.approx(probability, abs=1e-5)
        assert all(0 <= one.start < one.end <= len(line) for one in shown.contributions)
        assert all(phrase in line for phrase in carrying_phrases(explanation, shown.tag))
    assert "".join(piece.text for piece in marked_pieces(explanation)) == line


def test_a_megabyte_is_tagged_in_bounded_time(tagger):
    for text in ("\u0301" * 1_000_000, "a" * 1_000_000, "<" * 1_000_000):
        started = time.perf_counter()
        assert tagger.probabilities([text]).shape == (1, len(tagger.tags))
        assert time.perf_counter() - started < 30


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), any_text),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(any_text, inner, max_size=4)),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def client(address):
    with httpx.Client(base_url=address, timeout=20) as client:
        yield client


@pytest.fixture(scope="module")
def events(client):
    page = client.get("/").text
    config = json.loads(page.split("window.gradio_config = ", 1)[1].split(";</script>", 1)[0])
    return [(one["id"], one["targets"][0][0]) for one in config["dependencies"]]


@given(line=anything, key=st.sampled_from(["line", "chat", "other"]))
@example(line="\ud800", key="line")
@example(line="\ud800", key="chat")
@example(line="__proto__", key="chat")
@example(line="../../etc/passwd", key="chat")
@settings(thorough, max_examples=60)
def test_every_event_over_http_is_answered_or_refused(line, key, client, events):
    for fn_index, trigger_id in events:
        sent = {"data": [], "fn_index": fn_index, "trigger_id": trigger_id, "event_data": {key: line}}
        started = time.perf_counter()
        answer = client.post("/gradio_api/run/predict", content=json.dumps(sent))
        assert answer.status_code in (200, 413), (sent, answer.status_code, answer.text[:200])
        assert time.perf_counter() - started < 5  # the machine of a test may be busy
        assert "Traceback" not in answer.text


@given(content=st.one_of(st.binary(max_size=400), anything.map(lambda one: json.dumps(one).encode())))
@settings(thorough, max_examples=60)
def test_every_body_over_http_is_refused(content, client):
    answer = client.post("/gradio_api/run/predict", content=content)
    assert answer.status_code in (400, 413)


@pytest.mark.parametrize("fn_index", [-1, 99, 10**30])
def test_an_event_that_does_not_exist_is_refused(fn_index, client):
    sent = {"data": [], "fn_index": fn_index, "trigger_id": 1, "event_data": {}}
    assert client.post("/gradio_api/run/predict", json=sent).status_code in (400, 404)
