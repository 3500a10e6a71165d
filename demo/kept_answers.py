"""Gradio's page and files, asked of Gradio once and then answered from memory."""

import asyncio
import base64
import hashlib
import re
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope

from demo.answers import NO_STORE, Answer, policy
from demo.asked import Refused

MOST_PAGES: Final = 8  # one for each address at which the program is asked: few, unless somebody makes some up
_HASHED_NAME: Final = re.compile(r"/assets/.*-[\w-]{8,}\.\w+")
_SCRIPT: Final = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
# Gradio's page speaks of Gradio's own site and previews, and offers to be installed as an app.
_NOT_OURS: Final = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*|<link rel="manifest"[^>]*>\s*')


class KeptAnswers:
    """Remembers one answer per path, and for the page, which holds its own address, one per host."""

    def __init__(self, app: ASGIApp, head: str) -> None:
        self._app = app
        self._head = head
        self._kept: dict[tuple[str, str], Answer] = {}
        self._lock = asyncio.Lock()

    async def answer(self, scope: Scope) -> Answer:
        """Return the answer to a GET or HEAD of this path; raise Refused where Gradio has none."""
        path = scope["path"]
        key = (path, Headers(scope=scope)["host"] if path == "/" else "")
        if key not in self._kept:
            # One at a time: a class that opens the page at once must not make Gradio render it forty times.
            async with self._lock:
                if key not in self._kept:
                    self._keep(key, await self._asked_of_gradio(scope))
        answer = self._kept[key] = self._kept.pop(key)  # the last in order: the first goes where there are too many
        return answer

    def _keep(self, key: tuple[str, str], answer: Answer) -> None:
        self._kept[key] = answer
        pages = [kept for kept in self._kept if kept[0] == "/"]
        if len(pages) > MOST_PAGES:
            del self._kept[pages[0]]

    async def _asked_of_gradio(self, scope: Scope) -> Answer:
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        status, headers, body = await _fetch(self._app, {**scope, "method": "GET", "headers": plain})
        if status != 200:
            raise Refused(404, "Not found.")
        content_type = headers.get("content-type", "application/octet-stream")
        if scope["path"] == "/":
            return self._page(body.decode(), content_type)
        hashed = _HASHED_NAME.fullmatch(scope["path"])
        lasting = "public, max-age=31536000, immutable" if hashed else "public, max-age=3600"
        return Answer(200, body, content_type, {"Cache-Control": lasting})

    def _page(self, page: str, content_type: str) -> Answer:
        # Put in here and not by Gradio, whose scripts add it once they run: until then the screen would be empty.
        page = _NOT_OURS.sub("", page).replace("</head>", f"{self._head}</head>", 1)
        headers = {
            "Cache-Control": NO_STORE,
            "Content-Security-Policy": policy("".join(f" '{_hash(script)}'" for script in _inline_scripts(page))),
        }
        return Answer(200, page.encode(), content_type, headers)


def _inline_scripts(markup: str) -> list[str]:
    """Return the text of each script that stands in `markup` itself."""
    return _SCRIPT.findall(markup)


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _no_body() -> Receive:
    """Return a `receive` that gives an empty body, and then waits: nobody else must read from this request."""
    given = False

    async def receive() -> Message:
        nonlocal given
        if given:
            await asyncio.Event().wait()
        given = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive


async def _fetch(app: ASGIApp, scope: Scope) -> tuple[int, Headers, bytes]:
    """Return status, headers and body of what `app` answers to a request without a body."""
    status, headers, parts = 500, Headers(), []

    async def send(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], Headers(raw=message["headers"])
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app(scope, _no_body(), send)
    return status, headers, b"".join(parts)
