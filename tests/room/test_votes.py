"""The pure store of a room: what is counted, shown, hidden and forgotten."""

import gc
import itertools
import tracemalloc

import pytest

from demo.room.votes import (
    FEWER_THAN,
    IDLE_SECONDS,
    MAX_BALLOTS,
    ORDINARY,
    RefusedVoteError,
    Votes,
    WrongStageError,
    tally,
)

ANSWERS = ("secrecy", "gifts", "pressure", ORDINARY)


class Clock:
    def __init__(self):
        self.seconds = 100.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def votes(clock):
    room = Votes(ANSWERS, clock)
    room.open_question()
    return room


def cast(room, number, answers, start=0):
    for ballot in range(start, start + number):
        room.vote(f"ballot {ballot}", answers, opening=room.opening, stage=room.stage)


def test_votes_stay_hidden_until_they_are_shown(votes):
    cast(votes, 7, {"gifts"})
    assert votes.shown() == ()
    votes.show()
    (first,) = votes.shown()
    assert first.counts == {"secrecy": 0, "gifts": 7, "pressure": 0, ORDINARY: 0}
    assert first.total == 7


def test_a_changed_vote_and_one_sent_twice_count_once(votes):
    for answers in ({"gifts"}, {"gifts"}, {"secrecy"}):
        cast(votes, 6, answers)
    votes.show()
    assert votes.shown()[0].counts["secrecy"] == 6
    assert votes.shown()[0].counts["gifts"] == 0
    assert votes.shown()[0].total == 6


def test_several_patterns_count_each_and_the_phone_once(votes):
    cast(votes, 5, {"gifts", "secrecy"})
    votes.show()
    assert votes.shown()[0].counts == {"secrecy": 5, "gifts": 5, "pressure": 0, ORDINARY: 0}
    assert votes.shown()[0].total == 5


def test_the_second_vote_stands_beside_the_first(votes):
    cast(votes, 8, {ORDINARY})
    votes.show()
    votes.vote_again()
    assert votes.shown() == ()
    assert votes.progress == "none"
    cast(votes, 6, {"gifts"})
    votes.show()
    first, second = votes.shown()
    assert (first.counts[ORDINARY], second.counts[ORDINARY], second.counts["gifts"]) == (8, 0, 6)


@pytest.mark.parametrize("count", range(8))
def test_small_counts_are_told_as_a_few(count):
    result = tally([{"gifts"}] * count, ANSWERS)
    assert result.counts["gifts"] == ("few" if 0 < count < FEWER_THAN else count)
    assert result.total == (None if 0 < count < FEWER_THAN else count)


def test_no_small_count_can_be_worked_out_from_what_is_shown():
    """For every way in which up to 14 phones spread over three answers: several ways look the same on the screen."""
    seen = {}
    for spread in itertools.product(range(10), repeat=3):
        cast_votes = [{answer} for answer, count in zip(ANSWERS, spread, strict=False) for _ in range(count)]
        result = tally(cast_votes, ANSWERS[:3])
        seen.setdefault((tuple(result.counts.values()), result.total), []).append(spread)
    for (counts, _), spreads in seen.items():
        for place, count in enumerate(counts):
            if count == "few":
                assert {spread[place] for spread in spreads} == {1, 2, 3, 4}


@pytest.mark.parametrize(("number", "progress"), [(0, "none"), (1, "few"), (4, "few"), (5, "more"), (60, "more")])
def test_progress_tells_no_running_total(votes, number, progress):
    cast(votes, number, {"gifts"})
    assert votes.progress == progress


@pytest.mark.parametrize("answers", [set(), {"murder"}, {"gifts", "murder"}, {ORDINARY, "gifts"}])
def test_unknown_answers_are_refused(votes, answers):
    with pytest.raises(RefusedVoteError, match="unknown_answer"):
        cast(votes, 1, answers)
    assert votes.progress == "none"


def test_late_votes_never_land_elsewhere(votes):
    late = {"opening": votes.opening, "stage": "first"}
    votes.show()
    with pytest.raises(RefusedVoteError, match="not_open"):
        votes.vote("a", {"gifts"}, **late)
    votes.vote_again()
    with pytest.raises(RefusedVoteError, match="not_open"):
        votes.vote("a", {"gifts"}, **late)
    votes.open_question()
    with pytest.raises(RefusedVoteError, match="not_open"):
        votes.vote("a", {"gifts"}, **late)
    assert votes.progress == "none"


def test_a_flood_of_ballots_ends_at_the_limit_and_voters_can_still_change(votes):
    cast(votes, MAX_BALLOTS, {"gifts"})
    with pytest.raises(RefusedVoteError, match="full"):
        cast(votes, 1, {"gifts"}, start=MAX_BALLOTS)
    cast(votes, 1, {"secrecy"})
    votes.show()
    assert votes.shown()[0].counts["gifts"] == MAX_BALLOTS - 1


@pytest.mark.parametrize("leave", [Votes.open_question, Votes.to_lobby, Votes.close])
def test_votes_go_with_their_question(votes, leave):
    cast(votes, 9, {"gifts"})
    leave(votes)
    assert "ballot" not in repr(vars(votes))
    assert votes.progress == "none"


@pytest.mark.parametrize(
    ("stage", "forbidden"),
    [
        ("lobby", (Votes.show, Votes.vote_again)),
        ("first", (Votes.vote_again,)),
        ("first_shown", (Votes.show,)),
        ("second", (Votes.vote_again,)),
        ("second_shown", (Votes.show, Votes.vote_again)),
        ("closed", (Votes.open_question, Votes.show, Votes.vote_again, Votes.to_lobby)),
    ],
)
def test_a_step_out_of_order_is_refused_and_changes_nothing(clock, stage, forbidden):
    room = Votes(ANSWERS, clock)
    if stage == "closed":
        room.close()
    for step in (Votes.open_question, Votes.show, Votes.vote_again, Votes.show):
        if room.stage in (stage, "closed"):
            break
        step(room)
    assert room.stage == stage
    before = dict(vars(room))
    for step in forbidden:
        with pytest.raises(WrongStageError, match="cannot do this now"):
            step(room)
        assert vars(room) == before


def test_every_change_that_phones_see_has_a_version_of_its_own(votes):
    versions = [votes.version]
    for step in (votes.show, votes.vote_again, votes.show, votes.open_question, votes.to_lobby, votes.close):
        step()
        versions.append(votes.version)
    assert versions == sorted(set(versions))
    votes.close()
    assert votes.version == versions[-1]


def test_the_room_closes_after_an_idle_hour(votes, clock):
    cast(votes, 6, {"gifts"})
    clock.seconds += IDLE_SECONDS - 1
    assert not votes.close_if_idle()
    cast(votes, 1, {"gifts"})
    clock.seconds += IDLE_SECONDS - 1
    assert not votes.close_if_idle()
    clock.seconds += 1
    assert votes.close_if_idle()
    assert votes.stage == "closed"
    assert "ballot" not in repr(vars(votes))
    with pytest.raises(RefusedVoteError, match="not_open"):
        cast(votes, 1, {"gifts"})


def test_memory_stays_flat_over_fifty_questions(votes):
    def play():
        votes.open_question()
        cast(votes, 60, {"gifts"})
        votes.show()
        votes.vote_again()
        cast(votes, 60, {"secrecy"})
        votes.show()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        after_the_third = [play() for _ in range(3)][-1]
        after_the_last = [play() for _ in range(50)][-1]
    finally:
        tracemalloc.stop()
    assert after_the_last - after_the_third < 4096
