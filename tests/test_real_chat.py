import re

import pytest

from training.card import CARD_PATH
from training.compare import README_PATH
from training.real_chat import COMMAND, measured_with, real_chat_block, tagged_shares


def test_shares_count_lines_with_a_tag_and_with_a_clear_one(tagger):
    clear = "keep this between us, tell nobody"
    assert tagged_shares(tagger, [clear, "see you at eight", "the bus is late again", "ok"]) == (0.25, 0.25)


def test_lines_that_were_looked_at_are_counted_apart(tagger, monkeypatch):
    monkeypatch.setattr("training.real_chat.LOOKED_AT", 1)
    table = real_chat_block(tagger, ["keep this between us, tell nobody", "see you at eight", "ok"])
    assert "| looked at | 1 | 100.00% | 100.00% |" in table
    assert "| never looked at | 2 | 0.00% | 0.00% |" in table


def test_the_model_card_shows_what_was_measured_with_this_tagger(tagger):
    card = CARD_PATH.read_text(encoding="utf-8")
    shown, expected = (
        [float(number) for number in re.findall(r"[\d.]+\d", re.search(r"Measured with .*", text)[0])]
        for text in (card, measured_with(tagger))
    )
    assert shown == pytest.approx(expected, abs=0.02), f"run `{COMMAND}` and commit"
    assert COMMAND in card


def test_the_price_of_everyday_lines_keeps_to_its_rule():
    tagged_percent = re.search(r"\| looked at \|[^|]*\| ([\d.]+)% \|", CARD_PATH.read_text(encoding="utf-8"))[1]
    assert float(tagged_percent) <= 0.8, "choose EVERYDAY_COST anew, as training/README.md says"
    assert "at most 8 in 1,000" in README_PATH.read_text(encoding="utf-8")
