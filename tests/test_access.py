"""Every section for everybody: no accessibility rule is broken, and a keyboard alone is enough."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from data import load_texts
from tests.walk import MADE_UP, walk

TEXTS = load_texts()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a colour scheme can change: everything else is the same in both.
COLOUR_RULES = {"type": "rule", "values": ["color-contrast"]}


def test_no_accessibility_rule_is_broken(page, language):
    """The `page` fixture also fails this walk on any console error or warning."""
    reports = [broken_rules(page, None, RULES)]
    for view in walk(page, TEXTS[language], language):
        for scheme, rules in (("dark", COLOUR_RULES), ("light", RULES)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_timeout(200)  # Gradio lets colours fade
            reports.append(broken_rules(page, [".section.shown"], rules, f"{view}, {scheme}: "))
    assert [report for report in reports if report] == []


def broken_rules(page, context, rules, name=""):
    results = Axe().run(page, context=context, options={"runOnly": rules})
    return name + results.generate_report() if results.violations_count else ""


# ---- keyboard alone: from a cold page through the main flow of each section, in one language each

# The focused element is in sight, nothing lies over it, and an outline is drawn around it or around its label.
FOCUS_FAULT = """() => {
  const focused = document.activeElement;
  const shown = focused.closest("label") ?? focused;
  const box = shown.getBoundingClientRect();
  const name = `${focused.tagName} ${focused.className} ${focused.textContent.trim().slice(0, 40)}`;
  if (box.bottom <= 0 || box.top >= innerHeight || box.width < 1) return `not in sight: ${name}`;
  const style = [focused, shown].map((one) => getComputedStyle(one));
  const outlined = style.some((one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2);
  if (!outlined) return `no outline: ${name}`;
  const [left, top] = [box.left + box.width / 2, Math.min(Math.max(box.top + 8, 1), innerHeight - 1)];
  const over = document.elementFromPoint(left, top);
  if (over && !shown.contains(over) && !over.contains(shown)) return `covered by ${over.className}: ${name}`;
  return "";
}"""


class Keyboard:
    """Presses keys, and looks after each Tab whether one sees where one is."""

    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector, most=80):
        for _ in range(most):
            self.press("Tab")
            fault = self.page.evaluate(FOCUS_FAULT)
            assert fault == ""
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"Tab does not reach {selector}")

    def open_section(self, name):
        if self.page.locator("[data-menu]").is_visible():
            self.tab_to("[data-menu]")
            self.press("Enter")
        self.tab_to(f"[data-section-link={name}]")
        self.press("Enter")
        expect(self.page.locator(f"#section-{name} h1:visible").first).to_be_focused()


def home(keyboard, page, texts):
    keyboard.tab_to("[data-skip]")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name=texts.screen["home_title"])).to_be_focused()
    keyboard.tab_to(".door-help")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name=texts.screen["help_title"])).to_be_focused()


def menu(keyboard, page, texts):
    keyboard.tab_to("[data-menu]")
    keyboard.press("Space")
    expect(page.locator("[data-section-link=about]")).to_be_visible()
    keyboard.press("Escape")
    expect(page.locator("[data-section-link=about]")).to_be_hidden()
    expect(page.locator("[data-menu]")).to_be_focused()
    keyboard.tab_to("[data-language-button=en]")
    keyboard.press("Space")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def chats(keyboard, page, texts):
    keyboard.open_section("chats")
    keyboard.tab_to("a[href^='#chats/']")
    keyboard.press("Enter")
    expect(page.locator("article.chat h1:visible")).to_be_focused()
    keyboard.press("ArrowRight")
    expect(page.locator("article.chat .message:visible")).to_have_count(2)
    keyboard.tab_to("[data-all]")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name=texts.screen["ending_title"])).to_be_focused()


def twins(keyboard, page, texts):
    keyboard.open_section("twins")
    keyboard.tab_to(".twin-link")
    keyboard.press("Enter")
    expect(page.locator("#twins-stage h1:visible")).to_be_focused()
    keyboard.tab_to("[data-guess]")
    keyboard.press("Enter")
    expect(page.locator(".said:visible")).to_be_focused()
    keyboard.tab_to("[data-swap]")
    keyboard.press("ArrowDown")
    expect(page.locator("[data-swap]:visible").nth(1)).to_be_checked()


def practise(keyboard, page, texts):
    keyboard.open_section("practise")
    keyboard.tab_to("[data-start]")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name=texts.practise["line"].format(number=1, count=10))).to_be_focused()
    keyboard.tab_to("form.answer input")
    keyboard.press("Space")
    keyboard.tab_to("form.answer button")
    keyboard.press("Enter")
    expect(page.locator(".said:visible")).to_be_focused()
    keyboard.tab_to("[data-next-line]")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name=texts.practise["line"].format(number=2, count=10))).to_be_focused()


def try_line(keyboard, page, texts):
    keyboard.open_section("try")
    keyboard.tab_to("#made-up-line")
    page.keyboard.type(MADE_UP[page.locator("html").get_attribute("lang")])
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name=texts.screen["try_result"])).to_be_focused()
    keyboard.tab_to("#try-result summary")
    keyboard.press("Enter")
    expect(page.locator("#try-result details[open]:visible")).to_have_count(1)


def decides(keyboard, page, texts):
    keyboard.open_section("decides")
    expect(page.get_by_role("heading", name=texts.decides["rare_title"])).to_be_visible()
    keyboard.tab_to("[data-sum-choice] input")
    keyboard.press("ArrowDown")
    expect(page.locator("[data-sum-choice] input:visible").nth(1)).to_be_checked()
    keyboard.tab_to("#slider-percent")
    keyboard.press("ArrowRight")
    expect(page.locator("#slider-percent")).to_have_value("51")
    keyboard.tab_to(".mistake summary")
    keyboard.press("Enter")
    expect(page.locator(".mistake[open]:visible")).to_have_count(1)


def help_page(keyboard, page, texts):
    keyboard.open_section("help")
    keyboard.tab_to(".country a[href^='tel:']")
    keyboard.tab_to(".country .more summary")
    keyboard.press("Enter")
    expect(page.locator(".country .more[open]:visible")).to_have_count(1)


def guide(keyboard, page, texts):
    keyboard.open_section("guide")
    keyboard.tab_to(".guide summary")
    keyboard.press("Space")
    expect(page.locator(".guide details[open]:visible")).to_have_count(1)


def about(keyboard, page, texts):
    keyboard.open_section("about")
    keyboard.tab_to(".tag summary")
    keyboard.press("Enter")
    expect(page.locator("#section-about details[open]:visible dl")).to_be_visible()


FLOWS = [
    (home, "en", "beamer"),
    (menu, "nl", "phone"),
    (chats, "nl", "beamer"),
    (twins, "en", "beamer"),
    (practise, "nl", "phone"),
    (try_line, "en", "phone"),
    (decides, "nl", "beamer"),
    (help_page, "nl", "phone"),
    (guide, "en", "beamer"),
    (about, "nl", "beamer"),
]


@pytest.mark.parametrize(("flow", "language", "device"), FLOWS, ids=lambda value: getattr(value, "__name__", value))
def test_a_keyboard_alone_is_enough_and_one_sees_where_it_is(flow, language, device, page):
    flow(Keyboard(page), page, TEXTS[language])


def test_every_section_has_its_keyboard_flow(page):
    links = page.locator("[data-section-link]").evaluate_all("all => all.map((one) => one.dataset.sectionLink)")
    named = {re.sub("_.*", "", flow.__name__) for flow, _, _ in FLOWS}
    assert set(links) <= named
