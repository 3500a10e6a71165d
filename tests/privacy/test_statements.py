"""Each statement of the privacy pages names tests that exist; both languages name the same ones."""

import re

import pytest

from models.source import REPOSITORY

PAGES = ("PRIVACY.md", "PRIVACY.nl.md")


def named(page):
    return re.findall(r"`(test_\w+)`", (REPOSITORY / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES)
def test_the_command_of_the_page_runs_every_named_test(page):
    (command,) = re.findall(r"`uv run pytest ([^`]+)`", (REPOSITORY / page).read_text(encoding="utf-8"))
    places = [REPOSITORY / place for place in command.split()]
    files = [file for place in places for file in ([place] if place.is_file() else place.rglob("test_*.py"))]
    sources = [file.read_text(encoding="utf-8") for file in files]
    run = {name for source in sources for name in re.findall(r"^def (test_\w+)\(", source, re.MULTILINE)}
    assert len(named(page)) >= 10
    assert [name for name in named(page) if name not in run] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_statement_names_a_test(page):
    rows = [row for row in (REPOSITORY / page).read_text(encoding="utf-8").splitlines() if row.startswith("| ")][2:]
    assert [row for row in rows if "`test_" not in row] == []


def test_both_languages_state_the_same():
    assert named(PAGES[0]) == named(PAGES[1])
