"""The room's web addresses: small pages and answers beside Gradio, for phones and for the presenter."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from demo.content import Content
from demo.proxy import Proxy
from demo.room.access import new_code
from demo.room.addresses import Network
from demo.room.open_room import OpenRoom
from demo.room.pages import STATIC, RoomPages
from demo.room.phone_routes import PhoneRoutes
from demo.room.presenter_routes import PresenterRoutes
from demo.room.questions import questions
from demo.room.requests import RefusedError, answering, nothing
from demo.room.session import Session
from demo.room.votes import ORDINARY

PATHS = {"/join": ("GET",), "/room": ("GET", "POST")}
CHECK_SECONDS = 5
FILES = ("room.js", "room-phone.js", "room-presenter.js", "marks.css")


class RoomRoutes:
    """The routes of one room. `secret` goes to the presenter's page, behind the `#` of its address."""

    def __init__(
        self,
        content: Content,
        session: Session | None = None,
        proxy: Proxy | None = None,
        network: Network | None = None,
    ) -> None:
        self._network = network or Network(proxy.address if proxy else None)
        answers = (*(tag.id for tag in content.tags), ORDINARY)
        self.session = session or Session(questions(content), answers, new_code=proxy.new_code if proxy else new_code)
        pages = RoomPages(content, self._network)
        self._room = OpenRoom(self.session, pages, tuple(content.texts))
        self.secret = self._room.secret
        self._files = {name: (STATIC / name).read_text(encoding="utf-8") for name in FILES} | {
            "room.css": pages.style()
        }

    def ticket(self) -> str:
        """Return what the presenter's page may stand with behind the `#` instead of the secret, once and at once."""
        return f"once-{self._room.ticket.new()}"

    @property
    def hosts(self) -> list[str]:
        """The host names by which phones reach this machine now."""
        return [one.address for one in self._network.addresses]

    def routes(self) -> list[BaseRoute]:
        """Return all routes, the fixed ones before the one that takes any code."""
        phones, presenter = PhoneRoutes(self._room), PresenterRoutes(self._room)
        own: list[tuple[str, str, Callable[[Request], Any]]] = [
            ("GET", "/join", phones.join),
            ("GET", "/room", presenter.page),
            ("GET", "/room/help", phones.help),
            ("GET", "/room/static/{name}", self._static),
            ("POST", "/room/control/secret", presenter.secret),
            ("GET", "/room/control/state", presenter.state),
            ("POST", "/room/control/step", presenter.step),
            ("GET", "/room/{code}", phones.page),
            ("GET", "/room/{code}/state", phones.state),
            ("POST", "/room/{code}/vote", phones.vote),
            # Nothing at or below these paths may fall through to Gradio.
            *(
                (method, f"{path}{rest}", nothing)
                for path, methods in PATHS.items()
                for method in methods
                for rest in ("", "/{rest:path}")
            ),
        ]
        return [Route(path, answering(function), methods=[method]) for method, path, function in own]

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Close the room when it is idle and when the program ends, and follow the machine to other networks."""

        async def watch() -> None:
            while True:
                await asyncio.sleep(CHECK_SECONDS)
                self._room.close_if_idle()
                await self._network.look_again()

        watching = asyncio.create_task(watch())
        try:
            yield
        finally:
            watching.cancel()
            self._room.close()

    async def _static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._files:
            raise RefusedError(404)
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        return Response(self._files[name], media_type=kind, headers={"Cache-Control": "max-age=3600"})
