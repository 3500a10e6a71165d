"""Finds what could point at a real person: links, e-mail addresses, phone numbers, account names.

Shipped lines must not hold any, and the box for a made-up line refuses them kindly.
"""

import re
from typing import Literal

PersonalDetail = Literal["link", "email", "phone", "account"]

_PATTERNS: dict[PersonalDetail, re.Pattern[str]] = {
    "email": re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    "link": re.compile(
        r"https?:|www\.|\b[\w-]{2,}\.(?:com|net|org|info|be|nl|eu|uk|ie|io|me|gg|tv|app|link)\b(?!\.\w)"
        r"|\b[\w-]+\.[a-z]{2,}/\w",
        re.IGNORECASE,
    ),
    "phone": re.compile(r"(?<!\w)\+?\d(?:[\s./()\u2010-\u2015-]{0,3}\d){6,}"),
    "account": re.compile(r"(?<!\w)@\w{2,}"),
}


def personal_detail_in(text: str) -> PersonalDetail | None:
    """Return the kind of the first personal detail found in `text`, or None.

    >>> personal_detail_in("call me on 0470 12 34 56")
    'phone'
    >>> personal_detail_in("training starts at 18:30, gate 4") is None
    True
    """
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(text)), None)
