"""Everything Doorzien knows in words: tags, lines, chats, texts, helplines, and the only code that reads them."""

from data.chats import Chat, Exit, Message, load_chats
from data.contrast import ContrastPair, load_contrast
from data.errors import DataError
from data.guide import Guide, load_guides
from data.helplines import Helpline, HelplineList, load_helplines
from data.lines import MAX_LINE_CHARACTERS, DifferingLine, Line, load_differing, load_heldout, load_lines
from data.own_chats import check_own_chats, load_own_chats
from data.personal_details import PersonalDetail, personal_detail_in
from data.tags import Tag, load_tags
from data.texts import TagText, Texts, load_texts
from data.twins import Phrase, Twin, WhatIf, load_twins

__all__ = [
    "MAX_LINE_CHARACTERS",
    "Chat",
    "ContrastPair",
    "DataError",
    "DifferingLine",
    "Exit",
    "Guide",
    "Helpline",
    "HelplineList",
    "Line",
    "Message",
    "PersonalDetail",
    "Phrase",
    "Tag",
    "TagText",
    "Texts",
    "Twin",
    "WhatIf",
    "check_own_chats",
    "load_chats",
    "load_contrast",
    "load_differing",
    "load_guides",
    "load_heldout",
    "load_helplines",
    "load_lines",
    "load_own_chats",
    "load_tags",
    "load_texts",
    "load_twins",
    "personal_detail_in",
]
