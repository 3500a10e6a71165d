import pytest

from data import DataError, load_heldout, load_lines, load_texts
from data.lines import COLUMNS, read_lines

HEADER = ",".join(COLUMNS)
GOOD = "en-1,see you at the station,,peer,,meeting_request,en-GB,a1"


@pytest.fixture
def write_lines(tmp_path):
    def write(*rows: str, header: str = HEADER, encoding: str = "utf-8"):
        path = tmp_path / "en.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding=encoding)
        return path

    return write


@pytest.mark.parametrize("language", load_texts())
@pytest.mark.parametrize("load", [load_lines, load_heldout])
def test_shipped_lines_load(load, language):
    assert load(language)


def test_no_heldout_text_is_trained_on():
    for language in load_texts():
        trained = {line.text.casefold() for line in load_lines(language)}
        assert not trained & {line.text.casefold() for line in load_heldout(language)}


def test_a_line_keeps_its_cells_and_orders_its_tags(write_lines):
    path = write_lines(
        'en-1,"psst, null, just us",isolation|secrecy,peer,p1,,en-GB,a1',
        "en-2,null,,peer,p1,secrecy,en-GB,a1",
    )
    tagged, ordinary = read_lines(path, "en")
    assert tagged.text == "psst, null, just us"
    assert tagged.tags == ("secrecy", "isolation")
    assert (ordinary.text, ordinary.tags, ordinary.looks_like, ordinary.pair) == ("null", (), "secrecy", "p1")
    assert ordinary.language == "en"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("en-2,hello,flatery,peer,,,en-GB,a1", "line 3: the tag 'flatery'.*Did you mean flattery"),
        ("en-2,hello,xyz,peer,,,en-GB,a1", "line 3: the tag 'xyz'.*The tags are flattery,"),
        ("en-1,hello,,peer,,,en-GB,a1", "line 3: the line_id 'en-1' stands on line 2 already"),
        ("en-2,See you at the STATION,,peer,,,en-GB,a1", "line 3: the text .* stands on line 2 already"),
        ("en-2, ,,peer,,,en-GB,a1", "line 3: the text ' ' is empty"),
        (f"en-2,{'a' * 281},,peer,,,en-GB,a1", "line 3: .* has 281 characters. Shorten it to 280"),
        ("en-2,look at www.example.org,,peer,,,en-GB,a1", r"line 3: .*real detail \(link\)"),
        ("en-2,write to me@example.org,,peer,,,en-GB,a1", r"line 3: .*real detail \(email\)"),
        ("en-2,call 0470 12 34 56,,peer,,,en-GB,a1", r"line 3: .*real detail \(phone\)"),
        ("en-2,i am @somebody,,peer,,,en-GB,a1", r"line 3: .*real detail \(account\)"),
        ('en-2,"two\nlines",,peer,,,en-GB,a1', "line 4: .* holds a line break"),
        ("en-2,hello,,,,,en-GB,a1", "line 3: the cell register is empty"),
        ("en-2,hello,secrecy|secrecy,peer,,,en-GB,a1", "line 3: a tag stands twice"),
        ("en-2,hello,secrecy,peer,,gifts,en-GB,a1", "line 3: a tagged line cannot be a look-alike"),
        ("en-2,hello,there,,peer,,,en-GB,a1", "line 3: this row does not have 8 cells"),
        ("en-2,hello,,peer,p1,,en-GB,a1", "line 3: the pair 'p1' is not one tagged and one ordinary line"),
    ],
)
def test_a_broken_row_is_refused_with_its_line_and_remedy(row, message, write_lines):
    with pytest.raises(DataError, match=rf"en\.csv, {message}"):
        read_lines(write_lines(GOOD, row), "en")


def test_a_pair_of_two_registers_is_refused(write_lines):
    path = write_lines("en-1,hello,secrecy,peer,p1,,en-GB,a1", "en-2,hi,,coach,p1,secrecy,en-GB,a1")
    with pytest.raises(DataError, match="of the same register"):
        read_lines(path, "en")


@pytest.mark.parametrize("column", COLUMNS)
def test_a_missing_column_is_refused(column, write_lines):
    header = ",".join(name for name in COLUMNS if name != column)
    with pytest.raises(DataError, match=rf"line 1: the column {column} is missing. The header must be {HEADER}"):
        read_lines(write_lines(GOOD, header=header), "en")


def test_a_file_without_lines_is_refused(write_lines):
    with pytest.raises(DataError, match="holds no lines"):
        read_lines(write_lines(), "en")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"fr.csv: this file is missing"):
        read_lines(tmp_path / "fr.csv", "fr")


def test_a_file_in_another_encoding_is_refused(write_lines):
    path = write_lines("en-2,één,,peer,,,en-GB,a1", encoding="latin-1")
    with pytest.raises(DataError, match="not saved as UTF-8"):
        read_lines(path, "en")
