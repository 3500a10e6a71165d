import shutil

import pytest

from data import DataError, load_helplines, load_tags, load_texts
from data.errors import DATA_FOLDER


@pytest.fixture
def texts_folder(tmp_path):
    shutil.copytree(DATA_FOLDER / "texts", tmp_path / "texts")
    return tmp_path / "texts"


def edit(folder, old, new, name="nl.yaml"):
    path = folder / name
    content = path.read_text(encoding="utf-8")
    assert content.count(old) >= 1
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def test_every_language_has_every_text():
    texts = load_texts()
    assert set(texts) >= {"en", "nl"}
    for language in texts.values():
        assert list(language.tags) == [tag.id for tag in load_tags()]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  skip:", "  skipp:", r"nl.yaml, line \d+: screen.skip is missing, and en.yaml has it"),
        ("  flattery:\n", "  flatery:\n", r"nl.yaml, line \d+: tags.flattery is missing"),
        ("    ask: Blijft", "    asks: Blijft", r"nl.yaml, line \d+: tags.flattery.ask is missing"),
        (
            "{count} berichten",
            "veel berichten",
            r"nl.yaml, line \d+: screen.chat_messages does not hold the same",
        ),
        (
            "  winning_trust: Vertrouwen winnen",
            "  winning_trust: ' '",
            r"nl.yaml, line \d+: phases.winning_trust is empty",
        ),
    ],
)
def test_a_language_with_a_fault_is_refused_with_its_line(old, new, message, texts_folder):
    edit(texts_folder, old, new)
    with pytest.raises(DataError, match=message):
        load_texts(texts_folder)


def test_a_third_language_needs_no_code(texts_folder):
    shutil.copy(texts_folder / "en.yaml", texts_folder / "fr.yaml")
    assert list(load_texts(texts_folder)) == ["en", "fr", "nl"]


def test_no_texts_at_all_is_refused(tmp_path):
    with pytest.raises(DataError, match="no text file in this folder"):
        load_texts(tmp_path)


def test_every_country_has_somebody_to_talk_to_and_an_emergency_number():
    for country in load_helplines().countries:
        purposes = {purpose for line in country.helplines for purpose in line.purposes}
        assert purposes >= {"talk", "emergency"}, country.code
        for texts in load_texts().values():
            assert country.code in texts.countries
            assert purposes <= texts.purposes.keys()


def test_emergency_numbers_are_grouped_by_number():
    assert load_helplines().emergency_numbers("nl") == "101 (BE), 112 (BE, NL)"


def test_a_helpline_that_cannot_be_reached_is_refused(tmp_path):
    path = tmp_path / "helplines.yaml"
    shutil.copy(DATA_FOLDER / "helplines.yaml", path)
    edit(tmp_path, ', phone: "101"', "", name="helplines.yaml")
    with pytest.raises(DataError, match=r"helplines.yaml, line \d+: .*needs a phone number or a url"):
        load_helplines(path)


def test_broken_stages_are_refused(tmp_path):
    path = tmp_path / "stages.yaml"
    path.write_text("tags:\n  - {id: a, phase: b, core: true}\n  - {id: a, phase: b, core: true}\n", encoding="utf-8")
    with pytest.raises(DataError, match="the tag a stands here twice"):
        load_tags(path)
