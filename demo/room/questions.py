"""What a class can vote on: the messages of a chat, pairs of a line and its twin, or lines to practise on."""

import hashlib
from dataclasses import dataclass

from data import Chat, Line, load_heldout
from demo.content import Content

PRACTICE_LINES = 16


@dataclass(frozen=True, slots=True)
class Question:
    """One made-up line; `tags` is what its makers say about it."""

    text: str
    language: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions to step through, all in one language. `kind` is "chat", "twins" or "practice"; `title` a chat's."""

    kind: str
    language: str
    title: str | None
    questions: tuple[Question, ...]


def questions(content: Content) -> dict[str, QuestionSet]:
    """Return all sets by id, in the order in which they are offered."""
    sets: dict[str, QuestionSet] = {}
    for language in content.texts:
        lines = load_heldout(language)
        sets[f"twins-{language}"] = QuestionSet("twins", language, None, _twins(lines))
        sets[f"practice-{language}"] = QuestionSet("practice", language, None, _practice(lines))
        for chat in content.chats.values():
            sets[f"{chat[language].id}-{language}"] = _chat(chat[language], language)
    return sets


def _chat(chat: Chat, language: str) -> QuestionSet:
    messages = (message for message in chat.messages if message.sender == "other")
    lines = tuple(Question(message.text, language, message.tags) for message in messages)
    return QuestionSet("chat", language, chat.title, lines)


def _twins(lines: tuple[Line, ...]) -> tuple[Question, ...]:
    pairs: dict[str, list[Line]] = {}
    for line in lines:
        if line.pair:
            pairs.setdefault(line.pair, []).append(line)
    # Which of the two comes first must not tell which one it is.
    return tuple(_question(line) for pair in pairs.values() for line in sorted(pair, key=_shuffled))


def _practice(lines: tuple[Line, ...]) -> tuple[Question, ...]:
    single = sorted((line for line in lines if not line.pair), key=_shuffled)
    tagged = [line for line in single if line.tags][: PRACTICE_LINES // 2]
    ordinary = [line for line in single if not line.tags][: PRACTICE_LINES // 2]
    return tuple(_question(line) for line in sorted(tagged + ordinary, key=_shuffled))


def _shuffled(line: Line) -> bytes:
    return hashlib.sha256(line.line_id.encode()).digest()


def _question(line: Line) -> Question:
    return Question(line.text, line.language, line.tags)
