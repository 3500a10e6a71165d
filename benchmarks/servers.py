"""Starts a server of its own, and says how much memory it holds and how much time it took of a core."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Literal

Kind = Literal["doorzien", "default", "hello", "two workers"]
REPOSITORY = Path(__file__).parent.parent
MOST_SECONDS = 180


@dataclass(frozen=True)
class Server:
    """A running server on this machine, of one process or several; `started_s` is the time until its first answer."""

    kind: Kind
    port: int
    process_ids: tuple[int, ...]
    started_s: float = 0.0

    def memory_mb(self) -> float:
        """Return the resident memory in MB (Linux only; elsewhere nan)."""
        return sum(_memory_mb(process_id) for process_id in self.process_ids)

    def core_seconds(self) -> float:
        """Return how long it has kept a core busy (Linux only; elsewhere nan)."""
        return sum(_core_seconds(process_id) for process_id in self.process_ids)


def _connection(port: int) -> HTTPConnection:
    # Not httpx, which reads certificates for each: that would slow down the start that is measured.
    return HTTPConnection("127.0.0.1", port, timeout=MOST_SECONDS)


def _memory_mb(process_id: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process_id}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return float("nan")


def _core_seconds(process_id: int) -> float:
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return float("nan")


@contextlib.contextmanager
def running(kind: Kind) -> Iterator[Server]:
    """Start a server of this kind on a free port, and stop it afterwards."""
    port = free_port()
    commands = {
        "doorzien": ["-m", "demo", "--no-browser", "--port", str(port)],
        "default": ["-m", "benchmarks.default_server", str(port)],
        "hello": ["-m", "benchmarks.hello_server", str(port)],
    }
    environment = {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False", "NO_PROXY": "127.0.0.1,localhost"}
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *commands[kind]], cwd=REPOSITORY, env=environment, stdout=subprocess.DEVNULL
    ) as process:
        try:
            wait_for(port)
            yield Server(kind, port, (process.pid,), time.perf_counter() - begin)
        finally:
            process.terminate()


def free_port() -> int:
    """Return a port of this machine that no program listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Return as soon as a page is answered there; raise TimeoutError after MOST_SECONDS."""
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError, HTTPException), contextlib.closing(_connection(port)) as connection:
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port} after {MOST_SECONDS} seconds")
