"""When something around the program breaks: it works all the same, or says one clear sentence."""

import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import httpx
import pytest

from demo.patience import MAX_SILENCE_S
from models import ArtifactError, load_tagger
from models.source import REPOSITORY
from tests.conftest import running_demo

if sys.platform == "win32":
    pytest.skip("limits on files and signals as Linux and macOS have them", allow_module_level=True)

DEAD_PROXY = dict.fromkeys(
    ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9"
)
SAVE = """
import resource, signal, sys
from pathlib import Path
from models.artifact import load_manifest, load_parts, save_parts
manifest = load_manifest()
parts = load_parts(manifest)
{before}
save_parts(parts, manifest, Path(sys.argv[1]))
"""
# As full a disk as a test can make one: no file may grow beyond 100 kB.
FULL_DISK = """
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
"""


def saving(folder, before=""):
    return subprocess.Popen(
        [sys.executable, "-c", SAVE.format(before=before), str(folder)], cwd=REPOSITORY, stderr=subprocess.PIPE
    )


def test_a_full_disk_leaves_the_old_tagger_whole(tagger, tmp_path):
    with saving(tmp_path) as first:
        assert first.wait(60) == 0
    before = (tmp_path / "tagger.joblib").read_bytes()
    with saving(tmp_path, FULL_DISK) as second:
        assert second.wait(60) != 0
    assert (tmp_path / "tagger.joblib").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", "tagger.joblib"]
    load_tagger(tmp_path)


@pytest.mark.parametrize("moment_ms", [0, 2, 5, 10, 20, 40, 80])
def test_killed_while_saving_never_leaves_half_a_tagger(moment_ms, tagger, tmp_path):
    with saving(tmp_path) as process:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None and not list(tmp_path.glob("tagger.joblib*")):
            time.sleep(0.0005)
        time.sleep(moment_ms / 1000)
        process.kill()
    told = ""
    try:
        load_tagger(tmp_path)
    except ArtifactError as error:
        told = str(error)
    assert not told or "Run `uv run train`" in told


def test_killed_while_training_leaves_nothing_half_done(repository_copy):
    started = subprocess.Popen([sys.executable, "-m", "training"], cwd=repository_copy, start_new_session=True)
    with started:
        time.sleep(8)
        assert started.poll() is None
        os.killpg(started.pid, signal.SIGKILL)
    assert not list((repository_copy / "models").glob("*.new"))
    with pytest.raises(ArtifactError, match="Run `uv run train`"):
        load_tagger(repository_copy / "models")
    for name in ("models/README.md", "models/figures.json", "data/README.md"):
        assert (repository_copy / name).read_bytes() == (REPOSITORY / name).read_bytes()


@pytest.mark.parametrize(
    "environment",
    [DEAD_PROXY, {"HOME": "/nonexistent/home"}, {"HOME": "/proc"}],
    ids=["dead proxy", "no home", "home that cannot be written"],
)
def test_it_answers_in_a_strange_environment(environment, tagger):
    with running_demo(environment=environment) as address:
        assert httpx.get(address, trust_env=False, timeout=30).status_code == 200


def test_two_demos_run_at_once(address):
    with running_demo() as other:
        assert other != address
        for one in (address, other):
            assert httpx.get(one, timeout=30).status_code == 200


def test_lines_that_break_while_it_runs_change_nothing_until_it_starts_again(tagger, repository_copy):
    for name in ("tagger.joblib", "manifest.json"):
        shutil.copy(REPOSITORY / "models" / name, repository_copy / "models" / name)
    environment = {"PYTHONPATH": str(repository_copy)}
    with running_demo(environment=environment, folder=repository_copy) as address:
        (repository_copy / "data" / "lines" / "nl.csv").write_text("broken", encoding="utf-8")
        assert httpx.get(address, timeout=30).status_code == 200
    again = subprocess.run(
        [sys.executable, "-m", "demo", "--no-browser"],
        cwd=repository_copy,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert again.returncode != 0
    assert "nl.csv" in again.stderr
    assert "Traceback" not in again.stderr


def test_a_thousand_reloads_are_answered(address):
    with httpx.Client(base_url=address, timeout=30) as client:
        assert {client.get("/").status_code for _ in range(1000)} == {200}


def test_slow_and_vanishing_visitors_stop_nobody(address):
    place = urlsplit(address)
    head = f"POST / HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: 500\r\n\r\n{{".encode()
    held = [socket.create_connection((place.hostname, place.port), timeout=30) for _ in range(60)]
    for number, connection in enumerate(held):
        connection.sendall(head if number % 2 else head[:30])
    for connection in held[::3]:
        connection.close()
    started = time.monotonic()
    assert httpx.get(address, timeout=30).status_code == 200
    assert time.monotonic() - started < 5
    half_asked = held[2]
    half_asked.settimeout(3 * MAX_SILENCE_S)
    assert half_asked.recv(100) == b""
    for connection in held:
        connection.close()


@pytest.fixture
def told(tagger, tmp_path):
    """A demo of its own: its process, its address, and the file of what it says as a warning or an error."""
    said = tmp_path / "said"
    with (
        said.open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "demo", "--port", "0", "--no-browser"],
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        yield process, urlsplit(process.stdout.readline().split()[4]), said
        process.kill()


def test_visitors_who_read_nothing_cannot_keep_it_from_ending(told):
    process, place, said = told
    half = socket.create_connection((place.hostname, place.port), timeout=30)
    half.sendall(
        f"POST /gradio_api/run/predict HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: 9\r\n\r\n{{".encode()
    )
    deaf = [half]
    for asked in range(60, 80, 2):  # with some of these, less than one piece of an answer waits in the program
        deaf.append(socket.socket())
        deaf[-1].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        with contextlib.suppress(OSError):
            deaf[-1].setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 1400)
        deaf[-1].connect((place.hostname, place.port))
        deaf[-1].sendall(b"GET /nope HTTP/1.1\r\nHost: localhost\r\n\r\n" * asked)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=10)
    assert said.read_text() == ""
    for connection in deaf:
        connection.close()


def test_what_is_no_http_is_refused_without_a_word(told):
    _, place, said = told
    for begin in ("GET /", "GET /nope", "POST /nope", "POST /gradio_api/run/predict"):
        head = f"{begin} HTTP/1.1\r\nHost: {place.netloc}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        for pause_s, chunk in itertools.product((0, 0.2), (b"", b"2\r\nab\r\n")):
            with socket.create_connection((place.hostname, place.port), timeout=30) as broken:
                broken.sendall(head + chunk)
                time.sleep(pause_s)
                broken.sendall(b"Z\r\n")
                assert broken.recv(10_000).split()[1] in {b"400", b"411"}, begin
    assert httpx.get(place.geturl(), timeout=30).status_code == 200
    assert said.read_text() == ""
