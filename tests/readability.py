"""How easily a text reads: words in a sentence, LIX, and the Flesch formulas of English and Dutch.

No library: those that fit are not permissively licensed, or fetch word lists while they run.
"""

import re
from dataclasses import dataclass

# Flesch 1948 for English and Douma 1960 for Dutch: a constant, words per sentence, syllables per word.
FLESCH = {"en": (206.835, 1.015, 84.6), "nl": (206.835, 0.93, 77.0)}
LONG_WORD = 7  # characters, for LIX

_PLACE = re.compile(r"\{\w+\}")
_SENTENCE_END = re.compile(r"(?<=[.!?:…])[\"'”’)]*\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")
_VOWELS = {
    "en": re.compile(r"[aeiouyáéíóúèêïëöü]+"),
    "nl": re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ij|ei|au|ou|eu|ui|oe|ie|[aeiouyáéíóúèêïëöü]"),
}


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; a colon ends one too, and a {place} counts as one word."""
    parts = _SENTENCE_END.split(_PLACE.sub("x", text).strip())
    return [words for part in parts if (words := _WORD.findall(part))]


def syllables(word: str, language: str) -> int:
    """Groups of vowels; in English without a silent e at the end."""
    small = word.lower()
    if language == "en":
        small = re.sub(r"(?<=[^aeiouyl])e(s|d)?$", "", small) if not re.search(r"(t|d)ed$", small) else small
    return max(1, len(_VOWELS[language].findall(small)))


@dataclass(frozen=True)
class Reading:
    """The measures of one text. A higher `flesch` reads more easily, a lower `lix` does."""

    words: int
    longest: int
    mean: float
    lix: float
    flesch: float


def reading(text: str, language: str) -> Reading:
    """Measure a text of at least one word."""
    found = sentences(text)
    words = [word for sentence in found for word in sentence]
    mean = len(words) / len(found)
    lix = mean + 100 * sum(len(word) >= LONG_WORD for word in words) / len(words)
    constant, per_word, per_syllable = FLESCH[language]
    flesch = constant - per_word * mean - per_syllable * sum(syllables(word, language) for word in words) / len(words)
    return Reading(len(words), max(map(len, found)), mean, lix, flesch)
