"""Connections that ask nothing, or take nothing: they are dropped, and whoever asks is answered."""

import contextlib
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection

import httpx
import pytest
import uvicorn

from demo.answers import Answer
from demo.patience import MOST_WAITING, PatientProtocol

MOST_CONNECTIONS = 40
SILENCE_S = 0.5
TAKING_S = 2
LARGE = b"x" * 64 * 1024 * 1024


async def hello(scope, receive, send):
    path = scope["path"].removeprefix("/")
    body = LARGE if path == "large" else b"x" * int(path) if path else b"hello"
    await Answer(200, body).send(scope, send)


@pytest.fixture
def port(monkeypatch):
    monkeypatch.setattr(PatientProtocol, "most_connections", MOST_CONNECTIONS)
    monkeypatch.setattr("demo.patience.MAX_SILENCE_S", SILENCE_S)
    monkeypatch.setattr("demo.patience.MAX_TAKING_S", TAKING_S)
    listener = socket.create_server(("127.0.0.1", 0))
    settings = {"lifespan": "off", "log_level": "critical", "timeout_keep_alive": 75}
    server = uvicorn.Server(uvicorn.Config(hello, http=PatientProtocol, **settings))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(timeout=20)
    assert not thread.is_alive()


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


def test_a_second_request_that_is_not_finished_is_hung_up_on(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10 * SILENCE_S) as half:
        half.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert until(half, b"hello")
        half.sendall(b"G")
        assert half.recv(100) == b""


def test_a_beginning_behind_a_whole_request_is_hung_up_on(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10 * SILENCE_S) as half:
        half.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET / HT")
        assert until(half, b"hello")
        assert half.recv(100) == b""


def test_a_connection_between_two_requests_is_kept(port):
    talking = HTTPConnection("127.0.0.1", port, timeout=5)
    for _ in range(2):
        talking.request("GET", "/")
        assert talking.getresponse().read() == b"hello"
        time.sleep(3 * SILENCE_S)
    talking.sock.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")  # on the same connection
    assert until(talking.sock, b"hello")
    talking.close()


def test_whoever_never_reads_is_hung_up_on(port):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as deaf:
        deaf.sendall(b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(2 * TAKING_S)
        assert everything_from(deaf) < len(LARGE)


def test_whoever_does_not_read_the_last_of_an_answer_is_hung_up_on(port):
    deaf = []
    for kilobytes in range(96, 352, 8):  # with some of these, less than one piece waits in the program
        deaf.append(narrow_connection(port))
        head = f"GET /{kilobytes * 1024} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        deaf[-1].sendall(head.encode())
    end = time.monotonic() + 5 * TAKING_S
    while still_open() and time.monotonic() < end:
        time.sleep(0.1)
    assert still_open() == 0
    for connection in deaf:
        connection.close()


def test_whoever_reads_slowly_gets_the_whole(port):
    with narrow_connection(port) as slow:
        slow.sendall(b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        read = 0
        for _ in range(30 * TAKING_S):  # 80 KB in a second
            time.sleep(0.1)
            read += len(slow.recv(8 * 1024))
        assert read + everything_from(slow) > len(LARGE)


def narrow_connection(port):
    """Connect as a phone far from the access point does: little is on its way at a time."""
    narrow = socket.socket()
    narrow.settimeout(10 * TAKING_S)
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
    narrow.connect(("127.0.0.1", port))
    return narrow


def still_open():
    """Return how many connections the server holds."""
    return len(PatientProtocol._by_silence)


def until(connection, end):
    read = b""
    while not read.endswith(end) and (came := connection.recv(10_000)):
        read += came
    return read.endswith(end)


def everything_from(connection):
    read = 0
    with contextlib.suppress(ConnectionError):
        while came := connection.recv(1024 * 1024):
            read += len(came)
    return read


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
