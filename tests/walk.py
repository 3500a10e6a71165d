"""A walk through every section of the page, as far as its main view opens: one page load for all of them."""

import json
from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from data import Texts

MADE_UP = {
    "en": "don't tell your mum we talk, it's our secret",
    "nl": "niet tegen je ouders zeggen dat wij praten, dit is ons geheim",
}


def sections(page: Page) -> list[str]:
    return json.loads(page.locator("#doorzien-settings").text_content())["sections"]


def go(page: Page, place: str) -> None:
    page.evaluate("place => { location.hash = place; }", place)
    page.locator(f"#section-{place.partition('/')[0]} h1:visible").first.wait_for()


def walk(page: Page, texts: Texts, language: str, *, unfold: bool = True) -> Iterator[str]:
    """Open each section, and then its main view; give the name of each view once it stands there.

    `unfold` opens everything in a view that can be unfolded.
    """
    for section in sections(page):
        go(page, section)
        view = section
        if section in MAIN_VIEWS:
            yield section
            MAIN_VIEWS[section](page, texts, language)
            view = f"{section}-opened"
        if unfold:
            page.evaluate("document.querySelectorAll('.section.shown details').forEach((one) => { one.open = true; })")
        yield view


def _chat(page: Page, texts: Texts, language: str) -> None:
    page.locator("#section-chats a[href^='#chats/']:visible").first.click()
    page.locator("article.chat:visible").wait_for()
    page.get_by_role("button", name=texts.screen["chat_all"]).click()
    page.get_by_role("heading", name=texts.screen["ending_title"]).wait_for()


def _twins(page: Page, texts: Texts, language: str) -> None:
    page.locator(".twin-link:visible").first.click()
    page.locator("[data-guess]:visible").first.click()
    page.locator(".said:visible").wait_for()


def _round(page: Page, texts: Texts, language: str) -> None:
    page.get_by_role("button", name=texts.practise["start"]).click()
    page.locator("form.answer input").last.check()
    page.get_by_role("button", name=texts.practise["answer"]).click()
    page.locator(".said:visible").wait_for()


def _line(page: Page, texts: Texts, language: str) -> None:
    page.get_by_label(texts.screen["try_label"]).fill(MADE_UP[language])
    page.get_by_role("button", name=texts.screen["try_button"]).click()
    page.locator("#try-result details.tag:visible").first.wait_for()


def _sums(page: Page, texts: Texts, language: str) -> None:
    page.locator(".sum-shown:visible").wait_for()
    page.get_by_role("heading", name=texts.decides["rare_title"]).wait_for()


MAIN_VIEWS: dict[str, Callable[[Page, Texts, str], None]] = {
    "chats": _chat,
    "twins": _twins,
    "practise": _round,
    "try": _line,
    "decides": _sums,
}
