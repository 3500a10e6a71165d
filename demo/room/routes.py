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
import ipaddress
import json
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from demo.content import Content
from demo.room.access import CODE_LENGTH, Doorkeeper, new_secret, same, typed_code
from demo.room.addresses import network_addresses
from demo.room.pages import STATIC, RoomPages
from demo.room.questions import questions
from demo.room.session import Session
from demo.room.votes import ORDINARY, RefusedVoteError, WrongStageError

PATHS = {"/join": ("GET",), "/room": ("GET", "POST")}
MOST_BYTES = 2048
IDLE_CHECK_SECONDS = 30
SCRIPTS = ("room.js", "room-phone.js", "room-presenter.js")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
Body = TypeVar("Body", bound=BaseModel)
VOTE_STATUS = {"unknown_answer": 422, "not_open": 409, "full": 409}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Vote(_Strict):
    ballot: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    opening: int
    stage: Literal["first", "second"]
    answers: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=20)]


class _Step(_Strict):
    step: Literal["choose", "forward", "back", "again", "lobby", "close", "start"]
    seen: str
    set: str = ""


class _RefusedError(Exception):
    def __init__(self, status: int) -> None:
        self.status = status


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
            *((method, f"{path}/{{rest:path}}", _nothing) for path, methods in PATHS.items() for method in methods),
        ]
        return [Route(path, _answering(function), methods=[method]) for method, path, function in own]

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
        return _unless_seen(request, f'"{self.session.mark}-{votes.version}"', state)

    async def _phone_vote(self, request: Request) -> Response:
        self._refuse_strangers(request)
        vote = await _body(request, _Vote)
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
            raise _RefusedError(404)
        return Response(self._files[name], media_type="text/javascript", headers={"Cache-Control": "max-age=3600"})

    # ---- the presenter

    async def _presenter(self, request: Request) -> Response:
        _refuse_other_machines(request)
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
        return _unless_seen(request, tag, lambda: {**state, "html": self._pages.stage(self.session, port)})

    async def _control_step(self, request: Request) -> Response:
        self._refuse_without_secret(request)
        step = await _body(request, _Step)
        if step.seen != self._seen:  # a second press, or another tab: the page has not seen what it would change
            raise _RefusedError(409)
        try:
            if step.step == "choose":
                self.session.choose(step.set)
            else:
                getattr(self.session, step.step)()
        except KeyError:
            raise _RefusedError(422) from None
        except WrongStageError:
            raise _RefusedError(409) from None
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
            raise _RefusedError(404 if admission == "wrong" else 429)

    def _refuse_without_secret(self, request: Request) -> None:
        _refuse_other_machines(request)
        self._close_if_idle()
        if not same(request.headers.get("x-room-secret", ""), self.secret):
            raise _RefusedError(403)

    def _language(self, request: Request) -> str:
        accepted = [part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
        wanted = [request.cookies.get("language", ""), *accepted]
        return next((code for code in wanted if code in self._languages), self._languages[0])

    @staticmethod
    def _html(page: str, status: int = 200) -> Response:
        return Response(page, status, media_type="text/html")


def _answering(function: Callable[[Request], Any]) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        try:
            response: Response = await function(request)
        except _RefusedError as refused:
            response = Response(status_code=refused.status)
            if refused.status == 413:
                response.headers["Connection"] = "close"  # so that the rest is not even received
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


async def _nothing(_: Request) -> Response:
    raise _RefusedError(404)


def _refuse_other_machines(request: Request) -> None:
    address = request.client.host if request.client else ""
    if not ipaddress.ip_address(address or "0.0.0.0").is_loopback:
        raise _RefusedError(404)


async def _body(request: Request, kind: type[Body]) -> Body:
    """Return the checked body of a request, read no further than MOST_BYTES."""
    origin = request.headers.get("origin")
    if origin is not None and origin != f"{request.url.scheme}://{request.headers.get('host')}":
        raise _RefusedError(403)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise _RefusedError(415)
    received = b""
    try:
        async for chunk in request.stream():
            received += chunk
            if len(received) > MOST_BYTES:
                raise _RefusedError(413)
        return kind.model_validate(json.loads(received))
    except ClientDisconnect:
        raise _RefusedError(400) from None
    except ValidationError:
        raise _RefusedError(422) from None
    except (ValueError, RecursionError):
        raise _RefusedError(400) from None


def _unless_seen(request: Request, tag: str, state: Any) -> Response:  # noqa: ANN401
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return JSONResponse(state() if callable(state) else state, headers={"ETag": tag})
