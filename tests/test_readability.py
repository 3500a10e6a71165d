"""Every text that a teen reads is short, plain, and blames nobody, in each language."""

import re
from itertools import chain

import pytest

from data import load_chats, load_tags, load_texts, load_twins
from tests.readability import reading, sentences, syllables

TEXTS = load_texts()
LANGUAGES = tuple(TEXTS)
FOR_ADULTS = ("guide_screen",)
MAX_SENTENCE_WORDS, MAX_MEAN_WORDS, MAX_LIX = 14, 10, 35
# Scores jump about on shorter texts.
MIN_WORDS = 40
# "Easy" on Flesch's own scale; Douma's formula gives lower figures for the same ease.
MIN_FLESCH = {"en": 80, "nl": 75}
TAG_PARTS = ("what", "why", "twin", "ask", "do")
BLAME = re.compile(
    r"should have|never share|be careful who|predator|groomer"
    r"|had(den)? (je|ze)? ?moeten|moet nooit|moet (je )?niet\b|kinderlokker",
    re.IGNORECASE,
)


def fields(language):
    """Every text on the screen with its place, without those for adults alone."""

    def flat(content, place):
        for key, value in content.items():
            if isinstance(value, dict):
                yield from flat(value, f"{place}{key}.")
            elif value.strip("{}%.: ") and re.search(r"[^\W\d_]{2}", re.sub(r"\{\w+\}", "", value)):
                yield f"{place}{key}", value

    return flat(TEXTS[language].model_dump(exclude={*FOR_ADULTS, "language_name"}), "")


def around_the_chats(language):
    """What the makers say about each chat; the messages themselves are chat language."""
    for chat_id, versions in load_chats(LANGUAGES).items():
        chat = versions[language]
        told = [chat.setting, chat.ending, chat.ordinary_reading, *chat.questions]
        yield f"chats.{chat_id}", [*told, *(exit_.goes_on for exit_ in chat.exits)]


def about_the_twins(language):
    return [(f"twins.{twin.id}", [twin.differs]) for twin in load_twins(language)]


def wholes(language):
    """Texts that are read at one go, each as a list of its parts: a tag, a statement, a section, a chat, the twins."""
    texts = TEXTS[language]
    for tag, text in texts.tags.items():
        yield f"tags.{tag}", [getattr(text, part) for part in TAG_PARTS]
    for name, text in texts.statements.items():
        yield f"statements.{name}", [text]
    for start in ("home", "try", "help", "about"):
        yield f"screen.{start}", [text for key, text in texts.screen.items() if key.startswith(f"{start}_")]
    for section in ("chats", "twins", "practise", "decides", "room", "help"):
        yield section, list(getattr(texts, section).values())
    yield "twins", [text for _, parts in about_the_twins(language) for text in parts]
    yield from around_the_chats(language)


def whole(parts):
    return " ".join(part if part[-1] in '.?!:…"”' else f"{part}." for part in parts)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_is_long(code):
    spoken = ((place, text) for place, parts in chain(around_the_chats(code), about_the_twins(code)) for text in parts)
    long = [
        (place, text) for place, text in chain(fields(code), spoken) if reading(text, code).longest > MAX_SENTENCE_WORDS
    ]
    assert long == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_reads_easily(code):
    hard = {}
    for place, parts in wholes(code):
        measured = reading(whole(parts), code)
        if measured.mean > MAX_MEAN_WORDS or (
            measured.words >= MIN_WORDS and (measured.lix > MAX_LIX or measured.flesch < MIN_FLESCH[code])
        ):
            hard[place] = measured
    assert hard == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_blames(code):
    spoken = ((place, text) for place, parts in chain(around_the_chats(code), about_the_twins(code)) for text in parts)
    assert [(place, text) for place, text in chain(fields(code), spoken) if BLAME.search(text)] == []


def test_languages_say_about_as_much():
    for tag in load_tags():
        for part in TAG_PARTS:
            counts = [len(sentences(getattr(texts.tags[tag.id], part))) for texts in TEXTS.values()]
            assert max(counts) - min(counts) <= 2, (tag.id, part)
    for name in TEXTS["en"].statements:
        counts = [len(sentences(texts.statements[name])) for texts in TEXTS.values()]
        assert max(counts) - min(counts) <= 2, name


# ---- the measure itself


def test_a_sentence_ends_at_its_mark_and_a_place_is_one_word():
    assert sentences('Call {number}. "No!" Then: stop?') == [["Call", "x"], ["No"], ["Then"], ["stop"]]


SYLLABLES = {
    "en": {"made": 1, "people": 2, "ordinary": 4, "asked": 1, "wanted": 2},
    "nl": {"vertrouwen": 3, "mooi": 1, "beeld": 1, "leuke": 2, "geheim": 2},
}


@pytest.mark.parametrize("code", SYLLABLES)
def test_syllables_are_groups_of_vowels(code):
    assert {word: syllables(word, code) for word in SYLLABLES[code]} == SYLLABLES[code]


def test_an_adult_article_is_hard_for_a_teen():
    article = (
        "Perpetrators systematically establish emotional dependency through sustained communication, gradually "
        "desensitising adolescents to inappropriate conversations while simultaneously discouraging disclosure."
    )
    measured = reading(article, "en")
    assert measured.longest > MAX_SENTENCE_WORDS
    assert measured.lix > MAX_LIX
    assert measured.flesch < MIN_FLESCH["en"]
