"""Many connections that ask nothing: they are dropped, and whoever asks is answered."""

import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection

import httpx
import pytest
import uvicorn

from demo.patience import MOST_WAITING, PatientProtocol

MOST_CONNECTIONS = 40


async def hello(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


@pytest.fixture
def port(monkeypatch):
    monkeypatch.setattr(PatientProtocol, "most_connections", MOST_CONNECTIONS)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(hello, http=PatientProtocol, lifespan="off", log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(timeout=20)


def test_the_longest_silent_connections_make_room(port):
    talking = HTTPConnection("127.0.0.1", port, timeout=5)
    held = []
    for number in range(4 * MOST_CONNECTIONS):
        held.append(socket.create_connection(("127.0.0.1", port), timeout=5))
        held[-1].sendall(b"POST / HTTP/1.1\r\nHost: 127.0")
        if number % 10 == 0:  # somebody who goes on asking is never the one to be dropped
            talking.request("GET", "/")
            assert talking.getresponse().read() == b"hello"
    started = time.monotonic()
    assert httpx.get(f"http://127.0.0.1:{port}/", trust_env=False, timeout=5).text == "hello"
    assert time.monotonic() - started < 2
    assert held[0].recv(100) == b""  # the first to fall silent has been hung up on
    for connection in (talking, *held):
        connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_low_limit_of_open_files_is_raised():
    program = (
        "import resource as r; from demo.patience import make_room_for_visitors as room;"
        "most = r.getrlimit(r.RLIMIT_NOFILE)[1]; r.setrlimit(r.RLIMIT_NOFILE, (256, most));"
        "print(room(), r.getrlimit(r.RLIMIT_NOFILE)[0])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    connections, files = map(int, told.split())
    assert connections >= MOST_WAITING
    assert files > 256
