"""The room's web addresses: small pages and answers beside Gradio, for phones and for the presenter.

How a phone is counted once, with no cookie and no storage: its page makes a random ballot for each question and
keeps it in the page's address, behind the `#`, which browsers never send and a closed tab forgets. A reload finds the
ballot there. Several tabs of one browser agree on one ballot while they are open. The limits: who closes the tab and
joins anew in the middle of a question, or uses a second browser, votes anew, and a program could send up to MAX_BALLOTS
votes. Nothing stronger is possible without knowing devices. The counts start a conversation; they elect nobody.

The presenter's answers go to this machine alone, and only with the secret: on a network without encryption it would
otherwise be readable.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from demo.content import Content
from demo.room.access import CODE_LENGTH, Doorkeeper, new_secret, same, typed_code
from demo.room.addresses import network_addresses
from demo.room.pages import STATIC, RoomPages
from demo.room.questions import questions
from demo.room.requests import (
    RefusedError,
    Step,
    Vote,
    answering,
    checked_body,
    nothing,
    refuse_other_machines,
    unless_seen,
)
from demo.room.session import Session
from demo.room.votes import ORDINARY, RefusedVoteError, WrongStageError

PATHS = {"/join": ("GET",), "/room": ("GET", "POST")}
IDLE_CHECK_SECONDS = 30
SCRIPTS = ("room.js", "room-phone.js", "room-presenter.js")
VOTE_STATUS = {"unknown_answer": 422, "not_open": 409, "full": 409}


class RoomRoutes:
    """The routes of one room. `secret` goes to the presenter's page, behind the `#` of its address."""

    def __init__(self, content: Content, session: Session | None = None) -> None:
        self.addresses = network_addresses()
        self.secret = new_secret()
        answers = (*(tag.id for tag in content.tags), ORDINARY)
        self.session = session or Session(questions(content), answers)
        self._languages = tuple(content.texts)
        self._pages = RoomPages(content, self.addresses)
        self._door = Doorkeeper()
        self._files = {name: (STATIC / name).read_text(encoding="utf-8") for name in SCRIPTS}
        self._style = self._pages.style()

    @property
    def hosts(self) -> list[str]:
        """The host names by which phones reach this machine."""
        return [one.address for one in self.addresses]

    def routes(self) -> list[BaseRoute]:
        """Return all routes, the fixed ones before the one that takes any code."""
        own: list[tuple[str, str, Callable[[Request], Any]]] = [
            ("GET", "/join", self._join),
            ("GET", "/room", self._presenter),
            ("GET", "/room/help", self._help),
            ("GET", "/room/static/{name}", self._static),
            ("GET", "/room/control/state", self._control_state),
            ("POST", "/room/control/step", self._control_step),
            ("GET", "/room/{code}", self._phone),
            ("GET", "/room/{code}/state", self._phone_state),
            ("POST", "/room/{code}/vote", self._phone_vote),
            # Nothing below these paths may fall through to Gradio.
            *((method, f"{path}/{{rest:path}}", nothing) for path, methods in PATHS.items() for method in methods),
        ]
        return [Route(path, answering(function), methods=[method]) for method, path, function in own]

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Close the room when it is idle, and when the program ends."""

        async def watch() -> None:
            while True:
                await asyncio.sleep(IDLE_CHECK_SECONDS)
                self._close_if_idle()

        watching = asyncio.create_task(watch())
        try:
            yield
        finally:
            watching.cancel()
            self.session.close()
            self._door.forget()

    # ---- phones

    async def _join(self, request: Request) -> Response:
        code = typed_code(request.query_params.get("code", ""))
        if not code:
            return self._html(self._pages.join(self._language(request)))
        # Whether the code is right is told by the room's own page alone: a guess costs the same everywhere.
        return RedirectResponse(f"/room/{code.ljust(CODE_LENGTH, '-')}", status_code=303)

    async def _phone(self, request: Request) -> Response:
        admission = self._admission(request)
        if admission != "open":
            page = self._pages.join(self._language(request), fault=admission)
            return self._html(page, 404 if admission == "wrong" else 429)
        return self._html(self._pages.page("phone", self._language(request), code=self.session.code))

    async def _phone_state(self, request: Request) -> Response:
        self._refuse_strangers(request)
        votes, question = self.session.votes, self.session.question
        state = {
            "stage": votes.stage,
            "opening": votes.opening,
            "line": question.text if question else None,
            "language": question.language if question else None,
        }
        return unless_seen(request, f'"{self.session.mark}-{votes.version}"', state)

    async def _phone_vote(self, request: Request) -> Response:
        self._refuse_strangers(request)
        vote = await checked_body(request, Vote)
        try:
            self.session.votes.vote(vote.ballot, vote.answers, opening=vote.opening, stage=vote.stage)
        except RefusedVoteError as refused:
            return JSONResponse({"reason": refused.reason}, VOTE_STATUS[refused.reason])
        return Response(status_code=204)

    async def _help(self, request: Request) -> Response:
        return self._html(self._pages.page("help", self._language(request)))

    async def _static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name == "room.css":
            return Response(self._style, media_type="text/css", headers={"Cache-Control": "max-age=3600"})
        if name not in self._files:
            raise RefusedError(404)
        return Response(self._files[name], media_type="text/javascript", headers={"Cache-Control": "max-age=3600"})

    # ---- the presenter

    async def _presenter(self, request: Request) -> Response:
        refuse_other_machines(request)
        return self._html(self._pages.page("presenter", self._language(request), sets=self.session.sets))

    async def _control_state(self, request: Request) -> Response:
        self._refuse_without_secret(request)
        port = request.url.port or 80
        votes = self.session.votes
        state = {
            "stage": votes.stage,
            "progress": votes.progress,
            "seen": self._seen,
            "first": not self.session.position,
        }
        tag = f'"{self._seen}-{votes.progress}"'
        return unless_seen(request, tag, lambda: {**state, "html": self._pages.stage(self.session, port)})

    async def _control_step(self, request: Request) -> Response:
        self._refuse_without_secret(request)
        step = await checked_body(request, Step)
        if step.seen != self._seen:  # a second press, or another tab: the page has not seen what it would change
            raise RefusedError(409)
        try:
            if step.step == "choose":
                self.session.choose(step.set)
            else:
                getattr(self.session, step.step)()
        except KeyError:
            raise RefusedError(422) from None
        except WrongStageError:
            raise RefusedError(409) from None
        if step.step in ("close", "start"):
            self._door.forget()
        return Response(status_code=204)

    @property
    def _seen(self) -> str:
        return f"{self.session.mark}-{self.session.votes.version}"

    # ---- what both share

    def _close_if_idle(self) -> None:
        if self.session.close_if_idle():
            self._door.forget()

    def _admission(self, request: Request) -> Literal["open", "wrong", "later"]:
        self._close_if_idle()
        address = request.client.host if request.client else ""
        return self._door.admit(address, request.path_params["code"], self.session.code)

    def _refuse_strangers(self, request: Request) -> None:
        admission = self._admission(request)
        if admission != "open":
            raise RefusedError(404 if admission == "wrong" else 429)

    def _refuse_without_secret(self, request: Request) -> None:
        refuse_other_machines(request)
        self._close_if_idle()
        if not same(request.headers.get("x-room-secret", ""), self.secret):
            raise RefusedError(403)

    def _language(self, request: Request) -> str:
        accepted = [part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
        wanted = [request.cookies.get("language", ""), *accepted]
        return next((code for code in wanted if code in self._languages), self._languages[0])

    @staticmethod
    def _html(page: str, status: int = 200) -> Response:
        return Response(page, status, media_type="text/html")
