"""Finds what could point at a real person: links, e-mail addresses, phone numbers, account names.

Shipped lines must not hold any, and the box for a made-up line refuses them kindly.
"""

import re
import unicodedata
from typing import Literal

PersonalDetail = Literal["link", "email", "phone", "account"]

# Some begin a sentence as well: "ok.be there" is refused, and a blank behind the full stop is all it needs. Those that
# begin many, such as .de, .it, .at and .online, are no part of it.
_ENDINGS = "com|net|org|info|edu|biz|be|nl|eu|uk|ie|fr|es|pt|ch|pl|dk|se|fi|ru|co|cc|io|me|gg|tv|ly|app|dev|link|xyz"
_PATTERNS: dict[PersonalDetail, re.Pattern[str]] = {
    "email": re.compile(
        r"[\w.+-]+@[^\W\d][\w-]*\s?\.\s?\w+|[\w.+-]\s?@\s?[^\W\d][\w-]*\.\w{2,}|mailto:", re.IGNORECASE
    ),
    "link": re.compile(
        rf"\w://+\w|https?:|www\.|\b[\w-]{{2,}}(?:\.(?:{_ENDINGS})|\s?\.\s?com)\b|\b[tx]\.(?:com?|me)\b|\b[\w-]+\.[a-z]{{2,}}/\w",
        re.IGNORECASE,
    ),
    "phone": re.compile(
        r"(?<![\d_])\+?\d(?:[\s./()_|\u00b7\u2022\u2010-\u2015-]{0,5}\d){6,}"
        r"|(?<![\d_,])(?:\+|0)\d{1,3}(?:,\d{2,3}){2,}"
        # Two times of day hold other signs between them than within.
        r"|(?<!\d)(?:\+|0)\d{1,3}(?P<sign>\s?[:,*'\u2019]\s?)\d{2,3}(?:(?P=sign)\d{2,3}){2,}"
    ),
    # Not @_@ and @8pm, which are a face and an hour.
    "account": re.compile(r"@(?!_+@|\d{1,2}(?:[:.]\d\d)?(?:[uh]|am|pm)?\b)\w{2,}|@[^\W\d_]", re.IGNORECASE),
}
_INVISIBLE = re.compile("[\u034f\u20e3\ufe00-\ufe0f]")  # a joiner, the frame of a keycap, which look an emoji has
_NUMBER_OF_AN_ERROR = re.compile(r"\b0x(?:\d{8}\b|\d*[a-f][0-9a-f]*)", re.IGNORECASE)


def personal_detail_in(text: str) -> PersonalDetail | None:
    """Return the kind of the first personal detail found in `text`, or None.

    >>> personal_detail_in("call me on 0470 12 34 56")
    'phone'
    >>> personal_detail_in("training starts at 18:30, gate 4") is None
    True
    """
    plain = text if text.isascii() else _in_plain_characters(text)
    without_errors = _NUMBER_OF_AN_ERROR.sub("", plain)
    searched = {kind: without_errors if kind == "phone" else plain for kind in _PATTERNS}
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(searched[kind])), None)


def _in_plain_characters(text: str) -> str:
    """Return the text without invisible characters, and with wide or fancy ones as they are usually typed."""
    plain = unicodedata.normalize("NFKC", text).replace("\u3002", ".")
    return "".join(one for one in plain if unicodedata.category(one) != "Cf" and not _INVISIBLE.match(one))
