"""What a room takes from a request and gives back: checked bodies, refusals, and the headers of every answer."""

import json
from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from demo.asked import from_this_machine

MOST_BYTES = 2048
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
Body = TypeVar("Body", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Vote(_Strict):
    """A phone's answers to one question."""

    ballot: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    opening: int
    stage: Literal["first", "second"]
    answers: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=20)]


class Step(_Strict):
    """What the presenter does next; `seen` is the state that the presenter saw."""

    step: Literal["choose", "forward", "back", "again", "lobby", "close", "start"]
    seen: str
    set: str = ""


class Once(_Strict):
    """What the page that the program opened changes for the presenter's secret."""

    ticket: Annotated[str, Field(max_length=100)]


class RefusedError(Exception):
    """The request is refused with this HTTP status."""

    def __init__(self, status: int) -> None:
        self.status = status


def answering(function: Callable[[Request], Any]) -> Callable[[Request], Any]:
    """Return the function with refusals turned into answers, and the headers added to each."""

    async def answer(request: Request) -> Response:
        try:
            response: Response = await function(request)
        except RefusedError as refused:
            response = Response(status_code=refused.status)
            if refused.status == 413:
                response.headers["Connection"] = "close"  # so that the rest is not even received
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


async def nothing(_: Request) -> Response:
    """Refuse with 404."""
    raise RefusedError(404)


def refuse_other_machines(request: Request) -> None:
    """Refuse a request that does not come from this machine."""
    if not from_this_machine(request.scope):
        raise RefusedError(404)


async def checked_body(request: Request, kind: type[Body]) -> Body:
    """Return the checked body of a request, read no further than MOST_BYTES."""
    # A proxy may speak HTTPS with the phone and HTTP with this program.
    host = request.headers.get("host")
    if request.headers.get("origin") not in (None, f"http://{host}", f"https://{host}"):
        raise RefusedError(403)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise RefusedError(415)
    received = b""
    try:
        async for chunk in request.stream():
            received += chunk
            if len(received) > MOST_BYTES:
                raise RefusedError(413)
        return kind.model_validate(json.loads(received))
    except ClientDisconnect:
        raise RefusedError(400) from None
    except ValidationError:
        raise RefusedError(422) from None
    except (ValueError, RecursionError):
        raise RefusedError(400) from None


def unless_seen(request: Request, tag: str, state: Any) -> Response:  # noqa: ANN401
    """Return the state as JSON, or 304 where the page has seen it; a callable is called only when needed."""
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return JSONResponse(state() if callable(state) else state, headers={"ETag": tag})
