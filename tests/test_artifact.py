import os

import numpy as np
import pytest

from models import ArtifactError, Tagger, load_tagger
from models.artifact import ARTIFACT_NAME, MANIFEST_NAME, Manifest, Thresholds, load_manifest, save_parts
from models.source import library_versions, source_sha256
from training.pipeline import fit


@pytest.fixture(scope="module")
def parts(small_corpus):
    return fit(small_corpus).parts()


@pytest.fixture
def saved(tmp_path, parts):
    tags = tuple(f"tag_{number}" for number in range(len(parts.intercepts)))
    manifest = Manifest(
        artifact_sha256="",
        source_sha256="made for a test",
        versions=library_versions(),
        tags=tags,
        thresholds={tag: Thresholds(maybe=0.4, clear=0.8) for tag in tags},
    )
    save_parts(parts, manifest, tmp_path)
    return tmp_path


def test_a_saved_tagger_gives_the_same_probabilities(saved, parts):
    lines = ["secrecy bike 0", "see you at the cap shop", ""]
    before = Tagger(parts, load_manifest(saved)).probabilities(lines)
    np.testing.assert_array_equal(load_tagger(saved).probabilities(lines), before)


def test_no_half_written_files_are_left(saved):
    assert sorted(path.name for path in saved.iterdir()) == [MANIFEST_NAME, ARTIFACT_NAME]


def test_what_a_killed_training_left_goes_with_the_next(saved, parts):
    old, fresh = (saved / f"{ARTIFACT_NAME}.{number}.new" for number in (1, 2))
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    save_parts(parts, load_manifest(saved), saved)
    assert not old.exists()
    assert fresh.exists()


def test_a_missing_tagger_says_what_to_run(tmp_path):
    with pytest.raises(ArtifactError, match=r"There is no trained tagger in .* yet. Run `uv run train`"):
        load_tagger(tmp_path)


def test_a_manifest_without_its_artifact_is_refused(saved):
    (saved / ARTIFACT_NAME).unlink()
    with pytest.raises(ArtifactError, match=r"tagger.joblib is missing. Run `uv run train`"):
        load_tagger(saved)


@pytest.mark.parametrize(
    "damage", [lambda content: content[:-100], lambda content: content[:-1] + b"x", lambda content: b""]
)
def test_a_damaged_artifact_is_never_opened(damage, saved, monkeypatch):
    path = saved / ARTIFACT_NAME
    path.write_bytes(damage(path.read_bytes()))
    monkeypatch.setattr("joblib.load", lambda *_: pytest.fail("the damaged file was opened"))
    with pytest.raises(ArtifactError, match=r"is damaged or not the file that manifest\.json describes"):
        load_tagger(saved)


@pytest.mark.parametrize("content", [b"", b"{}", b"null", b'{"artifact_sha256": 1}', b"\xff"])
def test_a_damaged_manifest_is_refused(content, saved):
    (saved / MANIFEST_NAME).write_bytes(content)
    with pytest.raises(ArtifactError, match=r"manifest\.json is damaged. Run `uv run train`"):
        load_tagger(saved)


def test_thresholds_out_of_order_are_refused():
    with pytest.raises(ValueError, match="0 < maybe <= clear <= 1"):
        Thresholds(maybe=0.9, clear=0.5)


def test_the_source_changes_with_any_line(repository_copy):
    before = source_sha256(repository_copy)
    assert source_sha256(repository_copy) == before
    path = repository_copy / "data" / "lines" / "nl.csv"
    path.write_bytes(path.read_bytes().replace(b"a", b"b", 1))
    assert source_sha256(repository_copy) != before
