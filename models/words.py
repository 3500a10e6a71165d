"""Cuts a line into words, and knows where each stands in the line as given.

Words, numbers, emoji and runs of punctuation each count as a word. A word has a written form (a span of the line)
and a folded form that features are made from: case, accents, compatibility characters and long stretches
("heyyyy") are folded, so that the same word written differently gives the same features.
"""

import re
import unicodedata
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*|\d+|([^\w\s])\1*|_+")
_STRETCH = re.compile(r"(.)\1{2,}")


class Word(NamedTuple):
    """A word of a line: `start` and `end` are character positions, `folded` is what features see."""

    start: int
    end: int
    folded: str


def words_in(line: str) -> list[Word]:
    """Return the words of a line from left to right; spans never overlap.

    >>> [word.folded for word in words_in("Één vraagje… heyyyy 😊")]
    ['een', 'vraagje', '...', 'heyy', '😊']
    """
    words = []
    for match in _WORD.finditer(line):
        folded = _fold(match.group())
        if folded:
            words.append(Word(match.start(), match.end(), folded))
    return words


def folded_line(line: str) -> str:
    """Return the folded words joined by single spaces: the text that vectorizers are fitted on."""
    return " ".join(word.folded for word in words_in(line))


def _fold(word: str) -> str:
    if not word.isascii():
        word = _without_accents(word.replace("’", "'"))
    elif word.isdigit():
        return "0" * min(len(word), 4)
    visible = "".join(word.replace("`", "'").casefold().split())
    return _STRETCH.sub(r"\1\1", visible) if visible[:1].isalpha() else visible[:3]


def _without_accents(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
