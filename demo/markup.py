"""Turns results and texts into HTML. Everything is escaped; each text stands there in every language at once.

The page shows one language by its `lang` attribute (see static/style.css), so that switching needs no server and
loses nothing. What a section shows is rendered by its module in `views/`.
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from data import MAX_LINE_CHARACTERS
from demo.content import Content
from demo.marking import carrying_phrases, marked_pieces

TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """Renders templates with `content`; `sections` are the names in the navigation, each with its row."""

    def __init__(
        self, content: Content, *, free_text: bool = True, sections: tuple[tuple[str, bool], ...] = ()
    ) -> None:
        self.content = content
        self.free_text = free_text
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            say=self.say,
            content=content,
            sections=sections,
            section_names=tuple(name for name, _ in sections),
            languages=tuple(content.texts),
            tag_by_id={tag.id: tag for tag in content.tags},
            max_characters=MAX_LINE_CHARACTERS,
            marked_pieces=marked_pieces,
            carrying_phrases=carrying_phrases,
            emergency={code: content.helplines.emergency_numbers(code) for code in content.texts},
        )
        self._environment.globals["tag_texts"] = self._tag_texts()

    def _tag_texts(self) -> dict[tuple[str, str], Markup]:
        """Return the five texts of each tag and language; rendered once, since they are the same whatever the line."""
        return {
            (tag, code): Markup(self.render("tag_texts.html", text=text, texts=texts, code=code))
            for code, texts in self.content.texts.items()
            for tag, text in texts.tags.items()
        }

    def say(self, section: str, key: str, element: str = "span", **words: object) -> Markup:
        """Return a text in all languages, each in its own element.

        `words` fill the text's {places}; a dict fills them per language.
        """
        parts = []
        for code, texts in self.content.texts.items():
            filled = {name: word[code] if isinstance(word, dict) else word for name, word in words.items()}
            text = getattr(texts, section)[key]
            parts.append(f'<{element} class="in" lang="{code}">{escape(text.format(**filled))}</{element}>')
        return Markup("".join(parts))

    def render(self, template: str, **values: object) -> str:
        """Return a template of templates/ as HTML; `values` are escaped where they are shown."""
        return self._environment.get_template(template).render(**values)
