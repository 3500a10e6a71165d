"""The eleven tags: the one place that lists them."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from data.errors import DATA_FOLDER
from data.yaml_file import Record, read_yaml

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]


class Tag(Record):
    """A pattern in wording; `core` marks the five stages at the centre of the source text."""

    id: Identifier
    phase: Identifier
    core: bool


def _no_doubles(tags: tuple[Tag, ...]) -> tuple[Tag, ...]:
    ids = [tag.id for tag in tags]
    doubled = next((tag_id for tag_id in ids if ids.count(tag_id) > 1), None)
    if doubled:
        raise ValueError(f"the tag {doubled} stands here twice")
    return tags


class _Stages(Record):
    tags: Annotated[tuple[Tag, ...], Field(min_length=1), AfterValidator(_no_doubles)]


@cache
def load_tags(path: Path = DATA_FOLDER / "stages.yaml") -> tuple[Tag, ...]:
    """Return the tags in display order; raise DataError where the file is broken."""
    return read_yaml(path, _Stages).tags
