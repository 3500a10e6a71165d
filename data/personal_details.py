"""Finds what could point at a real person: links, e-mail addresses, phone numbers, account names.

Shipped lines must not hold any, and the box for a made-up line refuses them kindly.
"""

import re
import unicodedata
from typing import Literal

PersonalDetail = Literal["link", "email", "phone", "account"]

# Only endings that hardly begin a sentence: with "de" or "school", a full stop without a blank would make a link.
_ENDINGS = "com|net|org|info|edu|be|nl|eu|uk|fr|lu|co|io|me|gg|tv|ly|ai|ru|app|dev|link|xyz"
_PATTERNS: dict[PersonalDetail, re.Pattern[str]] = {
    "email": re.compile(r"[\w.+-]+@[\w-]+\s?\.\s?\w+|mailto:", re.IGNORECASE),
    "link": re.compile(rf"\w:/+\w|www\.|\b[\w-]+\.(?:{_ENDINGS})\b|\b[\w-]+\.[a-z]{{2,}}/\w", re.IGNORECASE),
    "phone": re.compile(r"(?<!\d)(?<!0x)\+?\d(?:[\s./()_,|\u2010-\u2015-]{0,3}\d){6,}"),
    "account": re.compile(r"@[^\W\d]|@\w{2,}"),
}


def personal_detail_in(text: str) -> PersonalDetail | None:
    """Return the kind of the first personal detail found in `text`, or None.

    >>> personal_detail_in("call me on 0470 12 34 56")
    'phone'
    >>> personal_detail_in("training starts at 18:30, gate 4") is None
    True
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u3002", ".")
    plain = "".join(character for character in plain if unicodedata.category(character) != "Cf")
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(plain)), None)
