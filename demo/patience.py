"""How many visitors may be connected, how long one may take to ask and to take the answer, and how much at once."""

import asyncio
import socket
import sys
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if sys.platform != "win32":
    import resource

MAX_SILENCE_S: Final = 10.0
MOST_AT_ONCE_BYTES: Final = 16 * 1024  # that are read in one go, or wait to be taken: others get their turn between
# What the system holds of an answer is kept small: how much of it a slow phone has taken would be seen too late.
MOST_ON_ITS_WAY_BYTES: Final = 64 * 1024
LEAST_TAKEN_BYTES: Final = 4 * 1024  # of an answer, in MAX_TAKING_S
MAX_TAKING_S: Final = 30.0
MAX_ENDING_S: Final = 3.0  # for answers under way, once the program is told to stop
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
    """Uvicorn's own, but nobody can hold a connection by silence.

    One that begins a request and does not finish its head within MAX_SILENCE_S, or takes less than LEAST_TAKEN_BYTES
    of a waiting answer in MAX_TAKING_S, is closed; so is one that should close and does not take the end of its answer.
    Over `most_connections` the one that has been silent for longest is closed. Otherwise somebody with a thousand half
    requests would use up the files that the program may have open, and somebody who never reads the memory.
    """

    most_connections = MOST_CONNECTIONS
    _by_silence: Final[dict["PatientProtocol", None]] = {}
    _until_asked: asyncio.TimerHandle | None = None
    _until_taken: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a new connection, and wait for what it asks."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=MOST_AT_ONCE_BYTES)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MOST_ON_ITS_WAY_BYTES)
        if hasattr(transport, "max_size"):  # not on Windows, where as little is read at once anyway
            transport.max_size = MOST_AT_ONCE_BYTES
        self._until_asked = self.loop.call_later(MAX_SILENCE_S, self._close_unless_asked)
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
        if not self._is_idle():
            self._stop_waiting_to_be_asked()
        elif not self._until_asked:
            self._until_asked = self.loop.call_later(MAX_SILENCE_S, self._close_unless_asked)

    def pause_writing(self) -> None:
        """Hold the answer back, and look later how much of it was taken."""
        super().pause_writing()
        self._look_later()

    def resume_writing(self) -> None:
        """Go on with the answer."""
        super().resume_writing()
        if not self.transport.is_closing():
            self._stop_looking()

    def on_response_complete(self) -> None:
        """Wait for the next request, of which the beginning may have come already."""
        super().on_response_complete()
        self._see_it_closed()
        if self._is_idle() and self.conn.trailing_data[0] and not self._until_asked:
            self._until_asked = self.loop.call_later(MAX_SILENCE_S, self._close_unless_asked)

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that asks nothing more."""
        super().timeout_keep_alive_handler()
        self._see_it_closed()

    def shutdown(self) -> None:
        """Close the connection once its answer has been given, and in MAX_ENDING_S in any case."""
        super().shutdown()
        self.loop.call_later(MAX_ENDING_S, self.transport.abort)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP; whoever works on an answer to it need not send it any more."""
        if self.cycle:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
        else:  # an answer has begun
            self.transport.close()
        self._see_it_closed()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._by_silence.pop(self, None)
        self._stop_waiting_to_be_asked()
        self._stop_looking()
        super().connection_lost(exc)

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _close_unless_asked(self) -> None:
        self._until_asked = None
        if self._is_idle():
            self.transport.close()
            self._see_it_closed()

    def _stop_waiting_to_be_asked(self) -> None:
        if self._until_asked:
            self._until_asked.cancel()
            self._until_asked = None

    def _see_it_closed(self) -> None:
        # Closing waits for the rest of the answer to be taken, without an end: the program could not stop meanwhile.
        if self.transport.is_closing() and self.transport.get_write_buffer_size() and not self._until_taken:
            self._look_later()

    def _look_later(self) -> None:
        waiting = self.transport.get_write_buffer_size()
        self._until_taken = self.loop.call_later(MAX_TAKING_S, self._close_unless_taken, waiting)

    def _close_unless_taken(self, waited: int) -> None:
        if waited - self.transport.get_write_buffer_size() < LEAST_TAKEN_BYTES:
            self.transport.abort()
        else:
            self._look_later()

    def _stop_looking(self) -> None:
        if self._until_taken:
            self._until_taken.cancel()
            self._until_taken = None
