import re
import subprocess
import sys

import pytest
from markupsafe import escape

from data import load_helplines, load_tags, load_texts
from demo.print_pack import PAGES, PrintPackError, write_print_pack
from models.source import REPOSITORY

TEXTS = load_texts()


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    folder = tmp_path_factory.mktemp("to print")
    write_print_pack(folder)
    return folder


@pytest.fixture(params=TEXTS)
def language(request):
    return request.param


def read(pack, language, name):
    return (pack / language / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_no_network(name, pack, language):
    page = read(pack, language, name)
    assert f'<html lang="{language}">' in page
    assert re.findall(r"(?:src|href)=|@import|url\(|<script", page) == []


def test_the_lesson_has_every_tag_and_a_twin_for_it(pack, language):
    lesson = read(pack, language, "lesson")
    for tag in load_tags():
        assert escape(TEXTS[language].tags[tag.id].what) in lesson
    assert lesson.count('<span class="code">T') == 2 * len(load_tags())


def test_every_country_has_its_help_cards(pack, language):
    page = read(pack, language, "help")
    for country in load_helplines().countries:
        if language in country.languages:
            assert TEXTS[language].countries[country.code] in page
            assert all(f"<b>{number}</b>" in page or number in page for number in country.emergency_numbers)


def test_help_cards_of_a_country_and_cards_for_later_fill_one_page_each(pack, language, browser):
    countries = [one for one in load_helplines().countries if language in one.languages]
    page = browser.new_page()
    for name, pages in (("help", len(countries)), ("boosters", 1)):
        page.goto((pack / language / f"{name}.html").as_uri())
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type /Page\b", printed)) == pages
    page.close()


def test_writing_again_is_fine(pack):
    assert len(write_print_pack(pack)) == len(TEXTS) * len(PAGES)


def test_a_foreign_file_stays_and_nothing_is_written(tmp_path):
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "guide.html").write_text("mine", encoding="utf-8")
    with pytest.raises(PrintPackError, match="not of Doorzien"):
        write_print_pack(tmp_path)
    assert [path.name for path in tmp_path.rglob("*.html")] == ["guide.html"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(PrintPackError, match="cannot write here"):
        write_print_pack(tmp_path / "file")


def test_no_gradio_is_loaded():
    code = "import sys, demo.print_pack; assert 'gradio' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=REPOSITORY)
