"""Several of this program behind one proxy: the address that visitors use, and which of them holds which room.

A room lives in the memory of one worker. The proxy sends each code to the worker that nginx's `hash $code consistent`
picks, and each worker gives out only codes that lead back to it.
"""

import zlib
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from demo.room.access import new_code

POINTS_EACH = 160  # nginx's number for a worker of weight 1


@dataclass(frozen=True)
class Proxy:
    """`address` is what visitors type; `workers` are all behind it, as the proxy's settings name them, this one first.

    Raises ValueError where `address` is not like https://doorzien.example.org.
    """

    address: str
    workers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError(f"{self.address} is not an address like https://doorzien.example.org")

    @property
    def host(self) -> str:
        """The host name in the address."""
        return urlsplit(self.address).hostname or ""

    def new_code(self) -> str:
        """Return a code for a room of this worker."""
        code = new_code()
        while self.workers and self.worker_of(code) != self.workers[0]:
            code = new_code()
        return code

    def worker_of(self, code: str) -> str:
        """Return the worker to which nginx sends this code."""
        place = bisect_left(self._circle, (zlib.crc32(code.encode()), ""))
        return self._circle[place % len(self._circle)][1]

    @cached_property
    def _circle(self) -> list[tuple[int, str]]:
        return sorted(point for worker in self.workers for point in _points(worker))


def _points(worker: str) -> list[tuple[int, str]]:
    host, _, port = worker.partition(":")
    points, last = [], 0
    for _ in range(POINTS_EACH):
        last = zlib.crc32(f"{host}\0{port}".encode() + last.to_bytes(4, "little"))
        points.append((last, worker))
    return points
