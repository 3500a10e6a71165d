"""What a visitor sends: read up to a limit, and brought down to the few fields that an event needs."""

import asyncio
import contextlib
import ipaddress
import json
from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

MAX_BODY_BYTES: Final = 16 * 1024
MAX_WAIT_S: Final = 10.0
MAX_DROP_BYTES: Final = 1024 * 1024
MAX_DROP_S: Final = 1.0
MAX_DROP_OF_CHUNKS_S: Final = 0.1  # a body of one-byte chunks is work for nothing


class Refused(Exception):
    """The request gets this HTTP status and short reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def from_this_machine(scope: Scope) -> bool:
    """Return whether a request comes from the machine that answers it."""
    return bool(scope.get("client")) and ipaddress.ip_address(scope["client"][0]).is_loopback


class Incoming:
    """A request's messages as they come; whatever was not read can be dropped before the answer is sent.

    A connection that is closed while bytes lie unread is reset, and the sender never sees why.
    """

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        headers = Headers(scope=scope)
        self._drop_s = MAX_DROP_OF_CHUNKS_S if "transfer-encoding" in headers else MAX_DROP_S
        # Who waits for leave to send the rest has sent nothing that would lie unread.
        self._ended = "expect" in headers

    @property
    def ended(self) -> bool:
        """Whether everything that was sent has been read."""
        return self._ended

    async def receive(self) -> Message:
        """Return the next message."""
        message = await self._receive()
        self._ended = not message.get("more_body", False)
        return message

    async def drop_rest(self) -> None:
        """Read what else comes and forget it: at most MAX_DROP_BYTES, for at most MAX_DROP_S."""
        dropped = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._drop_s):
                while not self._ended and dropped <= MAX_DROP_BYTES:
                    dropped += len((await self.receive()).get("body", b""))


async def read_body(scope: Scope, receive: Receive) -> bytes:
    """Return the body; raise Refused where it is over MAX_BODY_BYTES or takes over MAX_WAIT_S."""
    bounded = _limited(scope, receive)
    parts = []
    try:
        async with asyncio.timeout(MAX_WAIT_S):
            while True:
                message = await bounded()
                if message["type"] == "http.disconnect":
                    raise Refused(400, "The request was not finished.")
                parts.append(message.get("body", b""))
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError:
        raise Refused(408, "The request took too long.") from None


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives a body that was read already, and then what comes after it."""
    given = False

    async def replaying() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replaying


def _limited(scope: Scope, receive: Receive) -> Receive:
    """Return a `receive` that raises Refused as soon as more than MAX_BODY_BYTES are announced or have come."""
    announced = Headers(scope=scope).get("content-length", "0")
    if not announced.isdecimal() or int(announced[:20]) > MAX_BODY_BYTES:
        raise Refused(413, "Too much was sent.")
    come = 0

    async def bounded() -> Message:
        nonlocal come
        message = await receive()
        come += len(message.get("body", b""))
        if come > MAX_BODY_BYTES:
            raise Refused(413, "Too much was sent.")
        return message

    return bounded


@dataclass(frozen=True, slots=True)
class Event:
    """What the page's events use of a request: which function, which part of the page, and the data of the event."""

    fn_index: int
    trigger_id: int
    data: dict[str, Any]


def event_in(body: bytes) -> Event:
    """Return the event in a request's body; raise Refused where there is none, or more than the page sends."""
    try:
        sent = json.loads(body)
        fn_index, trigger_id, data = _whole(sent["fn_index"]), _whole(sent["trigger_id"]), sent.get("event_data")
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise Refused(400, "This is not an event of the page.") from None
    if sent.get("data") != [] or not isinstance(data, dict):
        raise Refused(400, "This is not an event of the page.")
    # Half a character, as a cut-off emoji leaves it, becomes "?": it cannot be sent back.
    whole = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    return Event(fn_index, trigger_id, json.loads(whole))


def _whole(number: object) -> int:
    if type(number) is not int:
        raise TypeError
    return number
