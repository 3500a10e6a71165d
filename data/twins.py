"""Twins: a pattern line beside an ordinary line that looks like it; one file per language in `twins/`."""

from collections import Counter
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from data.content_rules import refuse_broken_rule
from data.errors import DATA_FOLDER, DataError
from data.lines import MAX_LINE_CHARACTERS
from data.tags import load_tags
from data.yaml_file import Record, line_of, read_yaml

SLOT = "{slot}"
MIN_TWINS_PER_TAG = 2
Text = Annotated[str, StringConstraints(min_length=1)]
LineText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_LINE_CHARACTERS)]


def _known_tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    known = [tag.id for tag in load_tags()]
    for tag in tags:
        if tag not in known:
            raise ValueError(f"the tag {tag!r} is not in stages.yaml")
    if len(set(tags)) < len(tags):
        raise ValueError("a tag stands here twice")
    return tuple(sorted(tags, key=known.index))


class Phrase(Record):
    """Words for the slot, and the tags that the makers give the whole line then (none where it is ordinary)."""

    words: LineText
    tags: Annotated[tuple[str, ...], AfterValidator(_known_tags)]


class WhatIf(Record):
    """A frame with one slot, and three or four phrases for it: some make a pattern, some an ordinary line."""

    frame: LineText
    phrases: Annotated[tuple[Phrase, ...], Field(min_length=3, max_length=4)]

    def line(self, phrase: Phrase) -> str:
        """Return the frame with this phrase in its slot."""
        return self.frame.replace(SLOT, phrase.words)

    @model_validator(mode="after")
    def _makes_lines(self) -> "WhatIf":
        if self.frame.count(SLOT) != 1:
            raise ValueError(f"the frame {self.frame!r} must hold {SLOT} once")
        for phrase in self.phrases:
            _refuse_unfit(self.line(phrase), phrase.tags)
        return self

    @model_validator(mode="after")
    def _changes_the_meaning(self) -> "WhatIf":
        if len({bool(phrase.tags) for phrase in self.phrases}) < 2:
            raise ValueError("the phrases must hold both a pattern and an ordinary line")
        if len({phrase.words.casefold() for phrase in self.phrases}) < len(self.phrases):
            raise ValueError("a phrase stands here twice")
        return self


class Twin(Record):
    """A line that shows `tag`, an ordinary line that looks like it, and in plain words what differs."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")]
    tag: Annotated[str, AfterValidator(lambda tag: _known_tags((tag,))[0])]
    pattern: LineText
    ordinary: LineText
    differs: Text
    what_if: WhatIf

    @model_validator(mode="after")
    def _content_rules(self) -> "Twin":
        _refuse_unfit(self.pattern, (self.tag,))
        _refuse_unfit(self.ordinary)
        if self.pattern.casefold() == self.ordinary.casefold():
            raise ValueError("the two lines are the same")
        return self

    @model_validator(mode="after")
    def _stays_with_its_tag(self) -> "Twin":
        if not any(self.tag in phrase.tags for phrase in self.what_if.phrases):
            raise ValueError(f"no phrase of what_if carries the tag {self.tag!r}")
        return self


class _Twins(Record):
    twins: tuple[Twin, ...]


def _refuse_unfit(text: str, tags: tuple[str, ...] = ()) -> None:
    if len(text) > MAX_LINE_CHARACTERS:
        raise ValueError(f"the text {text[:40]!r} has {len(text)} characters, and at most {MAX_LINE_CHARACTERS} may")
    refuse_broken_rule(text, tags)


def load_twins(language: str, folder: Path = DATA_FOLDER / "twins") -> tuple[Twin, ...]:
    """Return the twins of a language in the order of the tags; raise DataError at the first fault in the file.

    Every tag has at least two twins, and no line stands in the file twice.
    """
    path = folder / f"{language}.yaml"
    twins = read_yaml(path, _Twins).twins
    _refuse_doubles(path, twins)
    counts = Counter(twin.tag for twin in twins)
    order = [tag.id for tag in load_tags()]
    for tag in order:
        if counts[tag] < MIN_TWINS_PER_TAG:
            raise DataError(
                path,
                line_of(path, ("twins",)),
                f"the tag {tag} has {counts[tag]} twins",
                f"Write at least {MIN_TWINS_PER_TAG} for each tag.",
            )
    return tuple(sorted(twins, key=lambda twin: order.index(twin.tag)))


def _refuse_doubles(path: Path, twins: tuple[Twin, ...]) -> None:
    seen: dict[str, int] = {}
    for index, twin in enumerate(twins):
        lines = (twin.what_if.line(phrase) for phrase in twin.what_if.phrases)
        for value in (twin.id, *(text.casefold() for text in (twin.pattern, twin.ordinary, *lines))):
            if value in seen:
                earlier, here = (line_of(path, ("twins", one)) for one in (seen[value], index))
                fault = f"{value[:40]!r} stands in the twin of line {earlier} already"
                raise DataError(path, here, fault, "Change or delete one.")
            seen[value] = index
