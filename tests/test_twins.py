"""The twins: their files and what the page says of them."""

import shutil

import pytest

from data import DataError, load_tags, load_texts, load_twins
from data.errors import DATA_FOLDER

LANGUAGES = tuple(load_texts())


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(DATA_FOLDER / "twins", tmp_path / "twins")
    return tmp_path / "twins"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_tag_has_twins_in_the_order_of_the_tags(code):
    tags = [twin.tag for twin in load_twins(code)]
    assert list(dict.fromkeys(tags)) == [tag.id for tag in load_tags()]
    assert min(tags.count(tag) for tag in tags) >= 2


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_swap_changes_the_meaning(code):
    for twin in load_twins(code):
        kinds = {bool(phrase.tags) for phrase in twin.what_if.phrases}
        assert kinds == {True, False}, twin.id


@pytest.mark.parametrize("code", LANGUAGES)
def test_twins_read_easily(code):
    for twin in load_twins(code):
        for sentence in twin.differs.rstrip(".").split(". "):
            assert len(sentence.split()) <= 18, (twin.id, sentence)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("tag: flattery", "tag: flatery", "the tag 'flatery' is not in stages.yaml"),
        ('frame: "send me {slot}"', 'frame: "send me"', r"must hold \{slot\} once"),
        ("id: flattery-voice", "id: flattery-drawing", "stands in the twin of line 4 already"),
        ("a pic of your homework", "are you fifteen, mail a@example.org", "looks as if it holds a real detail"),
        ("a photo of yourself,", "a photo of yourself at fifteen,", "names what may be an age"),
        ("tags: []}", "tags: [flattery]}", "must hold both a pattern and an ordinary line"),
        ("    differs: One line praises who", "    difers: One line praises who", "differs is missing"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(old, new, message, folder):
    path = folder / "en.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    # All ordinary phrases of a twin go, or the one place that the case names.
    count = 2 if old == "tags: []}" else 1
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    with pytest.raises(DataError, match=rf"en.yaml, line \d+: .*{message}"):
        load_twins("en", folder)


def test_a_swap_without_the_tag_of_its_twin_is_refused(folder):
    path = folder / "en.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("tag: pressure", "tag: secrecy", 1), encoding="utf-8")
    with pytest.raises(DataError, match="no phrase of what_if carries the tag 'secrecy'"):
        load_twins("en", folder)


def test_a_tag_with_one_twin_is_refused(folder):
    path = folder / "en.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  - id: pressure-now")], encoding="utf-8")
    with pytest.raises(DataError, match="the tag pressure has 1 twins"):
        load_twins("en", folder)
