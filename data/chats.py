"""Example chats: one YAML file per chat in `chats/<language>/`, the same file name in every language."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from data.content_rules import refuse_broken_rule
from data.errors import DATA_FOLDER, DataError
from data.lines import MAX_LINE_CHARACTERS
from data.tags import load_tags
from data.yaml_file import Record, line_of, read_yaml

MIN_MESSAGES = 6
MAX_MESSAGES = 24
Text = Annotated[str, StringConstraints(min_length=1)]


def _known_tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    known = [tag.id for tag in load_tags()]
    for tag in tags:
        if tag not in known:
            raise ValueError(f"the tag {tag!r} is not in stages.yaml")
    return tuple(sorted(tags, key=known.index))


MessageText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_LINE_CHARACTERS)]


class Message(Record):
    """One message. `later` says how much time has gone by before it ("three weeks later"); None on the same day."""

    sender: Literal["other", "young"] = Field(alias="from")
    text: MessageText
    tags: Annotated[tuple[str, ...], AfterValidator(_known_tags)] = ()
    later: str | None = None

    @model_validator(mode="after")
    def _content_rules(self) -> "Message":
        refuse_broken_rule(self.text, self.tags)
        return self

    @model_validator(mode="after")
    def _tags_on_the_other_only(self) -> "Message":
        if self.tags and self.sender == "young":
            raise ValueError("only messages from the other person carry tags")
        return self


class Exit(Record):
    """A reply with which the young person, or a friend, steps out; `after` counts messages from 1."""

    after: Annotated[int, Field(ge=1)]
    reply: MessageText
    goes_on: Text

    @model_validator(mode="after")
    def _content_rules(self) -> "Exit":
        refuse_broken_rule(self.reply)
        return self


class Other(Record):
    """The person who writes; `who` is told only when the chat has been read."""

    name: Text
    who: Literal["stranger", "known_adult", "coach", "relative", "peer", "celebrity"]


class Young(Record):
    """The young person who is written to."""

    name: Text
    shown_as: Literal["girl", "boy", "not_said"]


class ChatFile(Record):
    """A chat as it stands in its file."""

    title: Text
    setting: Text
    twin: str | None = None
    patterned: bool
    other: Other
    young: Young
    messages: Annotated[tuple[Message, ...], Field(min_length=MIN_MESSAGES, max_length=MAX_MESSAGES)]
    exits: tuple[Exit, ...] = ()
    ordinary_reading: Text
    ending: Text
    questions: Annotated[tuple[Text, ...], Field(min_length=1, max_length=3)]
    facilitator_note: Text

    @model_validator(mode="after")
    def _patterns_and_exits_agree(self) -> "ChatFile":
        tagged = any(message.tags for message in self.messages)
        if self.patterned and not tagged:
            raise ValueError("a patterned chat needs a tag on at least one message")
        if self.patterned and not self.exits:
            raise ValueError("a patterned chat needs at least one exit")
        if not self.patterned and (tagged or self.exits):
            raise ValueError("an ordinary chat has neither tags nor exits")
        if any(leave.after > len(self.messages) for leave in self.exits):
            raise ValueError("an exit stands after the last message")
        return self


class Chat(ChatFile):
    """A chat with the id that its file name gives it, and its language."""

    id: str
    language: str


def load_chats(languages: tuple[str, ...], folder: Path = DATA_FOLDER / "chats") -> dict[str, dict[str, Chat]]:
    """Return {chat id: {language: chat}}, in the order of the file names.

    Raises DataError where a file is broken, a chat lacks a language or a twin, or its languages differ in who writes
    which message and in the tags.
    """
    chats: dict[str, dict[str, Chat]] = {}
    for language in languages:
        for path in sorted((folder / language).glob("*.yaml")):
            content = read_yaml(path, ChatFile)
            chats.setdefault(path.stem, {})[language] = Chat(
                **content.model_dump(by_alias=True), id=path.stem, language=language
            )
    if not chats:
        raise DataError(folder, None, "there are no chats in this folder", "Put them back, or get Doorzien again.")
    for by_language in chats.values():
        for language in languages:
            _check_languages(folder, by_language, language)
    for by_language in chats.values():
        for chat in by_language.values():
            _check_twin(folder / chat.language / f"{chat.id}.yaml", chat, chats)
    return dict(sorted(chats.items()))


def _check_languages(folder: Path, by_language: dict[str, Chat], language: str) -> None:
    first = next(iter(by_language.values()))
    path = folder / language / f"{first.id}.yaml"
    if language not in by_language:
        raise DataError(path, None, "this file is missing", f"Write the chat of {first.language}/{path.name} in it.")
    chat = by_language[language]
    for key in ("twin", "patterned"):
        if getattr(chat, key) != getattr(first, key):
            raise DataError(
                path,
                line_of(path, (key,)),
                f"{key} differs from {first.language}/{path.name}",
                "Make them the same.",
            )
    _check_messages(path, chat, first)


def _check_messages(path: Path, chat: Chat, first: Chat) -> None:
    if len(chat.messages) != len(first.messages):
        raise DataError(
            path,
            line_of(path, ("messages",)),
            f"this chat has {len(chat.messages)} messages, {first.language}/{path.name} has {len(first.messages)}",
            "Give both the same number of messages.",
        )
    for number, (mine, theirs) in enumerate(zip(chat.messages, first.messages, strict=True)):
        if (mine.sender, mine.tags, bool(mine.later)) != (theirs.sender, theirs.tags, bool(theirs.later)):
            raise DataError(
                path,
                line_of(path, ("messages", number)),
                f"message {number + 1} has another sender, other tags or another pause than in {first.language}",
                "Make them the same in every language.",
            )


def _check_twin(path: Path, chat: Chat, chats: dict[str, dict[str, Chat]]) -> None:
    twin = chats.get(chat.twin or "", {}).get(chat.language)
    if twin is None or twin.twin != chat.id or twin.patterned == chat.patterned:
        raise DataError(
            path,
            line_of(path, ("twin",)),
            f"the twin {chat.twin!r} is not a chat of the other kind that names {chat.id!r} as its twin",
            "Give a patterned and an ordinary chat each other's file name, without .yaml.",
        )
