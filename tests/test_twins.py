"""The twins: their files and what the page says of them."""

import shutil

import pytest
from playwright.sync_api import expect

from data import DataError, load_tags, load_texts, load_twins
from data.errors import DATA_FOLDER

TEXTS = load_texts()
LANGUAGES = tuple(TEXTS)


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


# ---- in the browser


@pytest.fixture
def twin(language):
    return next(twin for twin in load_twins(language) if twin.tag == "secrecy")


@pytest.fixture
def article(page, twin):
    return page.locator(f"article.twin[data-twin={twin.id}]")


@pytest.mark.parametrize("guess", ["yes", "no"])
def test_a_guess_shows_both_lines_as_they_are(guess, page, go, look, language, twin, article):
    words, tag = TEXTS[language].twins, TEXTS[language].tags["secrecy"]
    go("twins")
    expect(page.get_by_role("heading", name=words["title"], level=1)).to_be_focused()
    look("twins")
    page.get_by_role("link", name=tag.short, exact=True).click()
    expect(page.get_by_role("heading", name=tag.name, level=1)).to_be_focused()
    expect(article.get_by_text(twin.differs)).to_be_hidden()
    article.locator(f".side[data-pattern={guess}] [data-guess]").click()
    said = words["right" if guess == "yes" else "other"].format(tag=tag.short)
    expect(article.get_by_text(said)).to_be_focused()
    expect(article.get_by_text(twin.differs)).to_be_visible()
    expect(article.locator(".side-pattern")).to_contain_text(words["is_pattern"].format(tag=tag.short))
    expect(article.locator(".side-ordinary")).to_contain_text(words["is_ordinary"])
    look(f"twin-{guess}")


def test_other_words_in_the_line_change_what_it_means(page, go, article, twin, language):
    words = TEXTS[language].twins
    go("twins/secrecy")
    article.locator("[data-guess]").first.click()
    for phrase in reversed(twin.what_if.phrases):
        article.get_by_label(twin.what_if.line(phrase)).check()
        panel = article.locator("[data-swap-panel]:visible")
        expect(panel).to_have_count(1)
        names = ", ".join(TEXTS[language].tags[tag].short for tag in phrase.tags)
        said = words["makers"].format(tags=names) if phrase.tags else words["makers_none"]
        expect(panel.locator(".makers")).to_have_text(said)
        expect(article.locator("[data-swap-said]")).to_have_text(said)
        assert panel.locator("tbody tr").count() >= 3


def test_twins_work_by_keyboard_alone(page, go, tab_to, article, twin, language):
    go("twins")
    tab_to(".twin-link[href='#twins/secrecy']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=TEXTS[language].tags["secrecy"].name, level=1)).to_be_focused()
    tab_to("[data-guess]")
    page.keyboard.press("Enter")
    expect(article.locator(".said:visible")).to_be_focused()
    tab_to("[data-swap]")
    page.keyboard.press("ArrowDown")
    expect(article.locator("[data-swap-panel='1']")).to_be_visible()


def test_a_link_opens_its_twins_and_a_wrong_one_the_list(page, go, article, language):
    go("twins/secrecy")
    expect(article).to_be_visible()
    page.reload()
    expect(article).to_be_visible()
    go("twins/nothing")
    expect(page.get_by_role("heading", name=TEXTS[language].twins["title"], level=1)).to_be_visible()
