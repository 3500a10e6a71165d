from collections import Counter

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from data import Line, load_tags
from models import load_tagger
from models.features import runs
from training.corpus import Corpus, training_corpus
from training.counting import count_runs
from training.evaluation import bootstrap_f1, calibration_error, evaluate
from training.features import TfIdf
from training.pipeline import calibrate, character_block, fit, word_block
from training.run import train
from training.thresholds import CLEAR_PRECISION, HIGHEST_PROBABILITY, MAYBE_PRECISION, choose_thresholds


@pytest.fixture(scope="module")
def trained(small_corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    return folder, train(folder, lines=small_corpus, heldout=small_corpus, show_progress=False)


def test_a_trained_tagger_is_saved_and_knows_its_lines(trained, small_corpus):
    folder, result = trained
    tagger = load_tagger(folder)
    assert tagger.explain("secrecy lamp 2").shown[0].tag == "secrecy"
    assert tagger.explain("see you at the lamp shop 2").shown == ()
    assert result.figures[0].f1_macro > 0.9


def test_training_again_gives_the_same_probabilities(trained, small_corpus, tmp_path):
    folder, _ = trained
    train(tmp_path, lines=small_corpus, heldout=small_corpus, show_progress=False)
    np.testing.assert_array_equal(
        load_tagger(tmp_path).probabilities(small_corpus.texts),
        load_tagger(folder).probabilities(small_corpus.texts),
    )


def test_voices_and_pairs_are_never_split_apart():
    corpus = training_corpus()
    for attribute in ("author", "register", "pair"):
        groups: dict[str, set[int]] = {}
        for line, group in zip(corpus.lines, corpus.groups, strict=True):
            if getattr(line, attribute):
                groups.setdefault(getattr(line, attribute), set()).add(int(group))
        assert all(len(numbers) == 1 for numbers in groups.values()), attribute
    assert len(set(corpus.groups)) >= 8


def test_calibration_undoes_a_stretched_scale():
    rng = np.random.default_rng(0)
    true_log_odds = rng.normal(0, 2, size=(20_000, 2))
    targets = (rng.random((20_000, 2)) < 1 / (1 + np.exp(-true_log_odds))).astype(int)
    raw = true_log_odds * 3 - 1
    calibration = calibrate(raw, targets)
    assert calibration.own == pytest.approx(1 / 3, abs=0.03)
    assert calibration.all_tags == pytest.approx(0, abs=0.03)
    assert calibration.shift == pytest.approx(1 / 3, abs=0.05)
    np.testing.assert_allclose(calibration.apply(raw), true_log_odds, atol=0.5)


def test_a_calibrated_model_gives_the_calibrated_log_odds(small_corpus):
    counted = [block.count(small_corpus.texts) for block in (word_block(), character_block())]
    fitted = fit(small_corpus)
    raw = fitted.log_odds_counted(counted)
    calibration = calibrate(raw, small_corpus.targets)
    np.testing.assert_allclose(fitted.calibrated(calibration).log_odds_counted(counted), calibration.apply(raw))


def corpus_of(tagged, looks_like=(), lines_per_voice=400):
    """Lines of which those at the indices `tagged` carry secrecy, and those at `looks_like` look like it."""
    return Corpus(
        tuple(
            Line(
                line_id=f"x-{number:03d}",
                text=f"line {number}",
                tags=("secrecy",) if number in tagged else (),
                register=f"voice {number // lines_per_voice}",
                pair=None,
                looks_like="secrecy" if number in looks_like else None,
                variety="en-GB",
                author=f"voice {number // lines_per_voice}",
                language="en",
            )
            for number in range(400)
        )
    )


@pytest.mark.parametrize("everyday", [True, False])
def test_thresholds_reach_their_precision_and_spare_everyday_lines(everyday):
    rows = np.linspace(-4, 4, 400)[:, None]
    tagged = {*range(250, 400), *range(200, 250, 2)}
    wrong = {*range(201, 250, 2)}
    lines = corpus_of(tagged, () if everyday else wrong)
    column = [tag.id for tag in load_tags()].index("secrecy")
    limits = choose_thresholds(np.repeat(rows, len(load_tags()), axis=1), lines)[column]
    probabilities = 1 / (1 + np.exp(-rows[:, 0]))
    target = lines.targets[:, column]
    assert target[probabilities >= limits.maybe].mean() >= MAYBE_PRECISION - 1e-9
    assert target[probabilities >= limits.clear].mean() >= CLEAR_PRECISION - 1e-9
    if everyday:
        assert target[probabilities >= limits.maybe].mean() == 1  # no gain in F1 is worth one of these lines
    else:
        assert limits.maybe < limits.clear


def test_where_one_line_of_one_voice_decides_a_threshold_lies_between():
    rows = np.linspace(-4, 4, 400)[:, None]
    # Sparing line 300 is worth nearly as much as finding the tagged lines below it.
    lines = corpus_of({*range(240, 300), *range(301, 400)}, lines_per_voice=20)
    column = [tag.id for tag in load_tags()].index("secrecy")
    maybe = choose_thresholds(np.repeat(rows, len(load_tags()), axis=1), lines)[column].maybe
    below, above = 1 / (1 + np.exp(-rows[[240, 301], 0]))
    assert below + 0.03 < maybe < above - 0.03


def test_a_tag_that_is_never_right_is_shown_only_where_it_is_very_sure():
    log_odds = np.repeat(np.linspace(-2, 2, 400)[:, None], len(load_tags()), axis=1)
    for limits in choose_thresholds(log_odds, corpus_of(())):
        assert limits.maybe == limits.clear == HIGHEST_PROBABILITY


def test_calibration_error_of_known_cases():
    assert calibration_error(np.array([[0.9, 0.9], [0.1, 0.1]]), np.array([[1, 1], [0, 0]])) == pytest.approx(0.1)
    assert calibration_error(np.array([[0.95]]), np.array([[0]])) == pytest.approx(0.95)


def test_figures_count_what_they_say(trained, small_corpus):
    _, result = trained
    (figures,) = evaluate(result.tagger, small_corpus)
    assert figures.lines == len(small_corpus.lines)
    assert figures.everyday == sum(not line.tags for line in small_corpus.lines)
    assert figures.look_alikes == 0
    assert {tag.lines for tag in figures.tags} == {30}


def test_a_bootstrap_interval_holds_its_value_and_narrows_with_more_lines():
    targets = np.array([[1], [1], [0], [0], [1]] * 20)
    shown = np.array([[True], [False], [False], [True], [True]] * 20)
    low, high = bootstrap_f1(targets, shown)
    assert low[0] < 2 / 3 < high[0]
    lower, higher = bootstrap_f1(np.tile(targets, (9, 1)), np.tile(shown, (9, 1)))
    assert higher[0] - lower[0] < (high[0] - low[0]) / 2


def test_features_of_known_texts_are_those_of_the_library():
    texts = ["see you at the shop", "see you you there", "the shop is shut"]
    library = TfidfVectorizer(lowercase=False, token_pattern=r"\S+", ngram_range=(1, 2), sublinear_tf=True)
    block = TfIdf("word", 1, 2, least_lines=1)
    found = block.fit_transform(texts).toarray()[
        :, [block.vocabulary_[name] for name in library.fit(texts).vocabulary_]
    ]
    np.testing.assert_allclose(found, library.transform(texts).toarray()[:, list(library.vocabulary_.values())])


@pytest.mark.parametrize(("analyzer", "shortest", "longest"), [("word", 1, 3), ("char", 4, 6), ("char", 1, 2)])
def test_all_runs_are_counted_as_the_tagger_finds_them(analyzer, shortest, longest):
    texts = ["keep it keep it keep it secret", "", "it", "é 漢 😊 keep", "it"]
    counted = count_runs(texts, analyzer, shortest, longest)
    for text, row in zip(texts, counted.counts.toarray(), strict=True):
        expected = Counter(run for found in runs(text, analyzer, shortest, longest) for run in found)
        assert {name: times for name, times in zip(counted.names, row, strict=True) if times} == expected


def test_words_that_were_never_seen_shorten_what_the_known_ones_say():
    block = TfIdf("word", 1, 1, least_lines=1).fit(["keep it secret", "see you there"])
    alone, among_unknown = block.transform(["secret", "secret zxqv wvut"]).toarray()[:, block.vocabulary_["secret"]]
    assert alone == pytest.approx(1.0)
    assert among_unknown == pytest.approx(1 / np.sqrt(3), abs=0.01)


def test_every_line_can_count_unknown_words_that_it_does_not_have():
    texts = ["keep it secret", "see you there"]
    plain = TfIdf("word", 1, 1, least_lines=1).fit(texts)
    added = TfIdf("word", 1, 1, least_lines=1, added_unknown=2).fit(texts)
    found, expected = added.transform(["secret", ""]), plain.transform(["secret zxqv wvut", ""])
    np.testing.assert_allclose(found.toarray(), expected.toarray())
