import re

import pytest

from data import DataError
from models import load_figures
from models.artifact import FOLDER
from models.mistakes import load_mistakes
from training.behaviour import behaviours
from training.card import CARD_PATH, registers_block, results_block, write_card
from training.compare import README_PATH as COMPARISON_PATH
from training.compare import compared_lines
from training.corpus import heldout_corpus, training_corpus
from training.datasheet import DATASHEET_PATH, agreement_block, counts_block
from training.documents import markers
from training.evaluation import evaluate
from training.thresholds import CLEAR_PRECISION, MAYBE_PRECISION

# Libraries of another processor round the last bits differently, which may move a figure by a line or two.
ROUNDING = 0.02


def numbers(figures):
    return [
        value
        for one in figures
        for record in (one, *one.tags, *one.registers)
        for value in record.model_dump(exclude={"tags", "registers"}).values()
        if isinstance(value, float)
    ]


def test_the_committed_figures_are_those_of_the_tagger(tagger):
    measured = evaluate(tagger, heldout_corpus())
    committed = load_figures()
    assert [one.language for one in committed] == [one.language for one in measured]
    assert numbers(committed) == pytest.approx(numbers(measured), abs=ROUNDING), "run `uv run train` and commit"


def holds_block(path, name, content):
    start, end = markers(name)
    return f"{start}\n{content}\n{end}" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "block"), [("results", results_block), ("registers", registers_block)])
def test_the_model_card_shows_the_committed_figures(name, block):
    assert holds_block(FOLDER / "README.md", name, block(load_figures())), "run `uv run train` and commit"


def test_the_model_card_shows_how_the_tagger_behaves(tagger):
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    for measured in behaviours(tagger, heldout_corpus()):
        row = next(row for row in card.splitlines() if f"| {measured.check} |" in row)
        shown = [int(number) for number in re.findall(r"(\d+) of \d+", row)]
        assert any(abs(measured.passed - number) <= ROUNDING * measured.cases + 1 for number in shown), measured


def test_the_exported_mistakes_are_mistakes(tagger):
    heldout = {line.line_id: line for line in heldout_corpus().lines}
    assert {mistake.kind for mistake in load_mistakes()} == {"false_alarm", "miss", "unsure"}
    for mistake in load_mistakes():
        assert heldout[mistake.line_id].text == mistake.text
        assert (mistake.tag in heldout[mistake.line_id].tags) or mistake.kind != "miss"
        assert not heldout[mistake.line_id].tags or mistake.kind != "false_alarm"


def test_the_datasheet_shows_what_the_files_hold():
    assert holds_block(DATASHEET_PATH, "counts", counts_block(training_corpus(), heldout_corpus())), (
        "run `uv run train` and commit"
    )
    assert holds_block(DATASHEET_PATH, "agreement", agreement_block()), "run `uv run train` and commit"


def test_the_model_card_has_no_empty_section():
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    for heading, body in re.findall(r"^##+ (.+)\n((?:(?!##).*\n?)*)", card, re.MULTILINE):
        assert body.strip() or "###" in card.split(heading, 1)[1][:10], heading


def test_a_card_without_its_markers_is_refused(tmp_path):
    path = tmp_path / "README.md"
    path.write_text("# Model card\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"the markers .* are not both there"):
        write_card(load_figures(), [], path)
    assert path.read_text(encoding="utf-8") == "# Model card\n"


def test_the_comparison_was_made_on_these_lines():
    assert compared_lines() in COMPARISON_PATH.read_text(encoding="utf-8"), "run `uv run train --compare` and commit"


def test_the_card_names_the_precisions_that_thresholds_are_chosen_for():
    card = CARD_PATH.read_text(encoding="utf-8")
    for precision in (MAYBE_PRECISION, CLEAR_PRECISION):
        assert f"{precision * 100:.0f} %" in card
