"""Which typed lines are kindly refused, and why. The words for it stand in the text files."""

import unicodedata
from typing import Literal

from data import MAX_LINE_CHARACTERS, PersonalDetail, personal_detail_in

Refusal = Literal["empty", "too_long", "line_break", "unreadable"] | PersonalDetail


def refusal_of(line: object) -> Refusal | None:
    """Return why a typed line is not looked at, or None where it is fine.

    `line` is whatever the page sent: anything that is not one short line of text is refused.
    """
    if not isinstance(line, str) or not line.strip():
        return "empty"
    if len(line) > MAX_LINE_CHARACTERS:
        return "too_long"
    if len(line.strip().splitlines()) > 1:
        return "line_break"
    # Half a character, as a cut-off emoji leaves it, and control characters: nobody types them, no page can show them.
    if any(unicodedata.category(character) in ("Cs", "Cc") for character in line.strip() if character != "\t"):
        return "unreadable"
    return personal_detail_in(line)
