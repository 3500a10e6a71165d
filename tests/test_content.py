"""What the corpus must be, as far as code can hold it. A line that fails is named."""

from collections import Counter

import numpy as np
import pytest
import yaml
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from data import load_chats, load_contrast, load_differing, load_heldout, load_lines, load_tags, load_texts
from data.content_rules import broken_rule, word_hash
from training.behaviour import CASES_PATH

TAGS = [tag.id for tag in load_tags()]
LANGUAGES = tuple(load_texts())
PLAIN_CASES = yaml.safe_load(CASES_PATH.read_text(encoding="utf-8"))

# Share of character 5-grams that two lines have in common; twins are meant to be close and are left out.
NEAR_DUPLICATE = 0.6
NEAR_HELDOUT = 0.5


def counts(lines):
    tagged = Counter(tag for line in lines for tag in line.tags)
    second = Counter(tag for line in lines if len(line.tags) > 1 for tag in line.tags)
    look_alikes = Counter(line.looks_like for line in lines if line.looks_like)
    pairs = Counter(line.looks_like for line in lines if line.looks_like and line.pair)
    everyday = sum(not line.tags and not line.looks_like for line in lines)
    return tagged, second, look_alikes, pairs, everyday


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_training_lines_of_every_kind(language):
    tagged, second, look_alikes, pairs, everyday = counts(load_lines(language))
    for tag in TAGS:
        assert tagged[tag] >= 160, tag
        assert second[tag] >= 30, tag
        assert look_alikes[tag] >= 70, tag
        assert pairs[tag] >= 25, tag
    assert everyday >= 700


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_heldout_lines_of_every_kind(language):
    tagged, _, look_alikes, _, everyday = counts(load_heldout(language))
    for tag in TAGS:
        assert tagged[tag] >= 20, tag
        assert look_alikes[tag] >= 15, tag
    assert everyday >= 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_register_gives_a_tag_away(language):
    lines = load_lines(language)
    by_register = {}
    for line in lines:
        by_register.setdefault(line.register, []).append(line)
    assert len(by_register) >= 16
    for register, mine in by_register.items():
        assert any(not line.tags for line in mine), register
        tagged = Counter(tag for line in mine for tag in line.tags)
        if tagged:
            for tag in TAGS:
                # Twins that were written to a register's tagged lines later thin its tags out.
                assert 0.012 <= tagged[tag] / len(mine) <= 0.12, (register, tag)


@pytest.mark.parametrize("language", LANGUAGES)
def test_varieties_are_balanced(language):
    varieties = Counter(line.variety for line in load_lines(language))
    assert len(varieties) == 2
    assert min(varieties.values()) >= 0.45 * sum(varieties.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_length_does_not_give_a_tag_away(language):
    lines = load_lines(language)
    tagged = [len(line.text) for line in lines if line.tags]
    ordinary = [len(line.text) for line in lines if not line.tags]
    assert np.median(tagged) == pytest.approx(np.median(ordinary), rel=0.25)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_authors_are_shared_with_the_heldout_lines(language):
    assert not {line.author for line in load_lines(language)} & {line.author for line in load_heldout(language)}


def overlapping(first, second, above):
    """Yield rows of `first` and of `second`, and the Jaccard overlap of their character 5-grams, where that is higher.

    Texts of fewer than 8 such grams are left out. Method: Chaudhuri et al. 2006, "A primitive operator for similarity
    joins": two texts that overlap so much share one of the rarest grams of each, and few others do.
    """
    vectorizer = CountVectorizer(analyzer="char_wb", ngram_range=(5, 5), binary=True, lowercase=True)
    vectorizer.fit([*first, *second])
    one, two = vectorizer.transform(first), vectorizer.transform(second)
    rarity = np.argsort(np.argsort(one.sum(axis=0).A1 + two.sum(axis=0).A1, kind="stable"))
    rarest_one, rarest_two = rarest(one, rarity, above), rarest(two, rarity, above)
    sizes_one, sizes_two = np.diff(one.indptr), np.diff(two.indptr)
    for start in range(0, len(first), 1000):  # all at once they would fill the memory
        candidates = (rarest_one[start : start + 1000] @ rarest_two.T).tocoo()
        rows, columns = candidates.row + start, candidates.col
        long = np.minimum(sizes_one[rows], sizes_two[columns]) >= 8
        rows, columns = rows[long], columns[long]
        common = one[rows].multiply(two[columns]).sum(axis=1).A1
        overlaps = common / (sizes_one[rows] + sizes_two[columns] - common)
        found = overlaps > above
        yield from zip(rows[found].tolist(), columns[found].tolist(), overlaps[found].tolist(), strict=True)


def rarest(grams, rarity, above):
    """Return the binary matrix with only as many of the rarest grams of each row as cannot all be missed."""
    ranked = csr_matrix((grams.data, rarity[grams.indices], grams.indptr), grams.shape, copy=True)
    ranked.sort_indices()
    sizes = np.diff(ranked.indptr)
    place = np.arange(ranked.nnz) - np.repeat(ranked.indptr[:-1], sizes)
    ranked.data = (place <= np.repeat(sizes - above * sizes, sizes)).astype(int)
    ranked.eliminate_zeros()
    return ranked


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_training_lines_are_nearly_the_same(language):
    lines = load_lines(language)
    texts = [line.text for line in lines]
    close = [
        (texts[row], texts[column])
        for row, column, _ in overlapping(texts, texts, NEAR_DUPLICATE)
        if row < column and (not lines[row].pair or lines[row].pair != lines[column].pair)
    ]
    assert close == []


def near_training_lines(texts):
    trained = [line.text for language in LANGUAGES for line in load_lines(language)]
    return [(texts[row], trained[column]) for row, column, _ in overlapping(texts, trained, NEAR_HELDOUT)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heldout_line_and_no_twin_of_one_is_near_a_training_line(language):
    twins = [pair.ordinary for pair in load_contrast(language)]
    assert near_training_lines([*(line.text for line in load_heldout(language)), *twins]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_plain_case_is_near_a_training_line(language):
    tagged, ordinary = PLAIN_CASES["must_tag"], PLAIN_CASES["must_not_tag"]
    assert near_training_lines([text for tag in TAGS for text in tagged[tag][language]] + ordinary[language]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_cases_follow_the_content_rules(language):
    for tag in TAGS:
        cases = PLAIN_CASES["must_tag"][tag][language]
        assert len(cases) >= 3, tag
        assert [text for text in cases if broken_rule(text, (tag,))] == []
    assert [text for text in PLAIN_CASES["must_not_tag"][language] if broken_rule(text, ())] == []


def test_no_chat_message_is_a_corpus_line():
    messages = {
        message.text.casefold()
        for chat in load_chats(LANGUAGES).values()
        for one in chat.values()
        for message in one.messages
    }
    for language in LANGUAGES:
        for line in (*load_lines(language), *load_heldout(language)):
            assert line.text.casefold() not in messages


def test_differing_lines_differ():
    for language in LANGUAGES:
        heldout = {line.line_id for line in load_heldout(language)}
        for differing in load_differing(language):
            assert differing.doubted or set(differing.line.tags) != set(differing.second_tags)
            assert differing.line.line_id not in heldout


def test_there_are_24_chats_in_twin_pairs_of_many_kinds():
    chats = load_chats(LANGUAGES)
    english = [chat["en"] for chat in chats.values()]
    assert len(english) >= 24
    assert sum(chat.patterned for chat in english) == len(english) / 2
    assert {chat.other.who for chat in english} == {"stranger", "known_adult", "coach", "relative", "peer", "celebrity"}
    assert {chat.young.shown_as for chat in english} == {"girl", "boy", "not_said"}
    for chat in english:
        assert 10 <= len(chat.messages) <= 24, chat.id
    for chat in (chat for chat in english if chat.patterned):
        exits = [one.after for one in chat.exits]
        assert min(exits) <= len(chat.messages) / 2 < max(exits), chat.id
    assert sum(any(message.later for message in chat.messages) for chat in english) >= len(english) / 2


def test_tactics_come_in_many_orders():
    orders = set()
    for chat in load_chats(LANGUAGES).values():
        orders.add(tuple(dict.fromkeys(tag for message in chat["en"].messages for tag in message.tags)))
    patterned = sum(chat["en"].patterned for chat in load_chats(LANGUAGES).values())
    assert len(orders - {()}) == patterned


@pytest.mark.parametrize(
    ("text", "tags", "rule"),
    [
        ("are you fifteen or what", ["image_request"], "an age beside image_request"),
        ("ben je al 14?", ["sexual_topics"], "an age beside sexual_topics"),
        ("veertienjarigen eerst", ["image_request"], "an age beside image_request"),
        ("two\nlines", [], "line break"),
        ("mail a@example.org", [], "real detail"),
    ],
)
def test_a_broken_rule_is_named(text, tags, rule):
    assert rule in broken_rule(text, tags)


@pytest.mark.parametrize("text", ["training at 14:00", "page 14", "I turn fourteen on Sunday"])
def test_numbers_are_fine_beside_other_tags(text):
    assert broken_rule(text, ["secrecy"]) is None


def test_blocked_words_are_found_in_any_case(monkeypatch):
    monkeypatch.setattr("data.content_rules._blocked_words", lambda: frozenset({word_hash("woord")}))
    assert broken_rule("een WÓÓRD te veel") == "holds a word that no line of Doorzien may hold"
    assert broken_rule("woordenboek") is None
