"""Lines from many visitors: on the demo, and on the same app with Gradio's own settings."""

import asyncio
import json
import random
import time
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import typer

from benchmarks.servers import Kind, Server, running
from benchmarks.visitor import Visitor

LINES = (
    "don't tell your mum we talk, it's our secret",
    "the bus is late again",
    "niet tegen je ouders zeggen dat wij praten",
    "see you at practice on friday",
)
EVENT = "/gradio_api/run/predict"
MOST_WAIT_S = 60.0
HEAD = (
    "| settings | visitors | pause | events | errors | events per second | p50 ms | p95 ms | core ms per event | "
    "memory MB |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


@dataclass(frozen=True)
class Figures:
    """What one run measured; waiting times and time of a core in milliseconds, memory in MB."""

    kind: Kind
    visitors: int
    pause_s: float
    events: int
    errors: int
    per_second: float
    p50_ms: float
    p95_ms: float
    core_ms: float
    memory_before_mb: float
    memory_after_mb: float

    def row(self) -> str:
        """Return the figures as a row of a Markdown table."""
        return (
            f"| {self.kind} | {self.visitors} | {self.pause_s:g} s | {self.events} | {self.errors} | "
            f"{self.per_second:.0f} | {self.p50_ms:.0f} | {self.p95_ms:.0f} | {self.core_ms:.1f} | "
            f"{self.memory_before_mb:.0f} → {self.memory_after_mb:.0f} |"
        )


async def measure(server: Server, *, visitors: int, pause_s: float, events_each: int) -> Figures:
    """Let `visitors` send `events_each` lines each, with about `pause_s` seconds between two lines.

    Each connects and sends one line more before the clock starts, so that it measures a class at work.
    """
    event = await line_event(server.port)
    people = [_Person(server, event, number, pause_s) for number in range(visitors)]
    await asyncio.gather(*(person.send() for person in people))
    memory, core, begin = server.memory_mb(), server.core_seconds(), time.perf_counter()
    waits = [wait for visit in await asyncio.gather(*(one.visit(events_each) for one in people)) for wait in visit]
    seconds = time.perf_counter() - begin
    await asyncio.gather(*(person.leave() for person in people))
    answered = np.array([wait for wait in waits if wait is not None] or [float("nan")]) * 1000
    return Figures(
        kind=server.kind,
        visitors=visitors,
        pause_s=pause_s,
        events=len(waits),
        errors=waits.count(None),
        per_second=len(waits) / seconds,
        p50_ms=float(np.percentile(answered, 50)),
        p95_ms=float(np.percentile(answered, 95)),
        core_ms=1000 * (server.core_seconds() - core) / len(waits),
        memory_before_mb=memory,
        memory_after_mb=server.memory_mb(),
    )


async def line_event(port: int) -> dict[str, object]:
    """Return what the page of this server sends for a typed line, without the line."""
    async with Visitor("127.0.0.1", port) as visitor:
        page = (await visitor.ask("GET", "/")).body.decode()
    config = json.loads(page.split("window.gradio_config = ", 1)[1].split(";</script>", 1)[0])
    form = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "try-form")
    submit = next(one for one in config["dependencies"] if one["targets"][0][0] == form)
    return {"data": [], "fn_index": submit["id"], "trigger_id": submit["targets"][0][0]}


class _Person:
    def __init__(self, server: Server, event: dict[str, object], number: int, pause_s: float) -> None:
        self._queued = server.kind == "default"
        self._event = {**event, "session_hash": f"visitor{number}"}
        self._asking, self._listening = Visitor("127.0.0.1", server.port), Visitor("127.0.0.1", server.port)
        self._random, self._pause_s, self._turn = random.Random(number), pause_s, number

    async def visit(self, events: int) -> list[float | None]:
        """Return how many seconds each line took, None for an error."""
        waits: list[float | None] = []
        await asyncio.sleep(self._random.uniform(0, self._pause_s))
        for _ in range(events):
            begin = time.perf_counter()
            good = await self.send()
            waits.append(time.perf_counter() - begin if good else None)
            await asyncio.sleep(self._random.uniform(0.5, 1.5) * self._pause_s)
        return waits

    async def send(self) -> bool:
        """Send one line; return whether it was answered."""
        self._turn += 1
        body = json.dumps({**self._event, "event_data": {"line": LINES[self._turn % len(LINES)]}}).encode()
        try:
            async with asyncio.timeout(MOST_WAIT_S):
                return await (self._through_queue(body) if self._queued else self._directly(body))
        except (OSError, EOFError, TimeoutError):
            await self.leave()
            return False

    async def leave(self) -> None:
        await self._asking.hang_up()
        await self._listening.hang_up()

    async def _directly(self, body: bytes) -> bool:
        answer = await self._asking.ask("POST", EVENT, body)
        return answer.status == 200 and b'"data"' in answer.body

    async def _through_queue(self, body: bytes) -> bool:
        if (await self._asking.ask("POST", "/gradio_api/queue/join", body)).status != 200:
            return False
        told = b""
        async for piece in self._listening.stream(f"/gradio_api/queue/data?session_hash={self._event['session_hash']}"):
            told += piece
            if b'"process_completed"' in told and told.endswith(b"\n\n"):
                return b'"success":true' in told.replace(b" ", b"")
        return False


def main(
    visitors: Annotated[int, typer.Option(min=1, max=500)] = 40,
    pause: Annotated[float, typer.Option(help="Seconds between two lines of a visitor.", min=0)] = 0.0,
    events: Annotated[int, typer.Option(help="Lines of each visitor.", min=1, max=1000)] = 20,
) -> None:
    """Measure the demo and the same app with Gradio's own settings, one after the other."""
    typer.echo(HEAD)
    kinds: tuple[Kind, ...] = ("doorzien", "default")
    for kind in kinds:
        with running(kind) as server:
            typer.echo(asyncio.run(measure(server, visitors=visitors, pause_s=pause, events_each=events)).row())


if __name__ == "__main__":
    typer.run(main)
