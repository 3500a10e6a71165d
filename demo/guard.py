"""Stands in front of Gradio: only what the page needs gets through, everything else is "404 Not Found".

Gradio serves dozens of addresses for uploads, files, recordings and links that this page does not use, sets no limit
on what is sent to it, answers pages of other sites, and believes any proxy. The guard lets through a short list.
"""

import re
import sys
from collections.abc import Callable, Collection, Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from demo.answers import Answer, hardened
from demo.asked import Incoming, Refused, event_in, from_this_machine, read_body, replayed
from demo.events import Events
from demo.kept_answers import KeptAnswers

EVENT: Final = "/gradio_api/run/predict"
_FILES: Final = re.compile(
    r"/assets/[\w.-]{1,100}\.(?:js|css|woff2?|ttf|svg)|/static/js/iframeResizer\.contentWindow\.min\.js", re.ASCII
)
_OTHER_FILES: Final = {"/theme.css", "/favicon.ico"}
_READ: Final = {"GET", "HEAD"}
_PASSED_ON: Final = {b"host", b"accept", b"accept-encoding"}
_FROM_PROXIES: Final = re.compile(rb"forwarded|x-forwarded-.*|x-real-ip|x-direct-url|x-original-.*|x-gradio-.*|via")


class Guard:
    """ASGI middleware: checks host, origin, path, method and size of each request, and hardens each answer.

    `events` answers the page's events. `allowed_hosts` returns names without port, as they are at the moment: a
    laptop may change its network. `extra_paths` are more paths and their methods, for
    routes that are not Gradio's: a path lets through everything below it too. With `others_start`, visitors on other
    machines get those paths alone, and are led from the first page to this one. `head` is markup for the page's <head>.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        events: Events,
        allowed_hosts: Callable[[], Collection[str]],
        extra_paths: Mapping[str, Collection[str]] | None = None,
        others_start: str | None = None,
        head: str = "",
    ) -> None:
        self._app = app
        self._events = events
        self._allowed_hosts = allowed_hosts
        self._extra_paths = extra_paths or {}
        self._others_start = others_start
        self._kept = KeptAnswers(app, head)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, answer it from memory, or refuse it."""
        if scope["type"] == "http":
            incoming = Incoming(scope, receive)
            await self._http(scope, incoming.receive, hardened(_after_dropping(incoming, send)))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self._check_head(scope)
            await self._answer(scope, receive, send)
        except Refused as refused:
            await Answer(refused.status, refused.reason.encode()).send(scope, send)
        except Exception as error:
            # Left to Starlette it would be printed with what was asked, and answered without the headers.
            sys.stderr.write(f"Doorzien could not answer a request ({type(error).__name__}).\n")
            await Answer(500, b"This did not work.").send(scope, send)

    def _check_head(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        if "transfer-encoding" in headers:
            # No browser sends a page's events so, and a body of one-byte chunks is work for nothing.
            raise Refused(411, "Say how long it is.")
        hosts = headers.getlist("host")
        name = (
            re.fullmatch(r"(\[[0-9a-f:]+\]|[a-z0-9._-]+)(?::\d{1,5})?", hosts[0].lower()) if len(hosts) == 1 else None
        )
        if not name or name[1] not in self._allowed_hosts():
            raise Refused(400, "Unknown host.")
        if scope["method"] in _READ:
            return
        origin = headers.get("origin")
        if origin and origin.lower() not in (f"http://{hosts[0].lower()}", f"https://{hosts[0].lower()}"):
            raise Refused(403, "Other sites may not use this page.")
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise Refused(403, "Other sites may not use this page.")

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, method = scope["path"], scope["method"]
        if self._is_extra(path, method):
            # Whole before anybody decides on it: who holds back the last byte cannot be let in on an old decision.
            body = await read_body(scope, receive)
            await self._app(_without_proxies(scope), replayed(body, receive), send)
        elif self._others_start and not from_this_machine(scope):
            if path != "/" or method not in _READ:
                raise Refused(404, "Not found.")
            await Answer(303, b"", headers={"Location": self._others_start}).send(scope, send)
        elif path == EVENT and method == "POST":
            answer = await self._events.answer(event_in(await read_body(scope, receive)))
            await Answer(200, answer, "application/json").send(scope, send)
        elif method in _READ and (path == "/" or path in _OTHER_FILES or _FILES.fullmatch(path)):
            await (await self._kept.answer(_for_gradio(scope))).send(scope, send)
        else:
            raise Refused(404, "Not found.")

    def _is_extra(self, path: str, method: str) -> bool:
        return any(
            method in methods and (path == start or path.startswith(f"{start.rstrip('/')}/"))
            for start, methods in self._extra_paths.items()
        )


def _after_dropping(incoming: Incoming, send: Send) -> Send:
    """Return a `send` that starts a refusal only after the rest of what was sent is dropped."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 400:
            await incoming.drop_rest()
            if not incoming.ended:
                MutableHeaders(scope=message)["Connection"] = "close"
        await send(message)

    return sending


def _without_proxies(scope: Scope) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if not _FROM_PROXIES.fullmatch(name)]
    return {**scope, "headers": headers}


def _for_gradio(scope: Scope) -> Scope:
    # Gradio reads cookies, origins, queries and proxies' headers; the page needs none of that.
    headers = [(name, value) for name, value in scope["headers"] if name in _PASSED_ON]
    return {**scope, "headers": headers, "query_string": b""}
