"""Turns results and texts into HTML. Everything is escaped; each text stands there in every language at once.

The page shows one language by its `lang` attribute (see static/style.css), so that switching needs no server and
loses nothing.
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from data import MAX_LINE_CHARACTERS, Chat
from demo.content import Content
from demo.marking import carrying_phrases, marked_pieces
from demo.refusal import Refusal
from models import LineExplanation

TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """Renders the parts of the page from `content`."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            say=self.say,
            content=content,
            languages=tuple(content.texts),
            tag_by_id={tag.id: tag for tag in content.tags},
            max_characters=MAX_LINE_CHARACTERS,
            marked_pieces=marked_pieces,
            carrying_phrases=carrying_phrases,
            emergency={code: content.helplines.emergency_numbers(code) for code in content.texts},
        )

    def say(self, section: str, key: str, element: str = "span", **words: object) -> Markup:
        """Return a text in all languages, each in its own element.

        `words` fill the text's {places}; a dict fills them per language.
        """
        parts = []
        for code, texts in self._content.texts.items():
            filled = {name: word[code] if isinstance(word, dict) else word for name, word in words.items()}
            text = getattr(texts, section)[key]
            parts.append(f'<{element} class="in" lang="{code}">{escape(text.format(**filled))}</{element}>')
        return Markup("".join(parts))

    def header(self) -> str:
        """Return the skip link, the name, the pages, the language switch and the way out."""
        return self._render("header.html")

    def footer(self) -> str:
        """Return what the way out does and does not do."""
        return self._render("footer.html")

    def chat_list(self) -> str:
        """Return the cards of all chats; they do not tell which of them hold patterns."""
        return self._render("chat_list.html")

    def chat(self, chat: dict[str, Chat]) -> str:
        """Return a whole chat with the tags of its messages; the page reveals it message by message."""
        explanations = {
            code: [
                self._content.tagger.explain(message.text) if message.sender == "other" else None
                for message in version.messages
            ]
            for code, version in chat.items()
        }
        return self._render("chat.html", chat=chat, any_version=next(iter(chat.values())), explanations=explanations)

    def try_form(self, *, enabled: bool) -> str:
        """Return the box for one made-up line, or a note that it is switched off."""
        return self._render("try_form.html", enabled=enabled)

    def try_result(self, explanation: LineExplanation) -> str:
        """Return a typed line with its marked words and the names and levels of its tags; no numbers."""
        return self._render("try_result.html", explanation=explanation)

    def refusal(self, refusal: Refusal) -> str:
        """Return why a typed line is not looked at, kindly."""
        return self._render("refusal.html", refusal=refusal)

    def help(self) -> str:
        """Return whom to talk to, the helplines per country, and what to do about threats with a picture."""
        return self._render("help.html")

    def about(self) -> str:
        """Return what Doorzien is, what it is not, how it works and how often it is right."""
        return self._render("about.html")

    def guide(self) -> str:
        """Return the facilitator's guide."""
        return self._render("guide.html")

    def _render(self, template: str, **values: object) -> str:
        return self._environment.get_template(template).render(**values)
