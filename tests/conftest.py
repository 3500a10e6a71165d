"""Shared fixtures: the running demo, and a real browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from data import Line, load_tags
from models import Tagger
from models.source import REPOSITORY
from training.corpus import Corpus

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DEVICES = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "beamer": {"viewport": {"width": 1280, "height": 720}},
}


@contextmanager
def running_demo(*options: str, environment: dict[str, str] | None = None, folder: Path = REPOSITORY) -> Iterator[str]:
    """Start a demo in `folder` with its own command; the context gives its address."""
    with subprocess.Popen(
        [sys.executable, "-m", "demo", "--port", "0", "--no-browser", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {}), "PYTHONUNBUFFERED": "1"},
    ) as demo:
        try:
            yield demo.stdout.readline().split()[4]
        finally:
            demo.terminate()


@pytest.fixture(scope="session")
def address(tagger: Tagger) -> Iterator[str]:
    """The address of a demo started with its own command."""
    with running_demo() as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("CI must have a browser: install chromium")
        pytest.skip("no Chromium or Chrome on this machine")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)


@pytest.fixture(params=list(DEVICES))
def device(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=["en", "nl"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def page(browser: Browser, address: str, device: str, language: str) -> Iterator[Page]:
    """A page of the demo that fails its test on any console error or request to elsewhere."""
    context = browser.new_context(locale=language, reduced_motion="reduce", **DEVICES[device])
    page = context.new_page()
    faults: list[str] = []
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith((address, "data:")) else faults.append(request.url),
    )
    page.goto(address)
    page.locator(".door").first.wait_for()
    yield page
    context.close()
    assert faults == []


@pytest.fixture(scope="session")
def small_corpus() -> Corpus:
    """A few made-up lines in five voices, enough to fit every tag in a moment."""
    things = ("bike", "cap", "book", "ball", "scarf", "lamp")
    lines = []
    for author in range(5):
        for tag in load_tags():
            for number, thing in enumerate(things):
                lines.append(_small_line(author, number, f"{tag.id.replace('_', ' ')} {thing} {author}", (tag.id,)))
        for number, thing in enumerate(things):
            lines.append(_small_line(author, number, f"see you at the {thing} shop {author}", ()))
    return Corpus(tuple(lines))


def _small_line(author: int, number: int, text: str, tags: tuple[str, ...]) -> Line:
    return Line(
        line_id=f"{author}-{number}-{'-'.join(tags)}",
        text=text,
        tags=tags,
        register=f"register {author}",
        pair=None,
        looks_like=None,
        variety="en-GB",
        author=f"author {author}",
        language="en",
    )


@pytest.fixture
def repository_copy(tmp_path: Path) -> Path:
    """The four packages in a folder of their own, to break things in."""
    for package in ("data", "models", "training", "demo"):
        shutil.copytree(
            REPOSITORY / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.joblib")
        )
    return tmp_path


@pytest.fixture
def go(page: Page) -> Callable[[str], None]:
    """Return what opens a section of the page by its address."""

    def open_section(place: str) -> None:
        page.evaluate("place => { location.hash = place; }", place)

    return open_section


@pytest.fixture
def look(page: Page, device: str, language: str) -> Callable[[str], None]:
    """Return what checks a screen: no accessibility rule is broken, nothing scrolls sideways. Keeps a picture."""

    def check(name: str) -> None:
        folder = REPOSITORY / "tests" / "screenshots"
        page.screenshot(path=folder / f"{name}-{language}-{device}.png", full_page=True)
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        results = Axe().run(page, options={"runOnly": rules})
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= DEVICES[device]["viewport"]["width"]

    return check


@pytest.fixture
def tab_to(page: Page) -> Callable[[str], None]:
    """Return what moves the focus with the Tab key to the next element that matches a selector."""

    def press(selector: str, most: int = 60) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"Tab does not reach {selector}")

    return press
