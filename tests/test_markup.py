import re
from html import unescape

import pytest
from markupsafe import escape

from data import load_texts
from demo.app import css, head
from demo.content import load_content
from demo.marking import carrying_phrases, marked_pieces
from demo.markup import Pages
from demo.views.chats import chat_cards, chat_page
from demo.views.try_line import refusal_text, try_result
from models import Contribution, LineExplanation, TagExplanation

HOSTILE = "<img src=x onerror=alert(1)>\"'&{{value}}${1+1}</p><script>alert(1)</script>"


@pytest.fixture(scope="module")
def content(tagger):
    return load_content(tagger)


@pytest.fixture(scope="module")
def pages(content):
    return Pages(content)


def explanation_of(text, **carried):
    tags = tuple(
        TagExplanation(tag, 0.9, "clear", 2.0, -1.0, tuple(Contribution(start, end, 1.0) for start, end in spans))
        for tag, spans in carried.items()
    )
    return LineExplanation(text, tags)


def test_pieces_joined_are_the_line():
    text = "tell nobody  about us"
    pieces = marked_pieces(explanation_of(text, secrecy=[(0, 4), (5, 11)], isolation=[(5, 11), (19, 21)]))
    assert "".join(piece.text for piece in pieces) == text
    assert [(piece.text, piece.tags) for piece in pieces] == [
        ("tell ", ("secrecy",)),
        ("nobody", ("secrecy", "isolation")),
        ("  about ", ()),
        ("us", ("isolation",)),
    ]


def test_neighbouring_words_make_one_phrase():
    explanation = explanation_of("tell nobody about us", secrecy=[(0, 4), (5, 11), (18, 20)])
    assert carrying_phrases(explanation, "secrecy") == ("tell nobody", "us")


def test_a_line_without_tags_is_one_piece():
    assert [piece.tags for piece in marked_pieces(explanation_of("see you"))] == [()]
    assert marked_pieces(explanation_of("")) == ()


def test_typed_markup_is_escaped(pages, content):
    html = try_result(pages, content.tagger.explain(HOSTILE + " don't tell anyone our secret"))
    assert "<img" not in html
    assert "<script" not in html


def test_a_typed_line_gets_no_numbers(pages, content):
    html = try_result(pages, content.tagger.explain("don't tell your mum, this stays our secret, delete it"))
    assert 'data-tag="secrecy"' in html
    numbers = re.findall(r"\d+(?:[.,]\d+)?", re.sub(r"<[^>]+>", " ", unescape(html)))
    emergency = " ".join(content.helplines.emergency_numbers(language) for language in content.texts)
    assert [number for number in numbers if number not in emergency] == []


def test_every_part_stands_there_in_every_language(pages, content):
    parts = [
        pages.render("header.html"),
        pages.render("footer.html"),
        chat_cards(pages),
        pages.render("try_form.html", enabled=True),
        pages.render("help.html"),
        pages.render("about.html"),
    ]
    parts += [chat_page(pages, chat) for chat in content.chats.values()]
    for part in parts:
        for language in content.texts:
            assert f'class="in" lang="{language}"' in part
        assert "{" not in re.sub(r"<style.*?</style>|<script.*?</script>", "", part, flags=re.DOTALL)


def test_a_chat_shows_every_message_and_all_of_its_end(pages, content):
    for chat in content.chats.values():
        html = chat_page(pages, chat)
        assert html.count('<li class="message') == len(chat["en"].messages)
        for version in chat.values():
            assert html.count(str(escape(version.ending))) == 1
            assert html.count('class="bubble reply"') == len(version.exits) * len(chat)


def test_the_cards_do_not_tell_which_chats_hold_patterns(pages, content):
    html = chat_cards(pages)
    assert "patterned" not in html
    for texts in content.texts.values():
        for tag in texts.tags.values():
            assert tag.name not in html


def test_the_box_can_be_switched_off(pages):
    assert "<input" in pages.render("try_form.html", enabled=True)
    assert "<input" not in pages.render("try_form.html", enabled=False)


def test_each_refusal_has_its_words(pages):
    for refusal in ("empty", "too_long", "line_break", "unreadable", "link", "email", "phone", "account"):
        assert refusal_text(pages, refusal).count("<span") == len(load_texts())


def test_head_and_style_know_every_language(content):
    for language in content.texts:
        assert f'"{language}"' in head(content)
        assert f'.in[lang="{language}"]' in css(content)


def test_what_was_typed_is_not_to_be_translated(pages, content):
    html = try_result(pages, content.tagger.explain("don't tell your mum, this stays our secret, delete it"))
    assert html.count('<p class="bubble typed" lang="" translate="no">') == len(content.texts)
    assert html.count("<q") == html.count('<q translate="no">') > 0
