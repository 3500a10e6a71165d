"""Instructive mistakes on hold-out lines: what training exports for people to look at and talk about."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

MISTAKES_PATH = Path(__file__).parent / "mistakes.json"

Kind = Literal["false_alarm", "miss", "unsure"]


class Mistake(BaseModel):
    """A line on which the tagger errs or is unsure about `tag`.

    A false alarm is an ordinary line that gets the tag, a miss is a line with the tag that does not get it, and
    unsure is a tag shown as "maybe". Tagger.explain(text) tells why.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    language: str
    line_id: str
    text: str
    tag: str


def load_mistakes(path: Path = MISTAKES_PATH) -> tuple[Mistake, ...]:
    """Return the mistakes of the last training."""
    return TypeAdapter(tuple[Mistake, ...]).validate_json(path.read_bytes())
