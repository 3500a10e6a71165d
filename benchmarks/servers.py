"""Starts a server of its own, and says how much memory it holds."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx

Kind = Literal["doorzien", "default"]
REPOSITORY = Path(__file__).parent.parent


@dataclass(frozen=True)
class Server:
    """A running server on this machine."""

    kind: Kind
    address: str
    process_id: int

    def memory_mb(self) -> float:
        """Return the resident memory in MB (Linux only; elsewhere nan)."""
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{self.process_id}/status").read_text(encoding="ascii").splitlines():
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        return float("nan")


@contextlib.contextmanager
def running(kind: Kind) -> Iterator[Server]:
    """Start a server of this kind on a free port, and stop it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    commands = {
        "doorzien": ["-m", "demo", "--no-browser", "--port", port],
        "default": ["-m", "benchmarks.default_server", port],
    }
    environment = {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False"}
    with subprocess.Popen(
        [sys.executable, *commands[kind]], cwd=REPOSITORY, env=environment, stdout=subprocess.DEVNULL
    ) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address)
            yield Server(kind, address, process.pid)
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    for _ in range(240):
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(address, timeout=10).status_code == 200:
                return
        time.sleep(0.25)
    raise TimeoutError(f"{address} did not answer within a minute")
