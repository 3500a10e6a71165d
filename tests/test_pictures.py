"""The README shows exactly the pictures of `uv run python -m demo.pictures`, each with words for who sees none."""

import re
import struct

import pytest

from demo.pictures import FOLDER, VIEWS
from models.source import REPOSITORY

MAX_BYTES = 200_000
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_exactly_these_pictures():
    shown = re.findall(r'(?:<img src="|\]\()docs/([^")]+\.png)', README)
    assert shown == [view.name for view in VIEWS]
    assert sorted(path.name for path in FOLDER.glob("*.png")) == sorted(shown)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_picture_is_small_has_its_size_and_is_told_in_words(view):
    content = (FOLDER / view.name).read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (view.width, view.height)
    assert len(content) < MAX_BYTES
    alt = re.search(rf'<img src="docs/{view.name}"[^>]* alt="([^"]+)"', README)
    assert alt
    assert len(alt[1].split()) >= 10
