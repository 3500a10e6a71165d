"""`uv run python -m demo.pictures`: take the README's pictures of the running app, with the browser of the tests."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer
from playwright.sync_api import Browser, Page, sync_playwright

from data import Texts, load_texts
from models.source import REPOSITORY

FOLDER: Final = REPOSITORY / "docs"
LANGUAGE: Final = "en"  # the README's own
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
_FLAGS: Final = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


@dataclass(frozen=True, slots=True)
class View:
    """A picture of the page: its size in pixels, the address in the page, and what is done there first."""

    name: str
    width: int
    height: int
    place: str
    prepare: Callable[[Page, Texts], None]


def _guess(page: Page, texts: Texts) -> None:
    pair = page.locator(".twin:visible").first
    pair.get_by_role("button", name=texts.twins["choose"]).first.click()
    pair.evaluate("one => { one.scrollIntoView({block: 'start'}); scrollBy(0, 70); }")


def _show_large(page: Page, texts: Texts) -> None:
    for _ in range(16):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("p")
    page.get_by_role("button", name=texts.chats["look_button"]).click()
    page.evaluate("document.activeElement.blur()")


VIEWS: Final = (
    View("beamer.png", 1280, 720, "chats/art-feedback", _show_large),
    View("phone.png", 390, 844, "twins/secrecy", _guess),
)


@contextmanager
def _running() -> Iterator[str]:
    """Start the app with its own command, give its address, and stop it."""
    command = [sys.executable, "-m", "demo", "--port", "0", "--no-browser"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True) as demo:
        try:
            yield demo.stdout.readline().split()[4] if demo.stdout else ""
        finally:
            demo.terminate()


def take(view: View, browser: Browser, address: str, texts: Texts, folder: Path) -> Path:
    """Write the picture of a view into `folder` and return its path."""
    size = {"width": view.width, "height": view.height}
    context = browser.new_context(locale=LANGUAGE, reduced_motion="reduce", color_scheme="light", viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/#{view.place}")
    page.locator("article:visible").first.wait_for()
    view.prepare(page, texts)
    path = folder / view.name
    page.screenshot(path=path)
    context.close()
    return path


def main() -> None:
    """Write every picture into docs/."""
    FOLDER.mkdir(exist_ok=True)
    executable = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    with _running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_FLAGS))
        for view in VIEWS:
            typer.echo(take(view, browser, address, load_texts()[LANGUAGE], FOLDER))


if __name__ == "__main__":
    main()
