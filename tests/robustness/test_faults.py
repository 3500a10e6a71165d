"""When something around the program breaks: it works all the same, or says one clear sentence."""

import os
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import httpx
import pytest

from models import ArtifactError, load_tagger
from models.source import REPOSITORY

if sys.platform == "win32":
    pytest.skip("limits on files and signals as Linux and macOS have them", allow_module_level=True)

SAVE = """
import sys, resource, signal
from pathlib import Path
from models.artifact import load_manifest, load_parts, save_parts
manifest = load_manifest()
parts = load_parts(manifest)
{before}
save_parts(parts, manifest, Path(sys.argv[1]))
"""


def started_demo(environment):
    demo = subprocess.Popen(
        [sys.executable, "-m", "demo", "--port", "0", "--no-browser"],
        cwd=REPOSITORY,
        env={**environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = demo.stdout.readline()
    assert "is open at" in said, said + (demo.stdout.read() if demo.poll() is not None else "")
    return demo, said.split()[4]


def save(folder, before):
    return subprocess.run(
        [sys.executable, "-c", SAVE.format(before=before), str(folder)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_full_disk_leaves_the_old_tagger_whole(tagger, tmp_path):
    assert save(tmp_path, "").returncode == 0
    before = (tmp_path / "tagger.joblib").read_bytes()
    full = save(
        tmp_path,
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))",
    )
    assert full.returncode != 0
    assert (tmp_path / "tagger.joblib").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", "tagger.joblib"]
    load_tagger(tmp_path)


def test_killed_while_saving_never_leaves_half_a_tagger(tagger, tmp_path):
    for _ in range(3):
        saving = subprocess.Popen([sys.executable, "-c", SAVE.format(before=""), str(tmp_path)], cwd=REPOSITORY)
        until = time.monotonic() + 60
        while time.monotonic() < until and saving.poll() is None and not list(tmp_path.glob("tagger.joblib*")):
            time.sleep(0.0005)
        saving.kill()
        saving.wait()
        if (tmp_path / "manifest.json").exists():
            load_tagger(tmp_path)
        else:
            with pytest.raises(ArtifactError, match="Run `uv run train`"):
                load_tagger(tmp_path)
        for path in tmp_path.iterdir():
            path.unlink()


@pytest.mark.parametrize("kind", ["proxy", "no home"])
def test_it_answers_in_a_strange_environment(kind, tagger):
    environment = dict(os.environ)
    if kind == "proxy":
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
            environment[name] = "http://127.0.0.1:9"
        environment.pop("NO_PROXY", None)
        environment.pop("no_proxy", None)
    else:
        environment = {**environment, "HOME": "/nonexistent/home"}
    demo, address = started_demo(environment)
    with demo:
        try:
            assert httpx.get(address, trust_env=False, timeout=20).status_code == 200
        finally:
            demo.terminate()


def test_two_demos_run_at_once(address, tagger):
    demo, other = started_demo(dict(os.environ))
    with demo:
        try:
            assert other != address
            for one in (address, other):
                assert httpx.get(one, timeout=20).status_code == 200
        finally:
            demo.terminate()


def test_a_thousand_reloads_are_answered(address):
    started = time.monotonic()
    with httpx.Client(base_url=address, timeout=20) as client:
        assert {client.get("/").status_code for _ in range(1000)} == {200}
    assert time.monotonic() - started < 60


def test_slow_and_vanishing_visitors_stop_nobody(address):
    place = urlsplit(address)
    head = f"POST /gradio_api/run/predict HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: 500\r\n\r\n{{".encode()
    held = [socket.create_connection((place.hostname, place.port), timeout=20) for _ in range(60)]
    for number, connection in enumerate(held):
        connection.sendall(head if number % 2 else head[:30])
    for connection in held[::3]:
        connection.close()
    started = time.monotonic()
    assert httpx.get(address, timeout=20).status_code == 200
    assert time.monotonic() - started < 5
    assert held[1].recv(100).startswith(b"HTTP/1.1 408")
    for connection in held:
        connection.close()
