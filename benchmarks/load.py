"""Load on the demo, and on the same app with Gradio's own settings: `uv run python -m benchmarks.load`."""

import asyncio
import json
import random
import time
from dataclasses import dataclass
from typing import Annotated

import httpx
import numpy as np
import typer

from benchmarks.servers import Kind, Server, running

LINES = (
    "don't tell your mum we talk, it's our secret",
    "the bus is late again",
    "niet tegen je ouders zeggen dat wij praten",
    "see you at practice on friday",
)


@dataclass(frozen=True)
class Figures:
    """What one run measured; waiting times in milliseconds, memory in MB."""

    kind: Kind
    visitors: int
    pause_s: float
    events: int
    errors: int
    per_second: float
    p50_ms: float
    p95_ms: float
    memory_before_mb: float
    memory_after_mb: float

    def row(self) -> str:
        """Return the figures as a row of a Markdown table."""
        return (
            f"| {self.kind} | {self.visitors} | {self.pause_s:g} s | {self.events} | {self.errors} | "
            f"{self.per_second:.0f} | {self.p50_ms:.0f} | {self.p95_ms:.0f} | "
            f"{self.memory_before_mb:.0f} → {self.memory_after_mb:.0f} |"
        )


HEAD = (
    "| settings | visitors | pause | events | errors | events per second | p50 ms | p95 ms | memory MB |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


async def measure(server: Server, *, visitors: int, pause_s: float, events_each: int) -> Figures:
    """Let `visitors` send `events_each` lines each, with about `pause_s` seconds between two lines."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=server.address, timeout=60, limits=limits, trust_env=False) as client:
        event = _line_event((await client.get("/")).text)
        before, started = server.memory_mb(), time.perf_counter()
        waits = await asyncio.gather(
            *(_visit(client, server.kind, event, number, pause_s, events_each) for number in range(visitors))
        )
        seconds = time.perf_counter() - started
    all_waits = [wait for visit in waits for wait in visit]
    answered = np.array([wait for wait in all_waits if wait is not None] or [float("nan")]) * 1000
    return Figures(
        kind=server.kind,
        visitors=visitors,
        pause_s=pause_s,
        events=len(all_waits),
        errors=all_waits.count(None),
        per_second=len(all_waits) / seconds,
        p50_ms=float(np.percentile(answered, 50)),
        p95_ms=float(np.percentile(answered, 95)),
        memory_before_mb=before,
        memory_after_mb=server.memory_mb(),
    )


def _line_event(page: str) -> dict[str, object]:
    config = json.loads(page.split("window.gradio_config = ", 1)[1].split(";</script>", 1)[0])
    form = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "try-form")
    submit = next(one for one in config["dependencies"] if one["targets"][0][0] == form)
    return {"data": [], "fn_index": submit["id"], "trigger_id": submit["targets"][0][0]}


async def _visit(
    client: httpx.AsyncClient, kind: Kind, event: dict[str, object], number: int, pause_s: float, events_each: int
) -> list[float | None]:
    waits: list[float | None] = []
    pauses = random.Random(number)
    await asyncio.sleep(pauses.uniform(0, pause_s))
    for turn in range(events_each):
        sent = {**event, "event_data": {"line": LINES[turn % len(LINES)]}, "session_hash": f"visitor{number}"}
        started = time.perf_counter()
        try:
            good = await (_queued(client, sent) if kind == "default" else _direct(client, sent))
        except httpx.HTTPError:
            good = False
        waits.append(time.perf_counter() - started if good else None)
        await asyncio.sleep(pauses.uniform(0.5, 1.5) * pause_s)
    return waits


async def _direct(client: httpx.AsyncClient, sent: dict[str, object]) -> bool:
    answer = await client.post("/gradio_api/run/predict", json=sent)
    return answer.status_code == 200 and "data" in answer.json()


async def _queued(client: httpx.AsyncClient, sent: dict[str, object]) -> bool:
    joined = await client.post("/gradio_api/queue/join", json=sent)
    if joined.status_code != 200:
        return False
    async with client.stream(
        "GET", "/gradio_api/queue/data", params={"session_hash": str(sent["session_hash"])}
    ) as stream:
        async for line in stream.aiter_lines():
            if '"process_completed"' in line:
                return '"success":true' in line.replace(" ", "")
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
