"""A demo with a room, started with its own command, and those who use it."""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from models.source import REPOSITORY


@dataclass(frozen=True)
class RunningRoom:
    """Where the room answers, and the presenter's secret."""

    address: str
    secret: str


class Presenter:
    """What the presenter's page does, without a browser."""

    def __init__(self, room: RunningRoom) -> None:
        self.client = httpx.Client(base_url=room.address, headers={"X-Room-Secret": room.secret}, trust_env=False)

    def state(self):
        return self.client.get("/room/control/state").raise_for_status().json()

    def step(self, step, set_id=""):
        body = {"step": step, "set": set_id, "seen": self.state()["seen"]}
        return self.client.post("/room/control/step", json=body).raise_for_status()

    @property
    def code(self):
        return re.search(r'class="code">(\w{7})<', self.state()["html"])[1]


def start(home: Path | None = None, browser: str | None = None) -> subprocess.Popen[str]:
    """Start a demo with a room; `home` takes the place of its home and temporary folders, `browser` of the browser."""
    places = {"HOME": str(home), "TMPDIR": str(home)} if home else {}
    if browser:
        places["BROWSER"] = browser
    return subprocess.Popen(
        [sys.executable, "-m", "demo", "--port", "0", "--room", *([] if browser else ["--no-browser"])],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **places},
    )


def announced(demo: subprocess.Popen[str]) -> RunningRoom:
    lines = iter(demo.stdout.readline, "")
    address = next(line for line in lines if line.startswith("Doorzien is open")).split()[4]
    return RunningRoom(address, next(lines).strip().partition("#")[2])


def wait_until(condition, seconds=2.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "took too long"
        time.sleep(0.05)
