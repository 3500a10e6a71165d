"""The running demo in a real browser, on a phone and on a beamer, in each language.

The `page` fixture fails a test on any console error, and on any request to another place than the demo.
"""

import re

import pytest
from playwright.sync_api import expect

from data import load_chats, load_helplines, load_texts

TEXTS = load_texts()
SECTIONS = ("home", "chats", "try", "help", "about")
PATTERNED = next(chat for chat in load_chats(tuple(TEXTS)).values() if chat["en"].patterned)


@pytest.fixture
def screen(language):
    return TEXTS[language].screen


def go_to(page, section):
    link = page.locator(f"[data-section-link={section}]")
    if page.viewport_size["width"] <= 832:  # 52rem: the navigation folds into a menu
        page.locator("[data-menu]").click()
    link.click()


def open_chat(page, language):
    go_to(page, "chats")
    page.get_by_role("link", name=PATTERNED[language].title).click()
    page.locator("article.chat .message:not([hidden])").first.wait_for()


def shown_messages(page):
    return page.locator("article.chat .message:not([hidden])")


def visible_tags(page):
    return page.locator("article.chat .message:not([hidden]) details.tag:visible")


def heading(page, text):
    return page.get_by_role("heading", name=text, level=1)


def test_the_page_speaks_the_language_of_the_browser(page, language, screen):
    expect(page).to_have_title(screen["page_title"])
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(heading(page, screen["home_title"])).to_be_visible()


def test_switching_language_keeps_the_place_and_the_typed_words(page, language, screen):
    go_to(page, "try")
    page.get_by_label(screen["try_label"]).fill("my own words")
    other = next(code for code in TEXTS if code != language)
    page.locator(f"[data-language-button={other}]").click()
    expect(page.locator("html")).to_have_attribute("lang", other)
    expect(heading(page, TEXTS[other].screen["try_title"])).to_be_visible()
    expect(page.get_by_label(TEXTS[other].screen["try_label"])).to_have_value("my own words")
    page.reload()
    expect(heading(page, TEXTS[other].screen["try_title"])).to_be_visible()
    assert [cookie["name"] for cookie in page.context.cookies()] == ["language"]


def test_switching_language_in_a_chat_keeps_the_message(page, language, screen):
    open_chat(page, language)
    page.get_by_role("button", name=screen["chat_next"]).click()
    other = next(code for code in TEXTS if code != language)
    page.locator(f"[data-language-button={other}]").click()
    expect(shown_messages(page)).to_have_count(2)
    expect(page.get_by_text(PATTERNED[other].messages[1].text)).to_be_visible()
    expect(page.get_by_text(PATTERNED[language].messages[1].text)).to_be_hidden()


def test_a_chat_is_revealed_message_by_message(page, language, screen):
    open_chat(page, language)
    messages = PATTERNED[language].messages
    expect(heading(page, PATTERNED[language].title)).to_be_visible()
    for number in range(1, len(messages)):
        expect(shown_messages(page)).to_have_count(number)
        page.get_by_role("button", name=screen["chat_next"]).click()
    expect(shown_messages(page)).to_have_count(len(messages))
    expect(page.get_by_role("heading", name=screen["ending_title"])).to_be_focused()
    expect(page.get_by_text(PATTERNED[language].ending)).to_be_visible()
    page.get_by_role("button", name=screen["chat_restart"]).click()
    expect(shown_messages(page)).to_have_count(1)


def test_arrow_keys_reveal_and_hide_messages(page, language):
    open_chat(page, language)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageDown")
    expect(shown_messages(page)).to_have_count(3)
    page.keyboard.press("ArrowLeft")
    expect(shown_messages(page)).to_have_count(2)


def test_a_tag_opens_its_five_texts_and_draws_its_words(page, language, screen):
    open_chat(page, language)
    page.get_by_role("button", name=screen["chat_all"]).click()
    tag = visible_tags(page).first
    name = tag.get_attribute("data-tag")
    tag.locator("summary").click()
    text = TEXTS[language].tags[name]
    for part in ("what", "why", "twin", "ask"):
        expect(tag.get_by_text(getattr(text, part))).to_be_visible()
    expect(tag.get_by_text(TEXTS[language].parts["do"])).to_be_visible()
    expect(page.locator("mark.chosen:visible").first).to_be_visible()


def test_only_the_other_person_is_tagged(page, language, screen):
    open_chat(page, language)
    page.get_by_role("button", name=screen["chat_all"]).click()
    assert visible_tags(page).count() > 0
    expect(page.locator(".from-young .tag")).to_have_count(0)


def test_a_reload_opens_the_same_chat(page, language):
    open_chat(page, language)
    page.reload()
    expect(heading(page, PATTERNED[language].title)).to_be_visible()
    page.go_back()
    expect(heading(page, TEXTS[language].screen["chats_title"])).to_be_visible()


LINES = {
    "en": "don't tell your mum we talk, it's our secret",
    "nl": "niet tegen je ouders zeggen dat wij praten, dit is ons geheim",
}


def try_line(page, screen, line):
    go_to(page, "try")
    page.get_by_label(screen["try_label"]).fill(line)
    page.get_by_role("button", name=screen["try_button"]).click()


def test_a_made_up_line_gets_its_tags_and_marked_words(page, language, screen):
    try_line(page, screen, LINES[language])
    expect(page.get_by_role("heading", name=screen["try_result"])).to_be_focused()
    expect(page.locator("#try-result details.tag[data-tag=secrecy]:visible")).to_be_visible()
    expect(page.locator("#try-result mark:visible").first).to_be_visible()
    expect(page.locator("#try-result")).to_contain_text(screen["one_line"])


def test_an_ordinary_line_gets_no_tag(page, language, screen):
    try_line(page, screen, {"en": "the bus is late again", "nl": "de bus is weer te laat"}[language])
    expect(page.get_by_text(TEXTS[language].statements["nothing_found"])).to_be_visible()


@pytest.mark.parametrize(
    ("line", "refusal"), [("mail me at a@example.org", "email"), ("0470 12 34 56", "phone"), (" ", "empty")]
)
def test_a_real_detail_is_kindly_refused(line, refusal, page, screen):
    try_line(page, screen, line)
    expect(page.locator("#try-result")).to_contain_text(screen[f"refuse_{refusal}"])


def test_typed_markup_stays_text(page, screen):
    hostile = "<img src=x onerror=\"document.title='broken'\"> {{value}} ${1+1}"
    try_line(page, screen, hostile)
    expect(page.locator("#try-result .bubble:visible")).to_contain_text(hostile)
    expect(page.locator("#try-result img")).to_have_count(0)
    expect(page).to_have_title(screen["page_title"])


def test_help_shows_the_countries_of_the_language_first(page, language, screen):
    go_to(page, "help")
    expect(heading(page, screen["help_title"])).to_be_visible()
    country = page.locator(".country:visible").first
    expect(country.get_by_role("heading")).to_have_text({"en": "United Kingdom", "nl": "België"}[language])
    expect(country.get_by_role("link", name={"en": "0800 1111", "nl": "102"}[language]).first).to_be_in_viewport()


def test_each_country_says_who_listens_whom_to_call_in_danger_and_since_when(page, language):
    go_to(page, "help")
    helplines, words = load_helplines(), TEXTS[language].help
    page.get_by_text(words["other_countries"]).click()
    for country in helplines.countries:
        card = page.locator(f".country[data-country={country.code}]:visible")
        first = country.other_helplines[0]
        assert "talk" in first.purposes
        expect(card.get_by_text(first.name, exact=True).first).to_be_visible()
        for number in country.emergency_numbers:
            expect(card.locator(f"a[href='tel:{number}']")).to_be_visible()
        expect(card).to_contain_text(str((helplines.checked_by_a_person or helplines.sources_read).year))


def test_help_says_what_to_do_about_threats_with_a_picture(page, language):
    go_to(page, "help")
    block = page.locator(".threat:visible")
    words = TEXTS[language].help
    for number in range(1, 5):
        expect(block.get_by_text(words[f"threat_{number}"], exact=True)).to_be_visible()
    for country in load_helplines().countries:
        if language in country.languages:
            for line in country.helplines:
                if "remove_images" in line.purposes:
                    expect(block.get_by_text(line.name, exact=True)).to_be_visible()


def test_the_top_of_help_leads_to_threats_with_a_picture(page, language):
    go_to(page, "help")
    page.get_by_role("link", name=TEXTS[language].help["threat_title"]).click()
    heading = page.get_by_role("heading", name=TEXTS[language].help["threat_title"])
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()


def test_about_shows_the_figures_of_the_model_card(page, screen):
    go_to(page, "about")
    expect(page.get_by_role("heading", name=screen["about_figures_title"])).to_be_visible()
    assert len(re.findall(r"\d+%", page.locator("#section-about").inner_text())) == 3 * len(TEXTS)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("way", ["button", "keyboard"])
def test_one_can_leave_quickly_everywhere(section, way, page, screen):
    go_to(page, section)
    if way == "button":
        page.get_by_role("button", name=screen["leave"]).click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("about:blank")


def test_everything_works_by_keyboard_alone(page, language, screen):
    go_to(page, "chats")
    page.keyboard.press("Tab")
    for _ in range(40):
        if page.evaluate("document.activeElement.matches('.card')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    shown_messages(page).first.wait_for()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-all]')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=screen["ending_title"])).to_be_focused()


def test_one_looks_first_and_then_sees_the_tags(page, language, screen):
    open_chat(page, language)
    expect(visible_tags(page)).to_have_count(0)
    page.locator("[data-look]:visible").click()
    expect(page.locator(".message.newest.seen")).to_have_count(1)
    expect(page.locator("[data-look]:visible")).to_have_count(0)


def test_the_score_grows_with_the_chat(page, language, screen):
    open_chat(page, language)
    notes = page.locator(".lane-line .dot:visible")
    expect(notes).to_have_count(0)
    page.get_by_role("button", name=screen["chat_all"]).click()
    assert notes.count() == visible_tags(page).count() > 0


def test_the_large_view_runs_by_keyboard(page, language):
    open_chat(page, language)
    page.keyboard.press("p")
    page.keyboard.press("PageDown")
    expect(page.locator(".message:visible")).to_have_count(1)
    page.keyboard.press("q")
    expect(page.get_by_text(PATTERNED[language].questions[0], exact=True).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".message:visible")).to_have_count(2)
