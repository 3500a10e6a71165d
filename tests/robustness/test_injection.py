"""Markup and scripts typed, kept or linked by somebody: nothing of it runs in a real browser."""

import pytest
from playwright.sync_api import expect

from data import load_texts

ATTACKS = (
    "<img src=x onerror=window.__pwned=1>",
    "<script>window.__pwned=1</script>",
    "<svg onload=window.__pwned=1>",
    "\"><iframe srcdoc='<script>parent.__pwned=1</script>'>",
    "${window.__pwned=1} {{window.__pwned=1}} {% x %}",
    "`;window.__pwned=1;//",
)


@pytest.fixture
def visitor(browser, address):
    context = browser.new_context(locale="en")
    page = context.new_page()
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    yield page
    assert page.evaluate("window.__pwned") is None
    assert dialogs == []
    context.close()


def test_a_typed_line_never_runs(visitor, address):
    visitor.goto(f"{address}/#try")
    label = load_texts()["en"].screen["try_label"]
    for attack in ATTACKS:
        visitor.get_by_label(label).fill(attack)
        with visitor.expect_response("**/run/predict"):
            visitor.keyboard.press("Enter")
        visitor.wait_for_timeout(200)
        expect(visitor.locator("#try-result")).to_contain_text(attack)
    assert visitor.locator("#try-result :is(img, script, svg, iframe)").count() == 0


@pytest.mark.parametrize("place", ["hash", "query", "cookie"])
def test_what_a_link_or_cookie_carries_never_runs(place, visitor, address):
    for attack in ATTACKS[:4]:
        target = address
        if place == "hash":
            target = f"{address}/#chats/{attack}"
        elif place == "query":
            target = f"{address}/?__theme={attack}&view={attack}&deep_link={attack}"
        else:
            visitor.context.add_cookies([{"name": "language", "value": attack.replace(";", ""), "url": address}])
        visitor.goto("about:blank")
        visitor.goto(target)
        visitor.locator("#header").wait_for()
        visitor.wait_for_timeout(200)
        expect(visitor.locator("html")).to_have_attribute("lang", "en")


def test_the_policy_stops_a_script_that_slipped_in(visitor, address):
    visitor.goto(address)
    visitor.locator(".door").first.wait_for()
    visitor.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=window.__pwned=1>')")
    visitor.evaluate("""() => {
      const script = document.createElement('script');
      script.textContent = 'window.__pwned = 1';
      document.body.append(script);
    }""")
    visitor.wait_for_timeout(300)
