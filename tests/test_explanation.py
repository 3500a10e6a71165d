import numpy as np
import pytest

from data import load_tags
from models import Contribution, TagExplanation
from models.artifact import BlockParts
from models.features import FeatureBlock
from models.words import folded_line, words_in
from training.pipeline import fit

LINES = {
    "plain": "you can tell me anything, even what you tell nobody else",
    "repeated word": "secret secret secret, our secret",
    "emoji": "just us two 🤫🤫 ok? 👀",
    "accents": "één geheimpje, crème en naïef",
    "upper case": "DON'T TELL YOUR MUM",
    "stretched": "pleeeeease heyyyyy",
    "empty": "",
    "only blanks": "   ",
    "only signs": "?!... ---",
    "unknown words": "zxqv wvut 漢字",
    "changes length when folded": "ﬁne İstanbul straße ½",
    "combining marks": "e\u0301\u0301\u0301 a\u0308",
    "no-break and zero-width": "no\u00a0break ze\u200bro",
    "right to left": "\u202eabc שלום",
    "lone surrogate": "a\ud800b",
    "long": "tell nobody " * 40,
    "tabs and line breaks": "one\ttwo\nthree",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_intercept_and_contributions_sum_to_the_log_odds(line, tagger):
    explanation = tagger.explain(line)
    assert explanation.text == line
    for tag in explanation.tags:
        total = tag.intercept + sum(one.log_odds for one in tag.contributions)
        assert tag.log_odds == pytest.approx(total, abs=1e-9)
        assert tag.probability == pytest.approx(1 / (1 + np.exp(-tag.log_odds)), abs=1e-12)


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_explanation_and_probabilities_agree(line, tagger):
    (row,) = tagger.probabilities([line])
    assert [tag.probability for tag in tagger.explain(line).tags] == pytest.approx(list(row), abs=1e-12)


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_spans_index_the_line_as_given(line, tagger):
    for tag in tagger.explain(line).tags:
        ends = 0
        for one in tag.contributions:
            assert ends <= one.start < one.end <= len(line)
            assert line[one.start : one.end].strip() == line[one.start : one.end] != ""
            ends = one.end


def test_contributions_are_those_that_training_saw(small_corpus):
    """Word by word sums equal what the fitted features give for the whole line."""
    fitted = fit(small_corpus)
    blocks = [FeatureBlock(block) for block in fitted.parts().blocks]
    lines = [*LINES.values(), *small_corpus.texts]
    ours = [sum(block.contributions(words_in(line)).sum(axis=0) for block in blocks) for line in lines]
    np.testing.assert_allclose(np.array(ours) + fitted.intercepts, fitted.log_odds(lines), atol=1e-9)


def test_a_repeated_word_is_drawn_equally_strong_each_time():
    vocabulary = {"secret": 0, "nobody": 1}
    block = FeatureBlock(BlockParts("word", 1, 1, vocabulary, np.array([1.0, 1.0]), 1.0, 0, np.ones((2, 1))))
    first, second, other = block.contributions(words_in("secret secret nobody"))[:, 0]
    assert first == second != other


def test_tags_come_in_the_order_of_the_stages(tagger):
    order = tuple(tag.id for tag in load_tags())
    assert tagger.tags == order
    assert tuple(tag.tag for tag in tagger.explain("hello").tags) == order


def test_probabilities_have_a_row_per_line_and_a_column_per_tag(tagger):
    probabilities = tagger.probabilities(["hello", "keep it a secret"])
    assert probabilities.shape == (2, 11)
    assert ((probabilities > 0) & (probabilities < 1)).all()
    assert tagger.probabilities([]).shape == (0, 11)


def test_a_bare_string_is_refused(tagger):
    with pytest.raises(TypeError, match="put the one line in a list"):
        tagger.probabilities("hello")


def test_levels_follow_the_thresholds(tagger):
    for tag in tagger.tags:
        limits = tagger.thresholds[tag]
        assert 0 < limits["maybe"] <= limits["clear"] <= 1
        assert tagger.level(tag, limits["clear"]) == "clear"
        assert tagger.level(tag, limits["maybe"] - 1e-9) == "none"
        if limits["maybe"] < limits["clear"]:
            assert tagger.level(tag, limits["maybe"]) == "maybe"


def test_carriers_are_the_fewest_words_for_their_share_of_what_speaks_for_a_tag():
    parts = [(0, 1.0), (5, -3.0), (10, 4.0), (15, 2.0), (20, 1.0)]
    explanation = TagExplanation(
        tag="secrecy",
        probability=0.5,
        level="maybe",
        log_odds=0.0,
        intercept=-5.0,
        contributions=tuple(Contribution(start, start + 4, value) for start, value in parts),
    )
    assert [one.start for one in explanation.carriers(0.5)] == [10]
    assert [one.start for one in explanation.carriers()] == [10, 15]
    assert len(explanation.carriers(1.0)) == 4


def test_the_same_word_written_differently_has_the_same_features():
    assert folded_line("HEYYYY, Één  geheim…") == folded_line("heyyy, een geheim...")
    assert folded_line("you CAN’T tell") == folded_line("you can't tell") != folded_line("you can tell")


def test_words_keep_their_place_in_the_line():
    line = "psst… 'k zeg: HÉÉÉL stil 🤫!"
    assert [line[word.start : word.end] for word in words_in(line)] == [
        "psst", "…", "'", "k", "zeg", ":", "HÉÉÉL", "stil", "🤫", "!",
    ]  # fmt: skip
