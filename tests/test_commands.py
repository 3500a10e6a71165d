"""The commands as a facilitator meets them when something is wrong: one clear sentence, exit code not 0."""

import os
import socket
import subprocess
import sys

import pytest

from models.artifact import FOLDER
from models.source import REPOSITORY


def run(module, *arguments, folder=REPOSITORY):
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def assert_one_sentence(result, *words):
    assert result.returncode != 0
    message = result.stderr.strip().splitlines()[-1]
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in message


@pytest.mark.parametrize("command", ["demo", "training"])
def test_a_broken_line_is_named(command, repository_copy):
    path = repository_copy / "data" / "lines" / "en.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("|", "|nonsense|", 1), encoding="utf-8")
    result = run(command, folder=repository_copy)
    assert_one_sentence(result, "data/lines/en.csv, line", "nonsense", "not in stages.yaml")


def test_a_broken_text_file_is_named(tagger, repository_copy):
    path = repository_copy / "data" / "texts" / "nl.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  skip:", "  skipp:"), encoding="utf-8")
    assert_one_sentence(run("training", folder=repository_copy), "data/texts/nl.yaml, line", "screen.skip is missing")


def test_a_taken_port_is_named(tagger):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run("demo", "--port", str(port), "--no-browser")
    assert_one_sentence(result, f"Port {port} is taken", f"uv run demo --port {port + 1}")


def test_a_damaged_tagger_is_named(tagger, repository_copy):
    (repository_copy / "models" / "manifest.json").write_bytes((FOLDER / "manifest.json").read_bytes())
    (repository_copy / "models" / "tagger.joblib").write_bytes(b"cut short")
    result = run("demo", "--no-browser", folder=repository_copy)
    assert_one_sentence(result, "tagger.joblib is damaged", "Run `uv run train`")
