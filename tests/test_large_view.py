"""The large view for the back row, and the labels at the words that carry a tag; in a real browser."""

import pytest

from data import load_chats, load_texts

CHATS = load_chats(tuple(load_texts()))
FIRST = next(id for id, chat in CHATS.items() if chat["en"].patterned)

WALK = """async () => {
    const next = () => document.querySelector(".controls [data-next]");
    const overflowing = [];
    while (true) {
        document.querySelectorAll(".message.newest [data-look]").forEach((one) => one.click());
        const log = document.querySelector("article.chat [role=log]");
        const score = document.querySelector("article.chat .score-box");
        for (const part of [log, score, document.querySelector("article.chat")]) {
            if (part.scrollHeight > part.clientHeight + 1) overflowing.push([part.className, log.innerText]);
        }
        if (next().hidden) return overflowing;
        next().click();
        await new Promise(requestAnimationFrame);
    }
}"""

FITS = """() => {
    const shown = (tag) => tag.closest(".in").lang === document.documentElement.lang;
    return [...document.querySelectorAll("article.chat .message .tag")].filter(shown).map((tag) => {
        const message = tag.closest(".message");
        document.querySelectorAll(".message").forEach((one) => one.classList.toggle("newest", one === message));
        message.hidden = false;
        message.classList.add("seen");
        tag.open = true;
        const body = tag.querySelector(".tag-body");
        const fits = body.clientHeight > 600 && body.scrollHeight <= body.clientHeight + 1;
        tag.open = false;
        return [tag.dataset.tag, fits];
    });
}"""


def open_chat(page, go, chat):
    go(f"chats/{chat}")
    page.wait_for_selector(f'article.chat[data-chat="{chat}"] .message:not([hidden])')


def show_tags(page):
    """Go to the next message with a tag, and show what the model sees."""
    for _ in range(24):
        page.keyboard.press("ArrowRight")
        for look in page.locator(".message.newest [data-look]:visible").all():
            look.click()
        if page.locator(".message.newest .tag summary:visible").count():
            return
    pytest.fail("no message of the chat has a tag")


@pytest.fixture
def enlarged(page, go):
    open_chat(page, go, FIRST)
    page.keyboard.press("p")
    show_tags(page)
    return page


def test_each_tag_is_named_once_at_the_words_that_carry_it(page, go, language):
    open_chat(page, go, FIRST)
    show_tags(page)
    message = page.locator(".message.newest .in:visible")
    tags = message.locator(".tag").evaluate_all("all => all.map((one) => one.dataset.tag)")
    names = message.locator(".mark-label[data-name]").evaluate_all("all => all.map((one) => one.dataset.name)")
    assert sorted(names) == sorted(load_texts()[language].tags[tag].short for tag in tags)
    marks = message.locator("mark")
    for mark in marks.all():
        assert mark.locator(".mark-label").count() == len(mark.get_attribute("data-tags").split())
        assert mark.locator(".for-reader").count() == 2


def test_a_tag_opens_its_texts_over_the_page_and_gives_the_focus_back(enlarged, look, language):
    enlarged.locator(".message.newest .tag summary:visible").first.focus()
    enlarged.keyboard.press("Enter")
    opened = enlarged.locator(".message.newest .tag[open] .tag-body")
    enlarged.wait_for_function("document.activeElement.matches('[data-close-tag]')")
    for label in load_texts()[language].parts.values():
        assert opened.locator("dt", has_text=label).is_visible()
    look("large-view-tag")
    enlarged.keyboard.press("Escape")
    assert not opened.is_visible()
    assert enlarged.evaluate("document.activeElement.matches('.tag summary')")
    enlarged.keyboard.press("Escape")
    assert not enlarged.locator("html.presenting").count()
    assert enlarged.evaluate("document.activeElement.matches('[data-present]')")


def test_a_tag_left_open_while_reading_is_closed_in_the_large_view(page, go):
    open_chat(page, go, FIRST)
    show_tags(page)
    page.locator(".message.newest .tag summary:visible").first.click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("p")
    assert not page.locator(".tag[open]").count()
    page.keyboard.press("Escape")
    assert not page.locator("html.presenting").count()


def test_the_large_view_fills_the_window(enlarged):
    box = enlarged.locator("article.chat").bounding_box()
    assert (box["x"], box["width"]) == (0, enlarged.viewport_size["width"])


def test_a_presenter_clicker_steps_and_closes_what_is_open(enlarged):
    at = enlarged.locator(".message:visible").count()
    assert at == 1
    enlarged.locator(".message.newest .tag summary:visible").first.click()
    before = enlarged.locator(".progress .at:visible").inner_text()
    enlarged.keyboard.press("PageUp")
    assert not enlarged.locator(".tag[open] .tag-body:visible").count()
    assert enlarged.locator(".progress .at:visible").inner_text() != before
    enlarged.keyboard.press("PageDown")
    assert enlarged.locator(".progress .at:visible").inner_text() == before


def test_the_score_stands_beside_the_message_or_behind_a_button(enlarged, device, look):
    score = enlarged.locator(".score-box .score:visible")
    button = enlarged.locator("[data-show-score]")
    if device == "beamer":
        assert score.count() == 1
        assert not button.is_visible()
    else:
        assert score.count() == 0
        button.click()
        assert score.count() == 1
        assert button.get_attribute("aria-pressed") == "true"
    look("large-view-score")


@pytest.mark.parametrize("device", ["beamer"], indirect=True)
def test_nothing_has_to_be_scrolled_on_a_beamer(page, go):
    open_chat(page, go, FIRST)
    page.keyboard.press("p")
    for chat in CHATS:
        go(f"chats/{chat}")
        page.wait_for_selector(f'article.chat[data-chat="{chat}"] .message:not([hidden])')
        assert page.locator("html.presenting").count()
        assert page.evaluate(WALK) == []


@pytest.mark.parametrize("device", ["beamer"], indirect=True)
def test_the_texts_of_every_tag_fit_a_beamer(page, go):
    open_chat(page, go, FIRST)
    page.keyboard.press("p")
    seen = {}
    for chat, versions in CHATS.items():
        if versions["en"].patterned:
            go(f"chats/{chat}")
            page.wait_for_selector(f'article.chat[data-chat="{chat}"] .message:not([hidden])')
            seen |= dict(page.evaluate(FITS))
    assert len(seen) >= 10
    assert all(seen.values()), seen
