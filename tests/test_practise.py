"""Practice rounds: what must never give an answer away."""

import pytest
from playwright.sync_api import expect

from data import load_heldout, load_texts
from demo.views.practise import MAX_CHARACTERS, rounds

TEXTS = load_texts()
LANGUAGES = tuple(TEXTS)


@pytest.fixture(params=LANGUAGES)
def made(request):
    return rounds(load_heldout(request.param), seed=1)


def test_there_are_many_rounds_and_no_line_comes_twice(made):
    ids = [line.line_id for of_round in made for line in of_round]
    assert len(made) >= 15
    assert len(set(ids)) == len(ids)


def test_each_pattern_has_a_look_alike_of_its_tag_in_its_voice(made):
    for of_round in made:
        patterns = [line for line in of_round if line.tags]
        ordinary = [line for line in of_round if not line.tags]
        assert len(patterns) == len(ordinary) == 5
        assert sorted(line.register for line in patterns) == sorted(line.register for line in ordinary)
        assert len({line.looks_like for line in ordinary}) == 5
        for look_alike in ordinary:
            assert any(look_alike.looks_like in p.tags and look_alike.register == p.register for p in patterns)
        assert all(len(line.text) <= MAX_CHARACTERS for line in of_round)


def test_a_place_in_the_round_does_not_tell(made):
    for place in range(10):
        assert 0 < sum(bool(of_round[place].tags) for of_round in made) < len(made)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_seed_always_gives_the_same_rounds_and_another_gives_others(code):
    lines = load_heldout(code)
    assert rounds(lines, seed=1) == rounds(lines, seed=1)
    assert rounds(lines, seed=1) != rounds(lines, seed=2)


# ---- in the browser


@pytest.fixture
def words(language):
    return TEXTS[language].practise


@pytest.fixture
def start(page, go, words):
    go("practise")
    page.get_by_role("button", name=words["start"]).click()
    expect(page.get_by_role("heading", name=words["line"].format(number=1, count=10))).to_be_focused()


def question(page):
    return page.locator(".question:visible")


def answer(page, words, values):
    for value in values:
        page.locator(f"form.answer input[value={value}]").check()
    page.get_by_role("button", name=words["answer"]).click()


def onward(page):
    page.locator("[data-next-line]:visible, [data-finish]:visible").click()


@pytest.mark.usefixtures("start")
def test_who_names_all_spots_all_and_nothing_is_sent(page, look, words):
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    look("practise")
    for number in range(10):
        tags = question(page).get_attribute("data-tags").split()
        answer(page, words, tags or ["ordinary"])
        expect(question(page).get_by_text(words["named" if tags else "trusted"])).to_be_focused()
        if number in (0, 1):
            look(f"practise-answer-{number}")
        onward(page)
    expect(page.get_by_role("heading", name=words["end_title"])).to_be_focused()
    expect(page.get_by_text(words["spotted_count"].format(right=5, count=5))).to_be_visible()
    expect(page.get_by_text(words["trusted_count"].format(right=5, count=5))).to_be_visible()
    look("practise-end")
    assert sent == []


@pytest.mark.usefixtures("start")
def test_hits_and_trust_are_counted_apart_and_another_round_has_other_lines(page, words):
    first = question(page).locator("[data-plain]").inner_text()
    for _ in range(10):
        tags = question(page).get_attribute("data-tags")
        answer(page, words, ["ordinary"])
        expect(question(page).get_by_text(words["missed" if tags else "trusted"])).to_be_visible()
        onward(page)
    expect(page.get_by_text(words["spotted_count"].format(right=0, count=5))).to_be_visible()
    expect(page.get_by_text(words["trusted_count"].format(right=5, count=5))).to_be_visible()
    page.get_by_role("button", name=words["again"]).click()
    expect(question(page).locator("[data-plain]")).not_to_have_text(first)
    expect(page.locator("form.answer input:checked")).to_have_count(0)


@pytest.mark.usefixtures("start")
def test_ordinary_and_patterns_exclude_each_other_and_an_empty_answer_is_asked_again(page, words):
    page.get_by_role("button", name=words["answer"]).click()
    expect(page.get_by_text(words["empty"])).to_be_visible()
    boxes = page.locator("form.answer input")
    boxes.nth(1).check()
    boxes.nth(2).check()
    expect(page.locator("form.answer input:checked")).to_have_count(2)
    page.get_by_label(words["ordinary"]).check()
    expect(page.locator("form.answer input:checked")).to_have_count(1)


@pytest.mark.usefixtures("start")
def test_practice_works_by_keyboard_alone(page, tab_to, words):
    for number in range(1, 11):
        expect(page.get_by_role("heading", name=words["line"].format(number=number, count=10))).to_be_focused()
        tab_to("form.answer input")
        page.keyboard.press("Space")
        tab_to("form.answer button")
        page.keyboard.press("Enter")
        tab_to("[data-next-line], [data-finish]")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=words["end_title"])).to_be_focused()
