"""What a room answers to phones.

How a phone is counted once, with no cookie and no storage: its page makes a random ballot for each question and
keeps it in the page's address, behind the `#`, which browsers never send and a closed tab forgets. A reload finds the
ballot there. Several tabs of one browser agree on one ballot while they are open. The limits: who closes the tab and
joins anew in the middle of a question, or uses a second browser, votes anew, and a program could send up to MAX_BALLOTS
votes. Nothing stronger is possible without knowing devices. The counts start a conversation; they elect nobody.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from demo.room.access import CODE_LENGTH, typed_code
from demo.room.open_room import OpenRoom, html
from demo.room.requests import Vote, checked_body, unless_seen
from demo.room.votes import RefusedVoteError

VOTE_STATUS = {"unknown_answer": 422, "not_open": 409, "full": 409}


class PhoneRoutes:
    """Answers to phones, which know the room's code."""

    def __init__(self, room: OpenRoom) -> None:
        self._room = room

    async def join(self, request: Request) -> Response:
        """Return the page on which the code is typed, or lead on to the room of that code."""
        code = typed_code(request.query_params.get("code", ""))
        if not code:
            return html(self._room.pages.join(self._room.language(request)))
        # Whether the code is right is told by the room's own page alone: a guess costs the same everywhere.
        return RedirectResponse(f"/room/{code.ljust(CODE_LENGTH, '-')}", status_code=303)

    async def page(self, request: Request) -> Response:
        """Return the room's page, or the one on which the code is typed."""
        admission = self._room.admission(request)
        if admission != "open":
            page = self._room.pages.join(self._room.language(request), fault=admission)
            return html(page, 404 if admission == "wrong" else 429)
        return html(self._room.pages.page("phone", self._room.language(request), code=self._room.session.code))

    async def state(self, request: Request) -> Response:
        """Return what the phone shows now."""
        self._room.refuse_strangers(request)
        votes, question = self._room.session.votes, self._room.session.question
        state = {
            "stage": votes.stage,
            "opening": votes.opening,
            "line": question.text if question else None,
            "language": question.language if question else None,
        }
        return unless_seen(request, f'"{self._room.session.mark}-{votes.version}"', state)

    async def vote(self, request: Request) -> Response:
        """Count a vote."""
        self._room.refuse_strangers(request)
        vote = await checked_body(request, Vote)
        try:
            self._room.session.votes.vote(vote.ballot, vote.answers, opening=vote.opening, stage=vote.stage)
        except RefusedVoteError as refused:
            return JSONResponse({"reason": refused.reason}, VOTE_STATUS[refused.reason])
        return Response(status_code=204)

    async def help(self, request: Request) -> Response:
        """Return the page with helplines."""
        return html(self._room.pages.page("help", self._room.language(request)))
