"""The one room of this program, with what decides on each request to it."""

import re
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from demo.room.access import Admission, Doorkeeper, Ticket, new_secret, same
from demo.room.pages import RoomPages
from demo.room.requests import RefusedError, refuse_other_machines
from demo.room.session import Session

# Python before 3.11.10 and 3.12.6 takes seconds to read a cookie that is meant to (CVE-2024-7592).
_LANGUAGE_COOKIE = re.compile(r"(?:^|;) *language=(\w+)")


@dataclass(frozen=True)
class OpenRoom:
    """A room, its pages, and who gets in. `secret` lets the presenter in; `ticket` is changed for it once."""

    session: Session
    pages: RoomPages
    languages: tuple[str, ...]
    secret: str = field(default_factory=new_secret)
    ticket: Ticket = field(default_factory=Ticket)
    door: Doorkeeper = field(default_factory=Doorkeeper)

    @property
    def seen(self) -> str:
        """The state of the room as a word; a page that has not seen this one must not change it."""
        return f"{self.session.mark}-{self.session.votes.version}"

    def close_if_idle(self) -> None:
        """Close the room after an hour without step or vote."""
        if self.session.close_if_idle():
            self.door.forget()

    def close(self) -> None:
        """Close the room and forget who was in."""
        self.session.close()
        self.door.forget()

    def admission(self, request: Request) -> Admission:
        """Return whether the phone gets in with the code in the request's path."""
        self.close_if_idle()
        address = request.client.host if request.client else ""
        return self.door.admit(address, request.path_params["code"], self.session.code)

    def refuse_strangers(self, request: Request) -> None:
        """Refuse a phone that does not get in."""
        admission = self.admission(request)
        if admission != "open":
            raise RefusedError(404 if admission == "wrong" else 429)

    def refuse_without_secret(self, request: Request) -> None:
        """Refuse everybody but the presenter, on this machine."""
        refuse_other_machines(request)
        self.close_if_idle()
        if not same(request.headers.get("x-room-secret", ""), self.secret):
            raise RefusedError(403)

    def language(self, request: Request) -> str:
        """Return the language in which a page starts for this browser."""
        accepted = [part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
        chosen = _LANGUAGE_COOKIE.findall(request.headers.get("cookie", ""))
        return next((code for code in (*chosen, *accepted) if code in self.languages), self.languages[0])


def html(page: str, status: int = 200) -> Response:
    """Return a page as an answer."""
    return Response(page, status, media_type="text/html")
