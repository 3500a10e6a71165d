"""Many visitors open the page at once: `uv run python -m benchmarks.pages`. It needs Chromium, once per server."""

import asyncio
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

import numpy as np
import typer
from playwright.sync_api import sync_playwright

from benchmarks.servers import Kind, Server, running
from benchmarks.visitor import Visitor

CONNECTIONS_EACH = 6  # as browsers open to one server
HEAD = (
    "| settings | loads at once | requests each | KB each | errors | p50 s | p95 s | core ms per load | memory MB |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


@dataclass(frozen=True)
class PageFigures:
    """What one run measured; waiting times in seconds, time of a core in milliseconds, memory in MB."""

    kind: Kind
    loads: int
    requests_each: int
    kilobytes_each: float
    errors: int
    p50_s: float
    p95_s: float
    core_ms: float
    memory_before_mb: float
    memory_after_mb: float

    def row(self) -> str:
        """Return the figures as a row of a Markdown table."""
        return (
            f"| {self.kind} | {self.loads} | {self.requests_each} | {self.kilobytes_each:.0f} | {self.errors} | "
            f"{self.p50_s:.2f} | {self.p95_s:.2f} | {self.core_ms:.0f} | "
            f"{self.memory_before_mb:.0f} → {self.memory_after_mb:.0f} |"
        )


def asked_by_a_browser(server: Server) -> list[str]:
    """Return the paths that a browser asks for when it opens the page for the first time."""
    address = f"http://127.0.0.1:{server.port}"
    paths: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.on(
            "request",
            lambda asked: paths.append(urlsplit(asked.url).path) if asked.url.startswith(address) else None,
        )
        page.goto(address)
        page.locator(".door").first.wait_for(timeout=120_000)
        page.wait_for_load_state("networkidle")
        browser.close()
    return [path for path in dict.fromkeys(paths) if "/gradio_api/" not in path]


async def measure_pages(server: Server, paths: Sequence[str], *, loads: int) -> PageFigures:
    """Let `loads` visitors open the page at once, each with an empty cache."""
    memory, core = server.memory_mb(), server.core_seconds()
    results = await asyncio.gather(*(_load(server.port, paths) for _ in range(loads)))
    waits = np.array([seconds for seconds, _, _ in results])
    return PageFigures(
        kind=server.kind,
        loads=loads,
        requests_each=len(paths),
        kilobytes_each=float(np.mean([length for _, length, _ in results])) / 1024,
        errors=sum(errors for _, _, errors in results),
        p50_s=float(np.percentile(waits, 50)),
        p95_s=float(np.percentile(waits, 95)),
        core_ms=1000 * (server.core_seconds() - core) / loads,
        memory_before_mb=memory,
        memory_after_mb=server.memory_mb(),
    )


async def _load(port: int, paths: Sequence[str]) -> tuple[float, int, int]:
    begin = time.perf_counter()
    page, *files = paths
    async with Visitor("127.0.0.1", port) as first:
        answers = [await _asked(first, page)]
    waiting = list(reversed(files))

    async def fetch_files() -> None:
        async with Visitor("127.0.0.1", port) as visitor:
            while waiting:
                answers.append(await _asked(visitor, waiting.pop()))

    await asyncio.gather(*(fetch_files() for _ in range(CONNECTIONS_EACH)))
    return time.perf_counter() - begin, sum(answers), answers.count(0)


async def _asked(visitor: Visitor, path: str) -> int:
    """Return how many bytes came, 0 for an error."""
    try:
        answer = await visitor.ask("GET", path)
    except (OSError, EOFError):
        await visitor.hang_up()
        return 0
    return answer.length if answer.status == 200 else 0


def main(loads: Annotated[int, typer.Option(min=1, max=200)] = 40) -> None:
    """Measure the demo and the same app with Gradio's own settings, one after the other."""
    typer.echo(HEAD)
    kinds: tuple[Kind, ...] = ("doorzien", "default")
    for kind in kinds:
        with running(kind) as server:
            paths = asked_by_a_browser(server)
            typer.echo(asyncio.run(measure_pages(server, paths, loads=loads)).row())


if __name__ == "__main__":
    typer.run(main)
