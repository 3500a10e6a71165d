"""How long a visitor may take to say what it wants: a connection that never asks anything is closed."""

import asyncio
from typing import Final

from uvicorn.protocols.http.h11_impl import H11Protocol

MAX_SILENCE_S: Final = 10.0


class PatientProtocol(H11Protocol):
    """Uvicorn's own, but a connection without a whole request head after MAX_SILENCE_S is closed.

    Otherwise a phone that sends half a request on each of a thousand connections would use up the files that a program
    may have open.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a new connection, and look at it once more later."""
        super().connection_made(transport)
        self.loop.call_later(MAX_SILENCE_S, self._close_unless_asked)

    def _close_unless_asked(self) -> None:
        if self.cycle is None:
            self.transport.close()
