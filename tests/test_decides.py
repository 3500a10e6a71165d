"""What stands under "how it decides": sums, thresholds, mistakes, and the arithmetic of rare patterns."""

import numpy as np
import pytest
from playwright.sync_api import expect

from data import load_differing, load_heldout, load_tags, load_texts, load_twins
from demo.rare import RarePattern
from demo.sums import agreement, sum_rows, tag_of, words_against, words_for
from demo.views.decides import DIFFERING_SHOWN, lines_to_discuss, mistake_view, sum_view
from models.mistakes import load_mistakes
from models.threshold_counts import load_threshold_counts
from training.corpus import heldout_corpus
from training.threshold_counts import threshold_counts

TEXTS = load_texts()
LANGUAGES = tuple(TEXTS)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_rows_and_the_start_make_the_total(code, tagger):
    for twin in load_twins(code):
        explanation = tagger.explain(twin.pattern)
        one = tag_of(explanation, twin.tag)
        rows = sum_rows(explanation, twin.tag)
        assert one.intercept + sum(row.log_odds for row in rows) == pytest.approx(one.log_odds)
        view = sum_view(explanation, twin.tag)
        assert max(view.start_length, view.total_length, *(row.length for row in rows)) == 100


def test_the_model_and_the_makers_are_compared(tagger):
    plain = tagger.explain("the bus is late again")
    secret = tagger.explain("don't tell your mum we talk, it's our secret")
    assert agreement((), plain) == "same"
    assert agreement(("secrecy",), plain) == "less"
    assert agreement((), secret) == "more"
    assert agreement(("secrecy",), secret) == "same"
    assert agreement(("flattery",), secret) == "other"


@pytest.fixture(scope="module")
def heldout():
    return [line for code in LANGUAGES for line in load_heldout(code)]


@pytest.fixture(scope="module")
def counts():
    return load_threshold_counts()


def test_the_counts_are_those_of_this_tagger(counts, tagger):
    assert counts == threshold_counts(tagger, heldout_corpus())


def test_a_higher_threshold_never_misses_less_and_never_alarms_more(counts):
    assert list(counts) == [*(tag.id for tag in load_tags()), "all"]
    for of_tag in counts.values():
        assert list(of_tag.missed) == sorted(of_tag.missed)
        assert list(of_tag.alarms) == sorted(of_tag.alarms, reverse=True)
        assert of_tag.missed[-1] <= of_tag.patterns
        assert of_tag.alarms[0] <= of_tag.ordinary


def test_patterns_of_all_tags_add_up(counts, heldout):
    tags = [of_tag for tag, of_tag in counts.items() if tag != "all"]
    assert counts["all"].patterns == sum(one.patterns for one in tags) == sum(len(one.tags) for one in heldout)
    assert list(counts["all"].missed) == np.sum([one.missed for one in tags], axis=0).tolist()


@pytest.mark.parametrize("mistake", load_mistakes(), ids=lambda one: one.line_id)
def test_every_mistake_says_which_lines_would_have_helped(mistake, tagger):
    view = mistake_view(mistake, tagger.explain(mistake.text))
    assert view.up or view.down
    assert set(view.needed) <= set(view.up + view.down)


def test_words_for_and_against_come_strongest_first(tagger):
    explanation = tagger.explain("don't tell your mum we talk, it's our secret")
    sizes = {row.word: row.log_odds for row in sum_rows(explanation, "secrecy")}
    up = words_for(explanation, "secrecy", most=20)
    down = words_against(explanation, "secrecy", most=20)
    assert [sizes[word] for word in up] == sorted((sizes[word] for word in up), reverse=True)
    assert [sizes[word] for word in down] == sorted(sizes[word] for word in down)
    assert not set(up) & set(down)
    assert len(words_for(explanation, "secrecy")) <= 3


@pytest.mark.parametrize("code", LANGUAGES)
def test_people_differ_on_every_line_to_discuss_or_doubt_it(code):
    every = load_differing(code)
    lines = lines_to_discuss(every)
    assert len(lines) == DIFFERING_SHOWN
    differ = [set(one.line.tags) != set(one.second_tags) for one in lines]
    assert differ == sorted(differ, reverse=True)
    assert all(is_different or one.doubted for is_different, one in zip(differ, lines, strict=True))


def test_few_alarms_for_a_rare_pattern_are_true():
    rare = RarePattern(lines=1000, patterns=1, right=0.95)
    assert rare.alarms_per_true_one == 53
    dots = rare.dots()
    assert len({(dot.column, dot.row) for dot in dots}) == rare.lines
    assert sum(dot.kind == "false" for dot in dots) == rare.false_alarms
    assert sum(dot.kind == "true" for dot in dots) == rare.patterns
    assert dots == rare.dots()
    assert dots != rare.dots(seed=2)


def test_common_patterns_make_alarms_trustworthy():
    assert RarePattern(lines=1000, patterns=500, right=0.95).alarms_per_true_one == 1


# ---- in the browser


@pytest.fixture
def words(language):
    return TEXTS[language].decides


@pytest.fixture
def opened(page, go, words):
    go("decides")
    expect(page.get_by_role("heading", name=words["title"], level=1)).to_be_focused()
    expect(page.get_by_role("heading", name=words["rare_title"])).to_be_visible()
    expect(page.locator(".sum-shown")).to_be_visible()


def cost(page, kind):
    return page.locator(f"[data-cost={kind}]")


@pytest.mark.usefixtures("opened")
def test_the_slider_tells_what_a_threshold_costs(page, look, tab_to, counts, words, language, tagger):
    page.locator("[data-slider-tag]:visible").select_option("secrecy")
    tab_to("#slider-percent")
    for key, percent in (("Home", 1), ("ArrowRight", 2), ("End", 99)):
        page.keyboard.press(key)
        of_tag = counts["secrecy"]
        missed = words["slider_missed"].format(count=of_tag.missed[percent - 1], total=of_tag.patterns)
        alarms = words["slider_false"].format(count=of_tag.alarms[percent - 1], total=of_tag.ordinary)
        expect(cost(page, "missed")).to_contain_text(missed)
        expect(cost(page, "false")).to_contain_text(alarms)
    clear = round(tagger.thresholds["secrecy"]["clear"] * 100)
    page.get_by_role("button", name=words["slider_clear"].format(percent=clear)).click()
    expect(page.locator("#slider-percent")).to_have_value(str(clear))
    page.locator(".mistake:visible summary").first.click()
    look("decides")


@pytest.mark.usefixtures("opened")
def test_the_sum_follows_the_chosen_line_and_tag(page, words, language, tagger):
    twin = next(one for one in load_twins(language) if one.tag == "secrecy")
    page.get_by_label(twin.pattern).check()
    shown = page.locator("#decides-sum .in:visible")
    expect(shown.locator(".bubble")).to_have_text(twin.pattern)
    rows = sum_rows(tagger.explain(twin.pattern), "secrecy")
    expect(shown.locator("tbody tr")).to_have_count(len(rows) + 2)
    page.locator("[data-sum-tag]:visible").select_option("gifts")
    expect(shown.locator("caption")).to_have_text(TEXTS[language].tags["gifts"].short)
    low = round(tagger.thresholds["gifts"]["maybe"] * 100)
    expect(shown).to_contain_text(words["sum_none"].format(maybe=low))


@pytest.mark.usefixtures("opened")
def test_the_sum_changes_by_keyboard(page, tab_to, language):
    tab_to("[data-sum-choice] input")
    page.keyboard.press("ArrowDown")
    first = next(one for one in load_twins(language) if one.tag == "flattery")
    expect(page.locator("#decides-sum .bubble:visible")).to_have_text(first.ordinary)
