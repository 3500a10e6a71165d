"""A visitor's connection: HTTP/1.1 with so little work of its own that the server is what is measured."""

import asyncio
import contextlib
import gzip
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

MOST_IDLE_S = 3.0  # Gradio's own server hangs up after 5; browsers then ask again, which is no error


@dataclass(frozen=True)
class Response:
    """A whole answer, unpacked; `length` is how many bytes its body took on the way."""

    status: int
    headers: dict[str, str]
    body: bytes
    length: int


@dataclass
class Visitor:
    """One connection to `host`:`port`, opened when it is needed, and kept."""

    host: str
    port: int
    headers: dict[str, str] = field(default_factory=dict)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None
    _last_asked: float = 0.0

    async def __aenter__(self) -> Self:
        """Return itself; it connects with the first request."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        await self.hang_up()

    async def hang_up(self) -> None:
        """Close the connection, so that the next request opens a new one."""
        if self._writer:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()
        self._reader = self._writer = None

    async def ask(self, method: str, path: str, body: bytes = b"") -> Response:
        """Send a request and return the whole answer; raises OSError or EOFError where the server hangs up."""
        status, headers = await self._begin(method, path, body)
        assert self._reader
        if headers.get("transfer-encoding") == "chunked":
            content = b"".join([chunk async for chunk in self._chunks()])
        else:
            content = await self._reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection", "").lower() == "close":
            await self.hang_up()
        length = len(content)
        if headers.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return Response(status, headers, content, length)

    async def stream(self, path: str) -> AsyncIterator[bytes]:
        """Give the pieces of an endless answer as they come; hang up where nobody waits for more."""
        _, headers = await self._begin("GET", path, b"")
        try:
            if headers.get("transfer-encoding") == "chunked":
                async for chunk in self._chunks():
                    yield chunk
        finally:
            await self.hang_up()

    async def _begin(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, str]]:
        idle, self._last_asked = time.monotonic() - self._last_asked, time.monotonic()
        if self._writer is None or self._writer.is_closing() or idle > MOST_IDLE_S:
            await self.hang_up()
            self._reader, self._writer = await asyncio.open_connection(self.host, self.port, limit=2**22)
        assert self._reader
        assert self._writer
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}", "Accept-Encoding: gzip"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if method == "POST":
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])}
        return int(head[0].split()[1]), headers

    async def _chunks(self) -> AsyncIterator[bytes]:
        assert self._reader
        while size := int((await self._reader.readline()).split(b";")[0], 16):
            chunk = await self._reader.readexactly(size + 2)
            yield chunk[:-2]
        await self._reader.readline()
