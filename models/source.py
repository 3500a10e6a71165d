"""What a tagger is made from, as one hash: tells whether the trained one still fits the lines, code and libraries."""

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
LIBRARIES = ("joblib", "numpy", "scikit-learn", "scipy")
SOURCES = ("data/stages.yaml", "data/lines/*.csv", "data/heldout/*.csv", "models/*.py", "training/*.py")


def library_versions() -> dict[str, str]:
    """Return the installed versions of the libraries that shape a trained tagger."""
    return {name: version(name) for name in LIBRARIES}


def source_sha256(repository: Path = REPOSITORY) -> str:
    """Return the SHA-256 over every file and library version that a trained tagger depends on."""
    digest = sha256(repr(library_versions()).encode())
    for pattern in SOURCES:
        for path in sorted(repository.glob(pattern)):
            digest.update(path.relative_to(repository).as_posix().encode())
            digest.update(sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()
