"""Each statement of the privacy pages names tests that exist; both languages name the same ones."""

import re

import pytest

from models.source import REPOSITORY

PAGES = ("PRIVACY.md", "PRIVACY.nl.md")


def named(page):
    return re.findall(r"`(test_\w+)`", (REPOSITORY / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES)
def test_every_named_test_exists(page):
    sources = [path.read_text(encoding="utf-8") for path in (REPOSITORY / "tests").rglob("test_*.py")]
    existing = {name for source in sources for name in re.findall(r"^def (test_\w+)\(", source, re.MULTILINE)}
    assert len(named(page)) >= 10
    assert [name for name in named(page) if name not in existing] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_statement_names_a_test(page):
    rows = [row for row in (REPOSITORY / page).read_text(encoding="utf-8").splitlines() if row.startswith("| ")][2:]
    assert [row for row in rows if "`test_" not in row] == []


def test_both_languages_state_the_same():
    assert named(PAGES[0]) == named(PAGES[1])
