"""The content rules of every line and message, as far as code can hold them. The rest is for careful readers.

The words that no line may hold stand in `blocked_words.txt` as hashes, so that no file of Doorzien holds the words
themselves. `word_hash` makes a new entry.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import cache
from hashlib import sha256

from data.errors import DATA_FOLDER
from data.personal_details import personal_detail_in

TAGS_WITHOUT_AGES = frozenset({"sexual_topics", "image_request"})

_WORD = re.compile(r"[^\W\d_]+")
_AGE = re.compile(
    r"\b(?:[89]|1\d|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|twaalf|(?:der|veer|vijf|zes|zeven|acht|negen)tien)(?:jarigen?|jarige?|ers?|s)?\b",
    re.IGNORECASE,
)


def broken_rule(text: str, tags: Collection[str] = ()) -> str | None:
    """Return which content rule a line with these tags breaks, worded to follow "the text ...", or None.

    >>> broken_rule("are you fifteen yet?", ["image_request"])
    'names what may be an age beside image_request'
    >>> broken_rule("are you fifteen yet?") is None
    True
    """
    if len(text.splitlines()) > 1:
        return "holds a line break"
    detail = personal_detail_in(text)
    if detail:
        return f"looks as if it holds a real detail ({detail})"
    if any(word_hash(word) in _blocked_words() for word in _WORD.findall(text)):
        return "holds a word that no line of Doorzien may hold"
    without_age = sorted(TAGS_WITHOUT_AGES.intersection(tags))
    if without_age and _AGE.search(text):
        return f"names what may be an age beside {without_age[0]}"
    return None


def refuse_broken_rule(text: str, tags: Collection[str] = ()) -> None:
    """Raise ValueError where the text breaks a content rule."""
    rule = broken_rule(text, tags)
    if rule:
        raise ValueError(f"the text {text[:40]!r} {rule}")


@cache  # training reads every word a dozen times; a typed line never comes here, so none is kept
def word_hash(word: str) -> str:
    """Return the entry of a word in blocked_words.txt; case and accents make no difference."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@cache
def _blocked_words() -> frozenset[str]:
    return frozenset((DATA_FOLDER / "blocked_words.txt").read_text(encoding="ascii").split())
