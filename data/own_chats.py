"""A facilitator's own chats: YAML files in any folder, written in one language, with or without a twin."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import field_validator

from data.chats import Chat, ChatFile, Exit, Other, Young
from data.content_rules import refuse_broken_rule
from data.errors import DataError
from data.texts import Texts
from data.yaml_file import line_of, read_record_or_faults

Person = TypeVar("Person", Other, Young)


class OwnChatFile(ChatFile):
    """A chat that says itself in which language it is written; its other texts keep the content rules too."""

    language: str

    @field_validator("title", "setting", "ordinary_reading", "ending", "facilitator_note")
    @classmethod
    def _keeps_the_content_rules(cls, text: str) -> str:
        refuse_broken_rule(_on_one_line(text))
        return text

    @field_validator("questions")
    @classmethod
    def _questions_keep_them_too(cls, questions: tuple[str, ...]) -> tuple[str, ...]:
        for question in questions:
            refuse_broken_rule(_on_one_line(question))
        return questions

    @field_validator("other", "young")
    @classmethod
    def _names_keep_them_too(cls, person: Person) -> Person:
        refuse_broken_rule(_on_one_line(person.name))
        return person

    @field_validator("exits")
    @classmethod
    def _exits_keep_them_too(cls, exits: tuple[Exit, ...]) -> tuple[Exit, ...]:
        for leave in exits:
            refuse_broken_rule(_on_one_line(leave.goes_on))
        return exits


def _on_one_line(text: str) -> str:
    # YAML may fold a long text over several lines.
    return " ".join(text.split())


def check_own_chats(folder: Path, languages: tuple[str, ...]) -> tuple[tuple[Chat, ...], tuple[DataError, ...]]:
    """Return the sound chats of `folder`, in the order of the file names, and every fault of the others."""
    if not folder.is_dir():
        return (), (DataError(folder, None, "there is no such folder", "Check its name; put quotes around blanks."),)
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".yaml", ".yml"))
    if not paths:
        fault = DataError(folder, None, "there is no chat in this folder", "Put a .yaml file in it; see the template.")
        return (), (fault,)
    chats: list[Chat] = []
    faults: list[DataError] = []
    for number, path in enumerate(paths, start=1):
        content = read_record_or_faults(path, OwnChatFile)
        if not isinstance(content, OwnChatFile):
            faults += content
        elif content.language not in languages:
            line = line_of(path, ("language",))
            remedy = f"Write one of: {', '.join(languages)}."
            faults.append(DataError(path, line, f"language: {content.language!r} is not known", remedy))
        else:
            chats.append(Chat(**content.model_dump(by_alias=True), id=f"own-{number}"))
    return tuple(chats), tuple(faults)


def load_own_chats(folder: Path, texts: Mapping[str, Texts]) -> dict[str, dict[str, Chat]]:
    """Return {chat id: {language: chat}}; visitors in another language see the same chat, its language in the title.

    Raises DataError at the first fault.
    """
    chats, faults = check_own_chats(folder, tuple(texts))
    if faults:
        raise faults[0]
    return {chat.id: {code: _labelled(chat, code, texts) for code in texts} for chat in chats}


def _labelled(chat: Chat, code: str, texts: Mapping[str, Texts]) -> Chat:
    if chat.language == code:
        return chat
    return chat.model_copy(update={"title": f"{chat.title} ({texts[chat.language].language_name})"})
