"""Writes what a facilitator prints: guide, a lesson on paper, help cards and cards for later; without Gradio."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from data import Chat, Twin, load_chats, load_guides, load_helplines, load_tags, load_texts, load_twins

MARKER = "<!-- Doorzien print pack -->"
PAGES = ("guide", "lesson", "help", "boosters")

_HERE = Path(__file__).parent
_ICONS = {
    "winning_trust": '<path d="M12 20s-7-4.6-7-10a4 4 0 0 1 7-2.6A4 4 0 0 1 19 10c0 5.4-7 10-7 10z"/>',
    "closing_circle": '<path d="M19.8 9A8.3 8.3 0 1 0 20 15M13 12h6"/>',
    "testing_limits": '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l6 6"/>',
    "taking_hold": '<path d="M4 8h12M4 12h16M4 16h12M13 4l7 8-7 8"/>',
}


class TwinCard(NamedTuple):
    """A line on a card, and the tag it shows; None on an ordinary one."""

    text: str
    tag: str | None


class PrintPackError(OSError):
    """The print pack cannot be written; the message says where and why."""


def write_print_pack(folder: Path) -> tuple[Path, ...]:
    """Write `<language>/<page>.html` into `folder` and return the files.

    Raises PrintPackError before writing anything where a file there is not of an earlier print pack, and where the
    folder cannot be written; DataError where a content file is broken.
    """
    pages = {folder / code / f"{name}.html": text for (code, name), text in _rendered().items()}
    try:
        _refuse_foreign_files(pages)
        for path, text in pages.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except PrintPackError:
        raise
    except OSError as error:
        raise PrintPackError(f"{folder}: cannot write here ({error.strerror}). Choose another folder.") from None
    return tuple(pages)


def _refuse_foreign_files(pages: dict[Path, str]) -> None:
    for path in pages:
        if path.exists() and MARKER not in path.read_text(encoding="utf-8", errors="replace")[:200]:
            raise PrintPackError(f"{path}: this file is not of Doorzien, so it stays. Choose another folder.")


def _rendered() -> dict[tuple[str, str], str]:
    texts = load_texts()
    languages = tuple(texts)
    guides, chats = load_guides(languages), load_chats(languages)
    environment = _environment()
    rendered = {}
    for code in languages:
        values = {
            "code": code,
            "texts": texts[code],
            "words": texts[code].print_pack,
            "guide": guides[code],
            "chats": _lesson_chats(chats, code),
            "twins": _lesson_twins(load_twins(code)),
            "countries": [one for one in load_helplines().countries if code in one.languages],
        }
        for name in PAGES:
            rendered[code, name] = environment.get_template(f"print/{name}.html").render(name=name, **values)
    return rendered


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        style=Markup((_HERE / "static" / "print.css").read_text(encoding="utf-8")),
        icons={phase: Markup(shape) for phase, shape in _ICONS.items()},
        tags=load_tags(),
    )
    return environment


def _lesson_chats(chats: dict[str, dict[str, Chat]], language: str) -> list[Chat]:
    """Return two chats and their twins: one written by somebody of the same age, one by somebody else."""
    patterned = [chat[language] for chat in chats.values() if chat[language].patterned]
    peer = next(chat for chat in patterned if chat.other.who == "peer")
    other = next(chat for chat in patterned if chat.other.who != "peer")
    return [one for chat in (peer, other) for one in (chat, chats[str(chat.twin)][language])]


def _lesson_twins(twins: Iterable[Twin]) -> list[TwinCard]:
    """Return a pattern line and its ordinary twin for every tag, in an order that does not tell which is which."""
    first = {twin.tag: twin for twin in reversed(tuple(twins))}
    cards = [
        card
        for tag in load_tags()
        for card in (TwinCard(first[tag.id].pattern, tag.id), TwinCard(first[tag.id].ordinary, None))
    ]
    return sorted(cards, key=lambda card: sha256(card.text.encode()).digest())
