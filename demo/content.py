"""Everything the screen shows, read once at the start."""

from dataclasses import dataclass
from pathlib import Path

from data import (
    Chat,
    Guide,
    HelplineList,
    Tag,
    Texts,
    load_chats,
    load_guides,
    load_helplines,
    load_own_chats,
    load_tags,
    load_texts,
)
from models import LanguageFigures, Tagger, load_figures


@dataclass(frozen=True)
class Content:
    """The tagger, and all texts, chats, helplines and figures by language."""

    tagger: Tagger
    tags: tuple[Tag, ...]
    texts: dict[str, Texts]
    chats: dict[str, dict[str, Chat]]
    guides: dict[str, Guide]
    helplines: HelplineList
    figures: tuple[LanguageFigures, ...]

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases in display order."""
        return tuple(dict.fromkeys(tag.phase for tag in self.tags))


def load_content(tagger: Tagger, own_chats: Path | None = None) -> Content:
    """Read every file that the screen needs, and a facilitator's own chats; raise DataError at the first broken one."""
    texts = load_texts()
    return Content(
        tagger=tagger,
        tags=load_tags(),
        texts=texts,
        chats=load_chats(tuple(texts)) | (load_own_chats(own_chats, texts) if own_chats else {}),
        guides=load_guides(tuple(texts)),
        helplines=load_helplines(),
        figures=load_figures(),
    )
