import copy

import pytest
import yaml

from data import DataError, load_chats, load_texts

PATTERNED = {
    "title": "The shared castle",
    "setting": "They build together in a game.",
    "twin": "ordinary",
    "patterned": True,
    "other": {"name": "Milo", "who": "stranger"},
    "young": {"name": "Sam", "shown_as": "boy"},
    "messages": [
        {"from": "other", "text": "nice tower"},
        {"from": "young", "text": "thanks"},
        {"from": "other", "text": "this stays between us ok", "tags": ["secrecy"], "later": "two days later"},
        {"from": "young", "text": "why"},
        {"from": "other", "text": "just because"},
        {"from": "young", "text": "nah"},
    ],
    "exits": [{"after": 3, "reply": "I talk about this at home.", "goes_on": "Milo stops writing."}],
    "ordinary_reading": "A surprise would be ordinary.",
    "ending": "Sam tells a friend.",
    "questions": ["What does the third line ask for?"],
    "facilitator_note": "Point at the third line.",
}
ORDINARY = {**PATTERNED, "twin": "patterned", "patterned": False, "exits": []}
ORDINARY["messages"] = [{key: message[key] for key in ("from", "text")} for message in PATTERNED["messages"]]


@pytest.fixture
def write_chats(tmp_path):
    def write(change=lambda chat: None, *, languages=("en",)):
        for code in ("en", "nl"):
            (tmp_path / code).mkdir(exist_ok=True)
            for name, chat in (("patterned", PATTERNED), ("ordinary", ORDINARY)):
                written = copy.deepcopy(chat)
                if name == "patterned" and code in languages:
                    change(written)
                (tmp_path / code / f"{name}.yaml").write_text(
                    yaml.safe_dump(written, sort_keys=False), encoding="utf-8"
                )
        return tmp_path

    return write


def test_shipped_chats_load():
    languages = tuple(load_texts())
    chats = load_chats(languages)
    assert len(chats) >= 4
    assert sum(chat["en"].patterned for chat in chats.values()) * 2 == len(chats)
    assert all(tuple(chat) == languages for chat in chats.values())


def test_a_chat_keeps_what_its_file_says(write_chats):
    chat = load_chats(("en", "nl"), write_chats())["patterned"]["nl"]
    assert (chat.id, chat.language, chat.other.who) == ("patterned", "nl", "stranger")
    assert chat.messages[2].tags == ("secrecy",)
    assert chat.messages[2].later == "two days later"
    assert chat.exits[0].after == 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda chat: chat.pop("ending"), "patterned.yaml, line 1: ending is missing"),
        (lambda chat: chat.pop("ordinary_reading"), "ordinary_reading is missing"),
        (lambda chat: chat.update(ending=" "), r"line \d+: ending: string should have at least 1 character"),
        (lambda chat: chat.update(endnig="x"), r"line \d+: endnig is not known here"),
        (
            lambda chat: chat["messages"][2].update(tags=["secret"]),
            r"line \d+: messages.2.tags: the tag 'secret' is not",
        ),
        (lambda chat: chat["messages"][0].update(text="x" * 281), r"line 13: messages.0.text: .*at most 280"),
        (lambda chat: chat["messages"][0].update(text="see www.example.org"), r"real detail \(link\)"),
        (lambda chat: chat["messages"][0].update(text="one\ntwo"), "holds a line break"),
        (
            lambda chat: chat["messages"][1].update(tags=["gifts"]),
            "only messages from the other person carry tags",
        ),
        (lambda chat: chat.update(exits=[]), "a patterned chat needs at least one exit"),
        (lambda chat: chat.update(patterned=False), "an ordinary chat has neither tags nor exits"),
        (
            lambda chat: chat["messages"][2].pop("tags"),
            "a patterned chat needs a tag on at least one message",
        ),
        (lambda chat: chat["exits"][0].update(after=7), "an exit stands after the last message"),
        (lambda chat: chat.update(messages=chat["messages"][:3]), r"line \d+: messages: .*at least 6 items"),
    ],
)
def test_a_broken_chat_is_refused_with_its_line(change, message, write_chats):
    with pytest.raises(DataError, match=message):
        load_chats(("en", "nl"), write_chats(change))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda chat: chat["messages"].append({"from": "other", "text": "bye"}),
            "nl/patterned.yaml.*7 messages.*has 6",
        ),
        (lambda chat: chat["messages"][2].update(tags=["gifts"]), "message 3 has another sender, other tags"),
        (
            lambda chat: chat["messages"][2].pop("later"),
            "message 3 has another sender, other tags or another pause",
        ),
    ],
)
def test_languages_that_tell_another_story_are_refused(change, message, write_chats):
    with pytest.raises(DataError, match=message):
        load_chats(("en", "nl"), write_chats(change, languages=("nl",)))


def test_a_chat_that_lacks_a_language_is_refused(write_chats):
    folder = write_chats()
    (folder / "nl" / "patterned.yaml").unlink()
    with pytest.raises(DataError, match=r"nl/patterned.yaml: this file is missing"):
        load_chats(("en", "nl"), folder)


def test_a_twin_that_does_not_exist_is_refused(write_chats):
    folder = write_chats(lambda chat: chat.update(twin="nobody"), languages=("en", "nl"))
    with pytest.raises(DataError, match=r"line 3: the twin .* is not a chat of the other kind"):
        load_chats(("en", "nl"), folder)


def test_broken_yaml_is_refused_with_its_line(write_chats):
    folder = write_chats()
    (folder / "en" / "patterned.yaml").write_text('title: "open\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"en/patterned.yaml, line \d: this is not valid YAML"):
        load_chats(("en", "nl"), folder)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="no chats in this folder"):
        load_chats(("en",), tmp_path)
