"""How many visitors may be connected, and how long one may take to say what it wants."""

import asyncio
import sys
from typing import Final

from uvicorn.protocols.http.h11_impl import H11Protocol

if sys.platform != "win32":
    import resource

MAX_SILENCE_S: Final = 10.0
MOST_CONNECTIONS: Final = 8_000
MOST_WAITING: Final = 256  # connections that stand in line for the program: a whole class may come at once
_OTHER_FILES: Final = 100 + 5 * MOST_WAITING  # its own, and those just taken or just being closed


def make_room_for_visitors() -> int:
    """Let this program have as many files open as visitors may need, and return how many may be connected.

    A browser holds up to six connections, and on macOS a program starts with 256 files.
    """
    if sys.platform != "win32":  # on Windows the number of open files is no limit
        allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MOST_CONNECTIONS + _OTHER_FILES
        if most != resource.RLIM_INFINITY:
            wanted = min(wanted, most)
        if allowed != resource.RLIM_INFINITY and allowed < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
            allowed = wanted
        if allowed != resource.RLIM_INFINITY:
            return max(MOST_WAITING, min(MOST_CONNECTIONS, allowed - _OTHER_FILES))
    return MOST_CONNECTIONS


class PatientProtocol(H11Protocol):
    """Uvicorn's own, but a connection without a whole request head after MAX_SILENCE_S is closed.

    Over `most_connections` the one that has been silent for longest is closed. Otherwise somebody with a thousand
    half requests would use up the files that the program may have open.
    """

    most_connections = MOST_CONNECTIONS
    _by_silence: Final[dict["PatientProtocol", None]] = {}

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a new connection, and look at it once more later."""
        super().connection_made(transport)
        self.loop.call_later(MAX_SILENCE_S, self._close_unless_asked)
        self._by_silence[self] = None
        if len(self._by_silence) > self.most_connections:
            silent = next(iter(self._by_silence))
            del self._by_silence[silent]
            silent.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take what came; this connection is the least silent now."""
        self._by_silence.pop(self, None)
        self._by_silence[self] = None
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._by_silence.pop(self, None)
        super().connection_lost(exc)

    def _close_unless_asked(self) -> None:
        if self.cycle is None:
            self.transport.close()
