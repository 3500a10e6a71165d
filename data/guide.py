"""The facilitator's guide, one file per language in `guide/`."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from data.errors import DATA_FOLDER, DataError
from data.yaml_file import Record, line_of, read_yaml

Text = Annotated[str, StringConstraints(min_length=1)]


class Block(Record):
    """A piece of a section, shown in this order: heading, paragraphs, bullets, boxes to tick, sentences to say."""

    heading: Text | None = None
    text: tuple[Text, ...] = ()
    bullets: tuple[Text, ...] = ()
    check: tuple[Text, ...] = ()
    say: tuple[Text, ...] = ()


class Section(Record):
    """One subject; `source_rows` are the numbers of the source text's statements that it carries."""

    id: Text
    title: Text
    source_rows: tuple[int, ...] = ()
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]


class Guide(Record):
    """The whole guide of one language."""

    title: Text
    lead: Text
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]


def load_guides(languages: tuple[str, ...], folder: Path = DATA_FOLDER / "guide") -> dict[str, Guide]:
    """Return the guide by language; raise DataError where one is broken, or lacks a section that another has."""
    guides = {language: read_yaml(folder / f"{language}.yaml", Guide) for language in languages}
    first_language = next(iter(guides))
    expected = [(section.id, section.source_rows) for section in guides[first_language].sections]
    for language, guide in guides.items():
        if [(section.id, section.source_rows) for section in guide.sections] != expected:
            path = folder / f"{language}.yaml"
            raise DataError(
                path,
                line_of(path, ("sections",)),
                f"the ids, the order or the source_rows of the sections differ from {first_language}.yaml",
                "Make them the same in every language.",
            )
    return guides
