"""What a room answers to the presenter.

The answers go to this machine alone, and only with the secret (or with the ticket for it): on a network without
encryption it would otherwise be readable.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from demo.room.open_room import OpenRoom, html
from demo.room.requests import Once, RefusedError, Step, checked_body, refuse_other_machines, unless_seen
from demo.room.votes import WrongStageError


class PresenterRoutes:
    """Answers to the presenter's page."""

    def __init__(self, room: OpenRoom) -> None:
        self._room = room

    async def page(self, request: Request) -> Response:
        """Return the presenter's page, to this machine only."""
        refuse_other_machines(request)
        return html(self._room.pages.page("presenter", self._room.language(request), sets=self._room.session.sets))

    async def secret(self, request: Request) -> Response:
        """Return the secret in exchange for the ticket that the opened page was given; it works once."""
        refuse_other_machines(request)
        if not self._room.ticket.take((await checked_body(request, Once)).ticket):
            raise RefusedError(403)
        return JSONResponse({"secret": self._room.secret})

    async def state(self, request: Request) -> Response:
        """Return what the presenter's screen shows now."""
        self._room.refuse_without_secret(request)
        port = request.url.port or 80
        votes = self._room.session.votes
        state = {
            "stage": votes.stage,
            "progress": votes.progress,
            "seen": self._room.seen,
            "network": self._room.pages.network.version,
            "first": not self._room.session.position,
        }
        tag = f'"{self._room.seen}-{state["network"]}-{votes.progress}"'
        return unless_seen(request, tag, lambda: {**state, "html": self._room.pages.stage(self._room.session, port)})

    async def step(self, request: Request) -> Response:
        """Take the next step."""
        self._room.refuse_without_secret(request)
        step = await checked_body(request, Step)
        if step.seen != self._room.seen:  # a second press, or another tab: the page has not seen what it would change
            raise RefusedError(409)
        try:
            if step.step == "choose":
                self._room.session.choose(step.set)
            else:
                getattr(self._room.session, step.step)()
        except KeyError:
            raise RefusedError(422) from None
        except WrongStageError:
            raise RefusedError(409) from None
        if step.step in ("close", "start"):
            self._room.door.forget()
        return Response(status_code=204)
