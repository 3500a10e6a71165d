"""What stands there while nothing can be shown yet, or while the server does not answer: a kind word, and a way out."""

import pytest
from playwright.sync_api import expect

from data import load_texts

TEXTS = load_texts()


@pytest.fixture
def screen(language):
    return TEXTS[language].screen


@pytest.fixture
def slow(browser, address, language):
    """A page whose scripts do not arrive."""
    context = browser.new_context(locale=language)
    page = context.new_page()
    page.route("**/assets/*.js", lambda route: None)
    page.goto(address, wait_until="commit")
    yield page
    context.close()


def test_before_the_scripts_are_there_one_can_read_a_word_and_leave(slow, screen):
    expect(slow.get_by_text(screen["wait"])).to_be_visible()
    slow.get_by_role("button", name=screen["leave"]).click()
    slow.wait_for_url("about:blank")


@pytest.mark.parametrize("device", ["phone"])
def test_a_slow_answer_is_announced_and_a_missing_one_can_be_asked_again(page, go, screen):
    # Taking the route away would let the held requests through, and their answers come at any moment.
    hold = True
    page.route("**/run/predict", lambda route: None if hold else route.continue_())
    go("twins/secrecy")
    expect(page.locator(".pause")).to_be_visible()
    retry = page.get_by_role("button", name=screen["retry"])
    expect(retry).to_be_visible(timeout=8000)
    expect(page.locator(".pause")).to_be_hidden()
    hold = False
    retry.click()
    expect(page.locator("#twins-stage h1:visible")).to_be_visible()
    expect(retry).to_be_hidden()
    expect(page.locator(".pause")).to_be_hidden()


@pytest.mark.parametrize("device", ["phone"])
def test_a_late_answer_takes_the_trouble_away(page, go, screen):
    page.route("**/run/predict", lambda route: None)
    go("twins/secrecy")
    retry = page.get_by_role("button", name=screen["retry"])
    expect(retry).to_be_visible(timeout=8000)
    page.unroute("**/run/predict")
    expect(page.locator("#twins-stage h1:visible")).to_be_visible()
    expect(retry).to_be_hidden()
