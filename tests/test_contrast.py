"""The ordinary twins of tagged hold-out lines."""

import shutil
from collections import Counter

import pytest

from data import DataError, load_contrast, load_heldout, load_tags, load_texts
from data.errors import DATA_FOLDER

LANGUAGES = tuple(load_texts())
TAGGED = next(line for line in load_heldout("en") if line.tags)
ORDINARY = next(line for line in load_heldout("en") if not line.tags)


@pytest.fixture
def write_twins(tmp_path):
    def write(*rows: str):
        shutil.copytree(DATA_FOLDER / "heldout", tmp_path / "heldout")
        (tmp_path / "contrast").mkdir()
        (tmp_path / "contrast" / "en.csv").write_text("\n".join(["twin_of,text", *rows]) + "\n", encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tag_has_enough_twins_to_tell_tags_apart(language):
    pairs = Counter(tag for pair in load_contrast(language) for tag in pair.tagged.tags)
    for tag in load_tags():
        assert pairs[tag.id] >= 18, tag.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_twin_is_no_line_of_the_file_that_it_is_a_twin_in(language):
    heldout = {line.text.casefold() for line in load_heldout(language)}
    twins = [pair.ordinary.casefold() for pair in load_contrast(language)]
    assert not heldout & set(twins)
    assert len(set(twins)) == len(twins)


def test_a_row_is_a_line_and_its_twin(write_twins):
    (pair,) = load_contrast("en", write_twins(f"{TAGGED.line_id},see you all at the station"))
    assert (pair.tagged, pair.ordinary) == (TAGGED, "see you all at the station")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["en-none,hello there"], "line 2: 'en-none' is not a hold-out line with a tag"),
        ([f"{ORDINARY.line_id},hello there"], "line 2: .* is not a hold-out line with a tag"),
        ([f"{TAGGED.line_id},hello there", f"{TAGGED.line_id},bye then"], "line 3: .* has a twin already"),
        ([f"{TAGGED.line_id}, "], "line 2: the text ' ' is empty"),
        ([f"{TAGGED.line_id},{'a' * 281}"], "line 2: .* has 281 characters. Shorten it to 280"),
        ([f"{TAGGED.line_id},look at www.example.org"], r"line 2: .*real detail \(link\)"),
    ],
)
def test_a_broken_row_is_refused_with_its_line_and_remedy(rows, message, write_twins):
    with pytest.raises(DataError, match=rf"en\.csv, {message}"):
        load_contrast("en", write_twins(*rows))
