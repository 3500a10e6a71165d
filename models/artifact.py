"""The trained tagger on disk: one joblib file of plain dicts and arrays, and a manifest that says how it came to be.

Layout of the folder: `tagger.joblib` and `manifest.json`. Both are written to a new file and then renamed, the
manifest last, so that a half-written artifact is never mistaken for a whole one.
"""

import io
import os
import time
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Self

import joblib
import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

FOLDER = Path(__file__).parent
ARTIFACT_NAME = "tagger.joblib"
MANIFEST_NAME = "manifest.json"
REMEDY = "Run `uv run train`."
OUTDATED_S = 3600


class ArtifactError(RuntimeError):
    """The trained tagger is missing, damaged or out of date; the message says what to run."""


class MissingArtifactError(ArtifactError):
    """Nothing has been trained on this machine yet, or the artifact was taken away."""


class BlockParts(NamedTuple):
    """One block of TF-IDF features as fitted.

    `analyzer` is "word" or "char": features are runs of `shortest` to `longest` words or characters.
    `vocabulary` maps a feature to its row in `idf` (one number per feature) and `weights` (features, tags);
    `unknown_idf` is the number of every feature that is not in it, and `added_unknown` how many of those the length of
    a line counts beside its own.
    """

    analyzer: str
    shortest: int
    longest: int
    vocabulary: dict[str, int]
    idf: np.ndarray
    unknown_idf: float
    added_unknown: int
    weights: np.ndarray


class Parts(NamedTuple):
    """What is fitted: blocks of features and one intercept per tag. Calibration is part of the numbers."""

    blocks: tuple[BlockParts, ...]
    intercepts: np.ndarray


class Thresholds(BaseModel):
    """Probabilities from which on a tag is shown as "maybe" and as "clear"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    maybe: float
    clear: float

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0 < self.maybe <= self.clear <= 1:
            raise ValueError("thresholds must satisfy 0 < maybe <= clear <= 1")
        return self


class Manifest(BaseModel):
    """How an artifact came to be. `source_sha256` covers the lines, the code of the pipeline and library versions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    artifact_sha256: str
    source_sha256: str
    versions: dict[str, str]
    tags: tuple[str, ...]
    thresholds: dict[str, Thresholds]


def save_parts(parts: Parts, manifest: Manifest, folder: Path = FOLDER) -> Manifest:
    """Write artifact and manifest into `folder`; return the manifest with the artifact's SHA-256 filled in."""
    buffer = io.BytesIO()
    joblib.dump({"blocks": [_packed(block) for block in parts.blocks], "intercepts": parts.intercepts}, buffer)
    content = buffer.getvalue()
    manifest = manifest.model_copy(update={"artifact_sha256": sha256(content).hexdigest()})
    _write(folder / ARTIFACT_NAME, content)
    _write(folder / MANIFEST_NAME, manifest.model_dump_json(indent=2).encode() + b"\n")
    return manifest


def load_manifest(folder: Path = FOLDER) -> Manifest:
    """Return the manifest, or raise ArtifactError."""
    path = folder / MANIFEST_NAME
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise MissingArtifactError(f"There is no trained tagger in {folder} yet. {REMEDY}") from None
    except ValidationError:
        raise ArtifactError(f"{path} is damaged. {REMEDY}") from None


def load_parts(manifest: Manifest, folder: Path = FOLDER) -> Parts:
    """Return the fitted parts, or raise ArtifactError: the file is opened only if it is the one of the manifest."""
    path = folder / ARTIFACT_NAME
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise MissingArtifactError(f"{path} is missing. {REMEDY}") from None
    if sha256(content).hexdigest() != manifest.artifact_sha256:
        raise ArtifactError(f"{path} is damaged or not the file that {MANIFEST_NAME} describes. {REMEDY}")
    loaded: dict[str, Any] = joblib.load(io.BytesIO(content))
    return Parts(tuple(_unpacked(block) for block in loaded["blocks"]), loaded["intercepts"])


def _packed(block: BlockParts) -> dict[str, Any]:
    # One text, a feature a row: a dict of 100,000 texts takes ten times as long to read.
    return block._asdict() | {"vocabulary": "\n".join(sorted(block.vocabulary, key=block.vocabulary.__getitem__))}


def _unpacked(block: dict[str, Any]) -> BlockParts:
    names = block["vocabulary"].split("\n")
    return BlockParts(**block | {"vocabulary": dict(zip(names, range(len(names)), strict=True))})


def _write(path: Path, content: bytes) -> None:
    for left in path.parent.glob(f"{path.name}.*.new"):  # of a training that was killed
        if time.time() - left.stat().st_mtime > OUTDATED_S:
            left.unlink(missing_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        new.write_bytes(content)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
