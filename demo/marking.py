"""Cuts a line into pieces of equal marking, for the words that carried its tags."""

from dataclasses import dataclass

from models import LineExplanation


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the line's text, and the tags that its words carried (none where it is not marked)."""

    text: str
    tags: tuple[str, ...]


def marked_pieces(explanation: LineExplanation) -> tuple[Piece, ...]:
    """Return the line as pieces; joined together their texts are the line.

    Neighbouring words with the same tags make one piece, blanks between them included.
    """
    text = explanation.text
    tags_at: list[list[str]] = [[] for _ in text]
    for shown in explanation.shown:
        spans = [(one.start, one.end) for one in shown.carriers()]
        for start, end in _joined_over_blanks(text, spans):
            for position in range(start, end):
                tags_at[position].append(shown.tag)
    pieces: list[Piece] = []
    for character, tags in zip(text, tags_at, strict=True):
        if pieces and pieces[-1].tags == tuple(tags):
            pieces[-1] = Piece(pieces[-1].text + character, pieces[-1].tags)
        else:
            pieces.append(Piece(character, tuple(tags)))
    return tuple(pieces)


def carrying_phrases(explanation: LineExplanation, tag: str) -> tuple[str, ...]:
    """Return the phrases of the line that carried a tag, in the order of the line."""
    shown = next(one for one in explanation.tags if one.tag == tag)
    spans = _joined_over_blanks(explanation.text, [(one.start, one.end) for one in shown.carriers()])
    return tuple(explanation.text[start:end] for start, end in spans)


def _joined_over_blanks(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
