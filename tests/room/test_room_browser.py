"""A presenter and two phones in real browsers, in each language: voting, lost Wi-Fi, reloads, and accessibility."""

import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from data import load_texts
from models.source import REPOSITORY
from tests.room.people import announced, start, wait_until

TEXTS = load_texts()
BEAMER = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def words(language):
    return TEXTS[language].room


@pytest.fixture
def opened(browser, running_room, language):
    """Opens pages that fail the test on any script error or request to elsewhere."""
    contexts, faults = [], []

    def open_page(path, device, scheme="light"):
        context = browser.new_context(locale=language, reduced_motion="reduce", color_scheme=scheme, **device)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        page.on(
            "request",
            lambda asked: (
                faults.append(asked.url) if not asked.url.startswith((running_room.address, "data:")) else None
            ),
        )
        page.goto(running_room.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def screen(opened, presenter, running_room):
    """The presenter's page."""
    screen = opened(f"/room#{running_room.secret}", BEAMER)
    screen.locator(".code").wait_for()
    return screen


@pytest.fixture
def phones(opened, presenter, screen):
    return [opened(f"/room/{presenter.code}", PHONE) for _ in range(2)]


def choose(screen, language, name="skate-film"):
    screen.locator("select:visible").select_option(f"{name}-{language}")
    screen.locator("form.sets button").click()
    expect(screen.locator(".bubble.large")).to_be_visible()


def vote(phone, words, *answers):
    expect(phone.locator("form")).to_be_visible()
    for answer in answers:
        phone.locator(f"input[value={answer}]").check()
    phone.get_by_role("button", name=words["vote_send"]).click()


def sent(phone, words):
    return expect(phone.get_by_text(words["vote_sent"]))


def test_a_class_votes_talks_and_votes_again(screen, phones, words, language):
    choose(screen, language)
    for phone in phones:
        vote(phone, words, "flattery", "gifts")
        sent(phone, words).to_be_visible()
    expect(screen.get_by_text(words["progress_few"])).to_be_visible()
    expect(screen.locator("table")).to_have_count(0)
    screen.keyboard.press("ArrowRight")
    row = screen.locator("tr", has_text=TEXTS[language].tags["flattery"].short)
    expect(row).to_contain_text(words["few"])
    for phone in phones:
        expect(phone.get_by_role("heading", name=words["shown_title"])).to_be_visible()
    screen.keyboard.press("v")
    vote(phones[0], words, "ordinary")
    sent(phones[0], words).to_be_visible()
    screen.keyboard.press("PageDown")
    expect(screen.get_by_role("columnheader", name=words["second"])).to_be_visible()
    screen.keyboard.press("PageDown")
    expect(screen.locator(".bubble.large")).to_be_visible()


def test_the_presenter_sees_each_tag_named_at_its_words_and_no_button_without_use(screen, language):
    choose(screen, language)
    while not screen.locator(".tag:visible").count():
        screen.keyboard.press("ArrowRight")
        expect(screen.locator("table.bars")).to_be_visible()
        if not screen.locator(".tag:visible").count():
            screen.keyboard.press("ArrowRight")
            expect(screen.locator(".bubble.large")).to_be_visible()
    label = screen.locator(".mark-label[data-name]:visible").first
    assert label.evaluate("one => getComputedStyle(one, '::after').content") == f'"{label.get_attribute("data-name")}"'
    screen.locator(".tag:visible summary").first.click()
    assert screen.locator(".tag[open] .tag-body:visible").count()
    assert not screen.locator(".tag button").count()
    screen.screenshot(path=REPOSITORY / "tests" / "screenshots" / f"room-tag-{language}.png")


def test_typing_the_code_leads_into_the_room(opened, presenter, words):
    phone = opened("/join", PHONE)
    phone.get_by_label(words["join_label"]).fill(f"{presenter.code[:3].lower()} {presenter.code[3:]}")
    phone.get_by_role("button", name=words["join_button"]).click()
    expect(phone.get_by_role("heading", name=words["wait_title"])).to_be_visible()
    assert phone.context.cookies() == []


def test_a_vote_survives_lost_wifi(screen, phones, presenter, words, language):
    choose(screen, language)
    phone = phones[0]
    expect(phone.locator("form")).to_be_visible()
    phone.context.set_offline(True)
    vote(phone, words, "gifts")
    expect(phone.get_by_text(words["offline"])).to_be_visible()
    sent(phone, words).to_be_hidden()
    assert presenter.state()["progress"] == "none"
    phone.context.set_offline(False)
    sent(phone, words).to_be_visible(timeout=15_000)
    expect(phone.get_by_text(words["offline"])).to_be_hidden()
    assert presenter.state()["progress"] == "few"


def ballot(page):
    return page.evaluate("location.hash")


def test_a_reload_keeps_the_ballot_and_another_question_makes_a_new_one(screen, phones, words, language):
    choose(screen, language)
    phone = phones[0]
    vote(phone, words, "gifts")
    sent(phone, words).to_be_visible()
    before = ballot(phone)
    phone.reload()
    vote(phone, words, "secrecy")
    sent(phone, words).to_be_visible()
    assert ballot(phone) == before
    screen.keyboard.press("ArrowRight")
    expect(screen.locator("table")).to_be_visible()
    expect(phone.locator("form")).to_be_hidden()
    screen.keyboard.press("ArrowRight")
    expect(phone.locator("form")).to_be_visible()
    assert ballot(phone).partition("-")[2] != before.partition("-")[2]
    kept = phone.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert kept == [0, 0, ""]


def test_two_tabs_of_one_phone_share_a_ballot(screen, phones, presenter, words, language):
    choose(screen, language)
    vote(phones[0], words, "gifts")
    sent(phones[0], words).to_be_visible()
    first = ballot(phones[0])
    tab = phones[0].context.new_page()
    tab.goto(phones[0].url.partition("#")[0])
    expect(tab.locator("form")).to_be_visible()
    wait_until(lambda: ballot(tab) == ballot(phones[0]))
    assert ballot(tab) == first, "a ballot that has voted stays, or its vote would count twice"


def test_the_presenter_reloads_without_harm(screen, phones, words, language):
    choose(screen, language)
    vote(phones[0], words, "gifts")
    sent(phones[0], words).to_be_visible()
    screen.reload()
    expect(screen.locator(".bubble.large")).to_be_visible()
    expect(screen.get_by_text(words["progress_few"])).to_be_visible()


def test_closing_says_so_on_the_phones(screen, phones, words):
    screen.get_by_role("button", name=words["close"]).click()
    expect(screen.get_by_role("button", name=words["start"])).to_be_visible()
    for phone in phones:
        expect(phone.get_by_role("heading", name=words["closed_title"])).to_be_visible()


@pytest.mark.skipif(sys.platform == "win32", reason="a browser of our own is a shell script here")
def test_what_the_browser_is_told_opens_the_room_once(browser, tagger, tmp_path):
    command = tmp_path / "browser"
    command.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/told.new; mv {tmp_path}/told.new {tmp_path}/told\n')
    command.chmod(0o700)
    with start(browser=f"{command} %s") as demo:
        try:
            room = announced(demo)
            wait_until((tmp_path / "told").exists, 20)
            told = (tmp_path / "told").read_text().strip()
            assert told.startswith(f"{room.address}/room#once-")
            assert room.secret not in told
            page = browser.new_context(locale="en", **BEAMER).new_page()
            page.goto(told)
            page.locator(".code").wait_for()
            assert page.url.endswith(f"/room#{room.secret}")
            page.reload()
            page.locator(".code").wait_for()
            other = browser.new_context(locale="en", **BEAMER).new_page()
            other.goto(told)
            expect(other.get_by_text(TEXTS["en"].room["wrong_secret"])).to_be_visible()
        finally:
            demo.terminate()


def test_a_page_without_the_secret_shows_nothing(opened, presenter, words):
    screen = opened("/room#not-the-secret", BEAMER)
    expect(screen.get_by_text(words["wrong_secret"])).to_be_visible()
    assert presenter.code not in screen.content()


def test_ordinary_goes_with_no_pattern(screen, phones, language):
    choose(screen, language)
    phone = phones[0]
    phone.locator("input[value=gifts]").check()
    phone.locator("input[value=ordinary]").check()
    expect(phone.locator("input[value=gifts]")).not_to_be_checked()
    phone.locator("input[value=secrecy]").check()
    expect(phone.locator("input[value=ordinary]")).not_to_be_checked()


def test_language_switches_without_losing_the_choice(screen, phones, language):
    choose(screen, language)
    phone = phones[0]
    phone.locator("input[value=gifts]").check()
    other = next(code for code in TEXTS if code != language)
    phone.locator(f"[data-language-button={other}]").click()
    expect(phone.get_by_role("heading", name=TEXTS[other].room["vote_title"])).to_be_visible()
    expect(phone.locator("input[value=gifts]")).to_be_checked()
    assert [cookie["name"] for cookie in phone.context.cookies()] == ["language"]


@pytest.mark.parametrize("way", ["button", "keyboard"])
def test_one_can_leave_quickly(way, opened, presenter, language):
    phone = opened(f"/room/{presenter.code}", PHONE)
    if way == "button":
        phone.get_by_role("button", name=TEXTS[language].screen["leave"]).click()
    else:
        for _ in range(3):
            phone.keyboard.press("Shift")
    phone.wait_for_url("about:blank")


def check(page, name):
    page.wait_for_load_state()
    page.screenshot(path=REPOSITORY / "tests" / "screenshots" / f"room-{name}.png")
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_rule_is_broken(opened, presenter, running_room, language, scheme, words):
    def look(step):
        for device, page in (("beamer", screen), ("phone", phone)):
            check(page, f"{step}-{language}-{device}-{scheme}")

    screen = opened(f"/room#{running_room.secret}", BEAMER, scheme)
    phone = opened("/join?code=", PHONE, scheme)
    screen.locator(".code").wait_for()
    look("join")
    phone.goto(f"{running_room.address}/room/NO-ROOM")
    check(phone, f"wrong-{language}-phone-{scheme}")
    phone.goto(f"{running_room.address}/room/help")
    check(phone, f"help-{language}-phone-{scheme}")
    phone.goto(f"{running_room.address}/room/{presenter.code}")
    look("lobby")
    choose(screen, language)
    vote(phone, words, "gifts")
    sent(phone, words).to_be_visible()
    look("vote")
    screen.keyboard.press("ArrowRight")
    screen.locator("table").wait_for()
    phone.get_by_role("heading", name=words["shown_title"]).wait_for()
    look("shown")
    screen.keyboard.press("v")
    screen.locator(".bubble.large").wait_for()
    screen.keyboard.press("ArrowRight")
    screen.locator("table").wait_for()
    look("second")
    screen.set_viewport_size({"width": 390, "height": 844})
    check(screen, f"second-{language}-narrow-{scheme}")
    phone.set_viewport_size({"width": 320, "height": 640})
    check(phone, f"shown-{language}-small-{scheme}")
    presenter.step("close")
    screen.set_viewport_size(BEAMER["viewport"])
    phone.get_by_role("heading", name=words["closed_title"]).wait_for()
    screen.get_by_role("button", name=words["start"]).wait_for()
    look("closed")
