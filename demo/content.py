"""Everything the screen shows, read once at the start."""

from dataclasses import dataclass
from pathlib import Path

from data import (
    Chat,
    DifferingLine,
    Guide,
    HelplineList,
    Line,
    Tag,
    Texts,
    Twin,
    load_chats,
    load_differing,
    load_guides,
    load_heldout,
    load_helplines,
    load_own_chats,
    load_tags,
    load_texts,
    load_twins,
)
from models import LanguageFigures, Tagger, load_figures
from models.mistakes import Mistake, load_mistakes
from models.threshold_counts import ThresholdCounts, load_threshold_counts


@dataclass(frozen=True)
class Content:
    """The tagger, and everything else that is shown: by language, where it has one."""

    tagger: Tagger
    tags: tuple[Tag, ...]
    texts: dict[str, Texts]
    chats: dict[str, dict[str, Chat]]
    guides: dict[str, Guide]
    helplines: HelplineList
    figures: tuple[LanguageFigures, ...]
    twins: dict[str, tuple[Twin, ...]]
    heldout: dict[str, tuple[Line, ...]]
    differing: dict[str, tuple[DifferingLine, ...]]
    mistakes: tuple[Mistake, ...]
    threshold_counts: dict[str, ThresholdCounts]

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
        twins={code: load_twins(code) for code in texts},
        heldout={code: load_heldout(code) for code in texts},
        differing={code: load_differing(code) for code in texts},
        mistakes=load_mistakes(),
        threshold_counts=load_threshold_counts(),
    )
