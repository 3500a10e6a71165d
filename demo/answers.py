"""Whole answers from memory, and the headers that every answer carries."""

import gzip
import hashlib
from functools import cached_property
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope, Send

# Gradio makes functions of texts (`js_on_load`), hence 'unsafe-eval', and puts styles of its own into the page.
_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'{scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), payment=()",
}
NO_STORE: Final = "no-store"
PIECE_BYTES: Final = 64 * 1024


def policy(script_hashes: str = "") -> str:
    """Return the content security policy; only inline scripts with these hashes (with a blank before each) run."""
    return _POLICY.format(scripts=script_hashes)


def hardened(send: Send) -> Send:
    """Return a `send` that adds the security headers, and takes away leave for other sites and cookies."""

    async def harden(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
            for name, value in _HEADERS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", policy())
            headers.setdefault("Cache-Control", NO_STORE)
        await send(message)

    return harden


class Answer:
    """A whole answer, compressed once. `headers` come on top of the type, the length and the tag of its content."""

    def __init__(
        self,
        status: int,
        body: bytes,
        content_type: str = "text/plain; charset=utf-8",
        headers: dict[str, str] | None = None,
    ) -> None:
        self.status = status
        self.body = body
        self._headers = {"Content-Type": content_type, "Vary": "Accept-Encoding", **(headers or {})}
        self.tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'

    @cached_property
    def _zipped(self) -> bytes:
        return gzip.compress(self.body, mtime=0)

    async def send(self, scope: Scope, send: Send) -> None:
        """Send it, or only say that the browser has it already."""
        asked = Headers(scope=scope)
        headers = MutableHeaders(self._headers)
        body, status = self.body, self.status
        if status == 200:
            headers["ETag"] = self.tag
            if asked.get("if-none-match") == self.tag:
                body, status = b"", 304
        elif status in (411, 413):
            headers["Connection"] = "close"
        if len(body) > 500 and "gzip" in asked.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            body = self._zipped
        if status != 304:
            headers["Content-Length"] = str(len(body))
        await send({"type": "http.response.start", "status": status, "headers": headers.raw})
        await _send_in_pieces(b"" if scope["method"] == "HEAD" else body, send)


async def _send_in_pieces(body: bytes, send: Send) -> None:
    """Send it as it is taken: whoever never reads holds one piece in memory, not a whole file."""
    for start in range(0, max(len(body), 1), PIECE_BYTES):
        piece, more = body[start : start + PIECE_BYTES], start + PIECE_BYTES < len(body)
        await send({"type": "http.response.body", "body": piece, "more_body": more})
