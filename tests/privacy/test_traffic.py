"""What goes over the wire, counted, and which sockets the running program holds as the system itself sees them."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from data import load_texts
from models.source import REPOSITORY

LINE = "do not tell your mum about the quibblefrostmarker"
MOST_BYTES_ASKED = 2_000  # a line of 280 characters and what belongs to it
LISTENS = "0A"


@pytest.fixture
def sent(browser, address, language):
    """Type a line, ask for it, and give the requests of each of the two moments."""
    context = browser.new_context(locale=language, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/#try")
    screen = load_texts()[language].screen
    box = page.get_by_label(screen["try_label"])
    box.wait_for()
    page.wait_for_load_state("networkidle")
    requests = []
    page.on("request", lambda request: requests.append(request))
    box.press_sequentially(LINE)
    page.wait_for_timeout(500)
    typed = list(requests)
    requests.clear()
    with page.expect_response("**/run/predict"):
        page.get_by_role("button", name=screen["try_button"]).click()
    page.wait_for_timeout(500)
    yield typed, [(one.method, one.url, one.post_data or "") for one in requests]
    context.close()


def test_nothing_is_sent_while_somebody_types(sent):
    typed, _ = sent
    assert [request.url for request in typed] == []


def test_asking_sends_one_small_request_with_the_line_in_it_once(sent, address):
    _, ((method, url, body),) = sent
    assert (method, url.split("?")[0]) == ("POST", f"{address}/gradio_api/run/predict")
    assert body.count(LINE) == 1
    assert "quibblefrostmarker" not in url
    assert len(body.encode()) < MOST_BYTES_ASKED


@pytest.mark.skipif(sys.platform != "linux", reason="reads the list of sockets where Linux keeps it")
def test_the_program_holds_no_socket_to_elsewhere(tagger):
    with subprocess.Popen(
        [sys.executable, "-m", "demo", "--port", "0", "--no-browser"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as demo:
        try:
            port = int(demo.stdout.readline().split()[4].rsplit(":", 1)[1])
            with socket.create_connection(("127.0.0.1", port), timeout=10) as visitor:
                visitor.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
                assert visitor.recv(12) == b"HTTP/1.1 200"
                held = sockets_of(demo.pid)
        finally:
            demo.terminate()
    here = f"0100007F:{port:04X}"
    assert [(local, state) for local, state in held if state == LISTENS] == [(here, LISTENS)]
    # A connection that the program had opened itself would stand at a port of its own.
    assert {local for local, _ in held} == {here}
    assert len(held) >= 2


@pytest.mark.skipif(sys.platform != "linux", reason="reads the list of sockets where Linux keeps it")
def test_the_list_of_sockets_notices_a_connection():
    with socket.create_server(("127.0.0.1", 0)) as other:
        with socket.create_connection(other.getsockname()) as outgoing:
            here = f"0100007F:{outgoing.getsockname()[1]:04X}"
            assert here in {local for local, _ in sockets_of(os.getpid())}
        assert here not in {local for local, _ in sockets_of(os.getpid())}


def sockets_of(process):
    """Return local address and state of each internet socket that a process holds."""
    inodes = {os.readlink(path) for path in Path(f"/proc/{process}/fd").iterdir() if path.is_symlink()}
    held = []
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
        path = Path(f"/proc/{process}/net/{kind}")
        for row in path.read_text().splitlines()[1:] if path.exists() else []:
            columns = row.split()
            if f"socket:[{columns[9]}]" in inodes:
                held.append((columns[1], columns[3]))
    return held
