"""Two workers behind nginx with the settings in deploy/, on ports of their own."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.servers import REPOSITORY, Server, free_port, wait_for

SETTINGS = REPOSITORY / "deploy" / "nginx.conf"
SHIPPED_PORTS = ("7861", "7862")


@dataclass(frozen=True)
class Cluster:
    """nginx on `port`, and its workers, in the order of `ports`."""

    port: int
    ports: tuple[int, ...]
    workers: tuple["subprocess.Popen[str]", ...]
    nginx: "subprocess.Popen[str]"

    @property
    def server(self) -> Server:
        """The whole, for measuring."""
        nginx = _children(self.nginx.pid)
        return Server("two workers", self.port, (*(one.pid for one in self.workers), self.nginx.pid, *nginx))


def nginx_program() -> str | None:
    """Return where nginx is, or None; Debian keeps it out of an ordinary user's path."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")


@contextlib.contextmanager
def cluster(*options: str) -> Iterator[Cluster]:
    """Start workers with these options of the demo, and nginx in front of them; stop all afterwards."""
    port, ports = free_port(), tuple(free_port() for _ in SHIPPED_PORTS)
    with contextlib.ExitStack() as running:
        workers = tuple(_worker(running, port, own, ports, options) for own in ports)
        for own in ports:
            wait_for(own)
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        (folder / "nginx.conf").write_text(rendered(port, ports, folder), encoding="utf-8")
        command = [nginx_program() or "nginx", "-p", str(folder), "-c", "nginx.conf", "-g", "daemon off;"]
        nginx = _started(running, command)
        wait_for(port)
        yield Cluster(port, ports, workers, nginx)


def rendered(port: int, ports: tuple[int, ...], folder: Path) -> str:
    """Return the shipped settings with other ports, and with `folder` for what nginx keeps."""
    settings = SETTINGS.read_text(encoding="utf-8").replace("listen 8080;", f"listen 127.0.0.1:{port};")
    for shipped, own in zip(SHIPPED_PORTS, ports, strict=True):
        settings = settings.replace(f"127.0.0.1:{shipped};", f"127.0.0.1:{own};")
    return settings.replace("/tmp/doorzien-", f"{folder}/")


def _worker(
    running: contextlib.ExitStack, port: int, own: int, ports: tuple[int, ...], options: tuple[str, ...]
) -> "subprocess.Popen[str]":
    all_of_them = ",".join(f"127.0.0.1:{one}" for one in (own, *(other for other in ports if other != own)))
    command = [sys.executable, "-m", "demo", "--no-browser", "--port", str(own)]
    behind = ["--public", f"http://127.0.0.1:{port}", "--workers", all_of_them]
    return _started(running, [*command, *behind, *options])


def _started(running: contextlib.ExitStack, command: list[str]) -> "subprocess.Popen[str]":
    process = running.enter_context(
        subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    )
    running.callback(process.terminate)
    return process


def _children(process_id: int) -> list[int]:
    listed = Path(f"/proc/{process_id}/task/{process_id}/children")
    return [int(one) for one in listed.read_text(encoding="ascii").split()] if listed.is_file() else []
