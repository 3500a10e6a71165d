"""A new tagger takes the place of an old one: killed at any moment, it is one of the two or says what to run."""

import os
import subprocess
import sys
import time

import pytest

from models import ArtifactError, load_tagger
from models.artifact import load_manifest, load_parts, save_parts
from models.source import REPOSITORY, source_sha256

REPLACE_FOREVER = """
import sys
from pathlib import Path
from models.artifact import load_manifest, load_parts, save_parts
manifest = load_manifest()
parts = load_parts(manifest)
print("ready", flush=True)
for number in range(10_000):
    save_parts(parts._replace(intercepts=parts.intercepts + number), manifest, Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Linux and macOS do")
@pytest.mark.parametrize("moment_ms", [1, 30, 90, 200, 400])
def test_killed_while_replacing_it_is_a_whole_tagger_or_says_what_to_run(moment_ms, tagger, tmp_path):
    manifest = load_manifest()
    save_parts(load_parts(manifest), manifest, tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", REPLACE_FOREVER, str(tmp_path)], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        time.sleep(moment_ms / 1000)
        assert process.poll() is None
        process.kill()
    told = ""
    try:
        assert load_tagger(tmp_path).probabilities(["do not tell your mum"]).shape == (1, len(tagger.tags))
    except ArtifactError as error:
        told = str(error)
    assert not told or "Run `uv run train`" in told


@pytest.mark.parametrize("seconds", [0, 4_000_000_000], ids=["1970", "2096"])
def test_a_clock_that_is_wrong_does_not_make_the_tagger_out_of_date(seconds, repository_copy):
    before = source_sha256(repository_copy)
    for path in repository_copy.rglob("*.*"):
        os.utime(path, (seconds, seconds))
    assert source_sha256(repository_copy) == before
