import subprocess
import sys

import httpx
import pytest

from data import DataError, check_own_chats, load_own_chats, load_texts
from data.errors import DATA_FOLDER
from models.source import REPOSITORY
from tests.conftest import running_demo

TEXTS = load_texts()
TEMPLATES = {code: (DATA_FOLDER / f"chat_template.{code}.yaml").read_text(encoding="utf-8") for code in TEXTS}


def faults_of(folder):
    return [str(fault) for fault in check_own_chats(folder, tuple(TEXTS))[1]]


@pytest.mark.parametrize("code", TEXTS)
@pytest.mark.parametrize("change", [str.encode, lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()])
def test_the_template_loads_also_as_windows_saves_it(code, change, tmp_path):
    folder = tmp_path / "my chats"
    folder.mkdir()
    (folder / "one.yml").write_bytes(change(TEMPLATES[code]))
    (chat,) = load_own_chats(folder, TEXTS).values()
    assert all(version.language == code for version in chat.values())
    other = next(one for one in TEXTS if one != code)
    assert chat[other].title == f"{chat[code].title} ({TEXTS[code].language_name})"


def test_all_faults_of_all_files_are_told(tmp_path):
    broken = (
        TEMPLATES["en"].replace("[isolation]", "[isolaton]").replace("that last jump was neat", "see www.example.org")
    )
    (tmp_path / "a.yaml").write_text(broken, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(TEMPLATES["nl"].replace("language: nl", "language: xx"), encoding="utf-8")
    faults = faults_of(tmp_path)
    assert len(faults) == 3
    for fault, words in zip(faults, ("line 12", "line 16", "line 3"), strict=True):
        assert words in fault
    assert "(link)" in faults[0]
    assert "isolaton" in faults[1]
    assert "'xx' is not known" in faults[2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TEMPLATES["en"].replace("  - {from: other", "\t- {from: other", 1).encode(), "a tab stands here"),
        (TEMPLATES["nl"].replace("mooi", "één").encode("latin-1"), "not saved as UTF-8"),
        (b"", "this file is empty"),
        (b"language: 2001-99-99", "line 1: a value cannot be read"),
        (b"id: one\n2001-99-99: two", "line 2: a value cannot be read"),
        (b"id: one\nlanguage: !!timestamp two", "line 2: a value cannot be read"),
        (b"[" * 50_000, "line 1: more than 20 lists or brackets"),
        (b"title: x\ntext: " + b"[" * 900 + b"]" * 900, "line 2: more than 20 lists or brackets"),
        (b"id: &one [*one]\nlanguage: en", "line 1: YAML takes &one for a reference"),
        (b"title: x\ntext: *smiles*", "line 2: this is not valid YAML"),
        (b"title: x\ntext: *smiles", "line 2: YAML takes *smiles for a reference"),
        (b"title: " + b"x" * 1_000_001, "more than 1000 KB"),
        (b"language: !!bool perhaps", "line 1: a value cannot be read"),
        (b"id: one\nmessages:\n- " + b"9" * 6000, "line 3: a value cannot be read"),
        (b"\xff\xfe\x00", "not saved as UTF-8"),
        (TEMPLATES["en"].replace("tells it at home", "calls 0470 12 34 56").encode(), "real detail (phone)"),
        (TEMPLATES["en"].replace("third message ask", "page www.example.org ask").encode(), "real detail (link)"),
        (TEMPLATES["en"].replace("goes out to skate", "calls 0470 12 34 56").encode(), "real detail (phone)"),
        (TEMPLATES["en"].replace("name: Robin", "name: robin@example.org").encode(), "real detail"),
    ],
)
def test_a_fault_is_told_kindly(content, words, tmp_path):
    (tmp_path / "one.yaml").write_bytes(content)
    (fault,) = faults_of(tmp_path)
    assert words in fault


def test_an_empty_or_missing_folder_is_told(tmp_path):
    assert "there is no chat in this folder" in faults_of(tmp_path)[0]
    assert "there is no such folder" in faults_of(tmp_path / "none")[0]


def test_loading_raises_the_first_fault(tmp_path):
    with pytest.raises(DataError, match="no chat in this folder"):
        load_own_chats(tmp_path, TEXTS)


def test_the_command_says_all_and_fails(tmp_path):
    command = [sys.executable, "-m", "demo", "--check", str(tmp_path)]
    (tmp_path / "one.yaml").write_text(TEMPLATES["en"], encoding="utf-8")
    assert subprocess.run(command, cwd=REPOSITORY, check=False).returncode == 0
    (tmp_path / "two.yaml").write_text("title: x\n", encoding="utf-8")
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "messages is missing" in result.stderr
    assert "setting is missing" in result.stderr
    assert "Traceback" not in result.stderr


def test_own_chats_stand_on_the_page_of_a_running_demo(tagger, tmp_path):
    (tmp_path / "one.yaml").write_text(TEMPLATES["nl"], encoding="utf-8")
    with running_demo("--chats", str(tmp_path)) as url:
        page = httpx.get(url, timeout=30).text
    (chat,) = load_own_chats(tmp_path, TEXTS).values()
    assert chat["nl"].title in page
    assert chat["en"].title in page
