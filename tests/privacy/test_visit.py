"""A whole visit in a real browser, in each language, with everything around it written down.

The server runs with a home and a temporary folder of its own, and Python itself notes each connection that it makes.
"""

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from data import load_texts
from models.source import REPOSITORY
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS

if sys.platform == "win32":
    pytest.skip("the server tells what it holds when it gets a signal, which Windows lacks", allow_module_level=True)

MARKER = "quibblefrostmarker"
LINES = (
    f"do not tell your mum about the {MARKER}",
    f"mail me at {MARKER}@example.org",
    f"<b>{MARKER}</b> & co",
)
STORED = """async () => JSON.stringify({
  local: {...localStorage}, session: {...sessionStorage}, databases: await indexedDB.databases(),
  caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length,
  window: window.name, state: history.state, address: location.href, cookie: document.cookie,
})"""


@dataclass
class Visit:
    """What is left of a visit."""

    address: str
    folders: list[Path]
    page: str = ""
    stored: str = ""
    cookies: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    said: str = ""
    record: str = ""


@pytest.fixture(scope="module", params=["en", "nl"])
def visit(request, tagger, tmp_path_factory):
    if not CHROMIUM:
        pytest.skip("no Chromium or Chrome on this machine")
    folder = tmp_path_factory.mktemp(request.param)
    home, temporary, profile = (folder / name for name in ("home", "temporary", "profile"))
    for one in (home, temporary, profile):
        one.mkdir()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "GRADIO", "HF_"))},
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "PYTHONPATH": str(Path(__file__).parent / "recorder"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "DOORZIEN_RECORD": str(folder / "record"),
        "DOORZIEN_MARKER": MARKER,
    }
    with subprocess.Popen(
        [sys.executable, "-m", "demo", "--port", "0", "--no-browser"],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as demo:
        visit = Visit(demo.stdout.readline().split()[4], [home, temporary, profile])
        try:
            with ThreadPoolExecutor(1) as thread:  # a browser of other tests keeps a loop in this one
                thread.submit(browse, visit, request.param, profile).result()
            visit.record = record_of(demo, folder / "record")
        finally:
            demo.terminate()
        visit.said = demo.stdout.read()
    return visit


def browse(visit, language, profile):
    screen = load_texts()[language].screen
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile), executable_path=CHROMIUM, args=CHROMIUM_FLAGS, locale=language, reduced_motion="reduce"
        )
        context.on("request", lambda request: visit.requests.append(request.url))
        page = context.pages[0]
        page.goto(visit.address)
        visit.page = page.evaluate("async () => (await fetch('/')).text()")
        page.locator("[data-section-link=chats]").click()
        for number in (0, 1):
            page.locator("[data-chat-link]").nth(number).click()
            page.get_by_role("button", name=screen["chat_all"]).click()
            for tag in page.locator("article.chat details.tag:visible summary").all()[:2]:
                tag.click()
            page.go_back()
        page.locator("[data-section-link=try]").click()
        for line in LINES:
            page.get_by_label(screen["try_label"]).fill(line)
            with page.expect_response("**/run/predict"):
                page.get_by_role("button", name=screen["try_button"]).click()
        page.locator("[data-section-link=help]").click()
        page.locator("[data-section-link=about]").click()
        page.locator("[data-language-button]").last.click()
        page.wait_for_timeout(300)
        visit.stored = page.evaluate(STORED)
        visit.cookies = [cookie["name"] for cookie in context.cookies()]
        context.close()


def record_of(demo, path):
    demo.send_signal(signal.SIGUSR1)
    for _ in range(100):
        time.sleep(0.1)
        record = path.read_text(encoding="utf-8")
        if "sessions\t" in record:
            return record
    return pytest.fail("the server did not tell what it holds")


def noted(visit, kind):
    return [line.split("\t")[1:] for line in visit.record.splitlines() if line.startswith(f"{kind}\t")]


def test_the_browser_asks_nothing_of_other_machines(visit):
    assert len(visit.requests) > 20
    assert [url for url in visit.requests if not url.startswith((f"{visit.address}/", "data:"))] == []


def test_the_server_connects_to_nothing(visit):
    outside = [
        note for note in noted(visit, "network") if not re.match(r"\('127\.0\.0\.1'|127\.0\.0\.1$|localhost$", note[1])
    ]
    assert outside == []
    assert [note for note in noted(visit, "network") if note[0] == "socket.connect"] == []


def test_the_recorder_notices_a_connection(tmp_path):
    record = tmp_path / "record"
    subprocess.run(
        [sys.executable, "-c", "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent / "recorder"), "DOORZIEN_RECORD": str(record)},
        check=True,
    )
    assert "socket.connect\t('127.0.0.1', 9)" in record.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("kept", "noticed"),
    [
        ("None", "0"),
        ("[line]", "1"),
        ("{line: 1}", "1"),
        ("{1: line}", "1"),
        ("[(1.5, line)]", "1"),
        ("[{'line': line}]", "1"),
        ("collections.deque([(1.5, line)])", "1"),
        ("bytearray(line.encode())", "1"),
    ],
)
def test_the_recorder_notices_a_kept_line(kept, noticed, tmp_path):
    record = tmp_path / "record"
    program = f"""
import collections, os, signal
line = "about the " + os.environ["DOORZIEN_MARKER"]
kept = {kept}
del line
os.kill(os.getpid(), signal.SIGUSR1)
"""
    recorder = {
        "PYTHONPATH": str(Path(__file__).parent / "recorder"),
        "DOORZIEN_RECORD": str(record),
        "DOORZIEN_MARKER": MARKER,
    }
    subprocess.run([sys.executable, "-c", program], env={**os.environ, **recorder}, check=True)
    (note,) = [row for row in record.read_text(encoding="utf-8").splitlines() if row.startswith("alive")]
    assert note.split("\t")[1] == noticed, note


def test_no_file_holds_what_was_typed(visit):
    searched = 0
    for folder in (*visit.folders, REPOSITORY):
        for path in folder.rglob("*"):
            if {".git", ".venv", "tests", "__pycache__"} & set(path.parts) or not path.is_file() or path.is_symlink():
                continue
            searched += 1
            content = path.read_bytes()
            assert MARKER.encode() not in content, path
            assert MARKER.encode("utf-16-le") not in content, path
    assert searched > 100


def test_the_server_leaves_no_file_behind(visit):
    home, temporary, _ = visit.folders
    assert [path for path in (*home.rglob("*"), *temporary.rglob("*")) if path.is_file()] == []


def test_the_server_says_nothing_about_the_visit(visit):
    assert visit.said == ""


def test_the_browser_keeps_only_the_language(visit):
    assert MARKER not in visit.stored
    assert visit.cookies == ["language"]
    kept = re.sub(r'"(?:address|cookie|state)":(?:"[^"]*"|null|{[^}]*}),?', "", visit.stored).replace(",}", "}")
    assert kept == '{"local":{},"session":{},"databases":[],"caches":[],"workers":0,"window":""}'


def test_the_server_holds_no_session_and_no_typed_word(visit):
    assert noted(visit, "sessions")
    assert all(counts == ["0", "0"] for counts in noted(visit, "sessions"))
    assert [note[0] for note in noted(visit, "alive")] == ["0"], noted(visit, "alive")


def test_the_server_starts_no_other_program(visit):
    assert noted(visit, "program") == []


def test_the_page_loads_nothing_of_others(visit):
    loaded = re.findall(r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*?(?:src|href)=\"([^\"]+)\"", visit.page)
    assert loaded
    assert [address for address in loaded if not address.startswith(("./", "/"))] == []
    for name in ("googleapis", "gstatic", "cdnjs", "jsdelivr", "unpkg", "google-analytics", "huggingface.co/front"):
        assert name not in visit.page
