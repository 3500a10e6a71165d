"""Codes, limits, and what a room forgets: pure, on a clock of our own."""

import sys

import pytest

from demo.content import load_content
from demo.room.access import ALPHABET, CODE_LENGTH, MOST_ADDRESSES, Doorkeeper, Ticket, new_code, same, typed_code
from demo.room.questions import questions
from demo.room.session import Session
from demo.room.votes import IDLE_SECONDS, ORDINARY


class Clock:
    seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def door(clock):
    return Doorkeeper(clock)


@pytest.fixture(scope="module")
def sets(tagger):
    return questions(load_content(tagger))


def test_a_ticket_is_good_once_and_not_for_long(clock):
    ticket = Ticket(clock)
    assert not ticket.take("")
    word = ticket.new()
    assert not ticket.take("wrong")
    assert ticket.take(word)
    assert not ticket.take(word)
    late = ticket.new()
    clock.seconds += Ticket.SECONDS
    assert not ticket.take(late)
    assert not ticket.take(word)


def test_codes_are_easy_to_read_aloud():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert not set("".join(codes)) & set("01IOAEU")
    assert {len(code) for code in codes} == {CODE_LENGTH}
    assert len(ALPHABET) ** CODE_LENGTH > 10_000_000_000


@pytest.mark.parametrize("typed", ["b3k-9pxc", " B3K 9PXC ", "b3k9pxc"])
def test_a_typed_code_is_read_as_it_was_meant(typed):
    assert typed_code(typed) == "B3K9PXC"


def test_nothing_equals_no_room():
    assert not same("", None)
    assert not same("None", None)
    assert same("B3K9PX", "B3K9PX")


def test_wrong_codes_are_slowed_per_address(door, clock):
    assert [door.admit("a", "WRONG2", "RIGHT2") for _ in range(12)] == ["wrong"] * 10 + ["later"] * 2
    assert door.admit("a", "RIGHT2", "RIGHT2") == "later"
    assert door.admit("b", "RIGHT2", "RIGHT2") == "open"
    clock.seconds += 60
    assert door.admit("a", "RIGHT2", "RIGHT2") == "open"


def test_guessing_from_many_addresses_is_slowed_too_and_locks_nobody_inside_out(door):
    assert door.admit("inside", "RIGHT2", "RIGHT2") == "open"
    answers = [door.admit(f"address {number}", "WRONG2", "RIGHT2") for number in range(1000)]
    assert answers.count("wrong") == 120
    assert door.admit("newcomer", "RIGHT2", "RIGHT2") == "later"
    assert door.admit("inside", "RIGHT2", "RIGHT2") == "open"


def test_guessing_from_the_address_of_a_class_puts_nobody_out(door):
    assert door.admit("proxy", "RIGHT2", "RIGHT2") == "open"
    for _ in range(1000):
        assert door.admit("proxy", "WRONG2", "RIGHT2") != "open"
    assert {door.admit("proxy", "RIGHT2", "RIGHT2") for _ in range(200)} == {"open"}


def test_a_class_behind_one_address_fits(door, clock):
    for _ in range(60):
        clock.seconds += 1.5
        assert {door.admit("school", "RIGHT2", "RIGHT2") for _ in range(100)} == {"open"}


def test_addresses_are_not_kept_and_memory_is_bounded(door):
    for number in range(5000):
        door.admit(f"10.0.{number // 256}.{number % 256}", "RIGHT2", "RIGHT2")
    kept = repr([vars(door), vars(door._requests)])
    assert "10.0." not in kept
    assert len(door._known) == len(door._requests._left) == MOST_ADDRESSES
    assert sys.getsizeof(door._requests._left) < 200_000


def test_an_idle_room_forgets_code_votes_and_place(sets, clock):
    session = Session(sets, ("gifts", ORDINARY), clock)
    code = session.code
    session.choose("practice-en")
    session.votes.vote("ballot", ["gifts"], opening=1, stage="first")
    clock.seconds += IDLE_SECONDS
    assert session.close_if_idle()
    assert not session.close_if_idle()
    kept = repr([vars(session), vars(session.votes)])
    assert code not in kept
    assert "ballot" not in kept
    assert session.question is None


def test_sets_are_in_one_language_and_do_not_tell_by_their_order(sets):
    for one in sets.values():
        assert {question.language for question in one.questions} == {one.language}
        assert len(one.questions) >= 6 or one.kind == "chat"
    for language in ("en", "nl"):
        first_of_pairs = sets[f"twins-{language}"].questions[::2]
        assert 3 <= sum(bool(question.tags) for question in first_of_pairs) <= len(first_of_pairs) - 3
        tagged = [bool(question.tags) for question in sets[f"practice-{language}"].questions]
        assert sum(tagged) == len(tagged) // 2
