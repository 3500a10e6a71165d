import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from models import load_tagger
from training.corpus import training_corpus
from training.evaluation import bootstrap_f1, calibration_error, evaluate
from training.features import TfIdf
from training.pipeline import platt
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
    true_log_odds = rng.normal(0, 2, size=(20_000, 1))
    targets = (rng.random((20_000, 1)) < 1 / (1 + np.exp(-true_log_odds))).astype(int)
    scales, shifts = platt(true_log_odds * 3 - 1, targets)
    assert scales[0] == pytest.approx(1 / 3, abs=0.02)
    assert shifts[0] == pytest.approx(1 / 3, abs=0.05)


def test_thresholds_reach_their_precision():
    log_odds = np.linspace(-4, 4, 400)[:, None]
    targets = (np.arange(400)[:, None] >= 250).astype(int)
    targets[200:250:2] = 1
    (limits,) = choose_thresholds(log_odds, targets)
    probabilities = 1 / (1 + np.exp(-log_odds[:, 0]))
    assert targets[probabilities >= limits.maybe, 0].mean() >= MAYBE_PRECISION - 1e-9
    assert targets[probabilities >= limits.clear, 0].mean() >= CLEAR_PRECISION - 1e-9
    assert limits.maybe < limits.clear


def test_a_tag_that_is_never_right_is_shown_only_where_it_is_very_sure():
    (limits,) = choose_thresholds(np.linspace(-2, 2, 50)[:, None], np.zeros((50, 1), dtype=int))
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
    np.testing.assert_allclose(block.fit_transform(texts).toarray(), library.fit_transform(texts).toarray())


def test_words_that_were_never_seen_shorten_what_the_known_ones_say():
    block = TfIdf("word", 1, 1, least_lines=1).fit(["keep it secret", "see you there"])
    alone, among_unknown = block.transform(["secret", "secret zxqv wvut"]).toarray()[:, block.vocabulary_["secret"]]
    assert alone == pytest.approx(1.0)
    assert among_unknown == pytest.approx(1 / np.sqrt(3), abs=0.01)
