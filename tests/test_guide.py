import re
import shutil

import pytest

from data import DataError, load_texts
from data.errors import DATA_FOLDER
from data.guide import load_guides

LANGUAGES = tuple(load_texts())
# Statements of the source text that adults need: the subject, what is told to adults only, and talking with children.
ROWS_FOR_ADULTS = {1, *range(9, 25)}
BLAME = re.compile(
    r"should have|never share|be careful who|predator|groomer"
    r"|had(den)? (je|ze)? ?moeten|moet nooit|moet (je )?niet\b|kinderlokker",
    re.IGNORECASE,
)


@pytest.fixture(params=LANGUAGES)
def guide(request):
    return load_guides(LANGUAGES)[request.param]


def words_of(guide):
    for section in guide.sections:
        for block in section.blocks:
            yield from (section.title, *block.text, *block.bullets, *block.check, *block.say)


def test_no_statement_for_adults_is_missing(guide):
    assert {row for section in guide.sections for row in section.source_rows} >= ROWS_FOR_ADULTS


def test_no_sentence_blames(guide):
    assert [text for text in words_of(guide) if BLAME.search(text)] == []


def test_figures_carry_their_year_and_source(guide):
    figures = next(section for section in guide.sections if section.id == "figures")
    assert "EU Kids Online 2020" in " ".join(figures.blocks[0].text)


def test_a_language_that_lacks_a_section_is_refused(tmp_path):
    shutil.copytree(DATA_FOLDER / "guide", tmp_path / "guide")
    path = tmp_path / "guide" / "nl.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: letter", "id: lettre"), encoding="utf-8")
    with pytest.raises(DataError, match=r"nl.yaml, line \d+: the ids, the order or the source_rows"):
        load_guides(LANGUAGES, tmp_path / "guide")
