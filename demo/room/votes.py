"""The votes of one room: plain state in memory, no web, no device, no name.

A vote is counted under a *ballot*: a random id that the phone's page makes for one question. The room knows nothing
else of a phone, and drops ballots and votes together when the presenter opens another question.
"""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

ORDINARY = "ordinary"
FEWER_THAN = 5
MAX_BALLOTS = 300
IDLE_SECONDS = 3600.0

Stage = Literal["lobby", "first", "first_shown", "second", "second_shown", "closed"]
Count = int | Literal["few"]
Progress = Literal["none", "few", "more"]
Reason = Literal["unknown_answer", "not_open", "full"]


class RefusedVoteError(ValueError):
    """A vote that is not counted; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class WrongStageError(RuntimeError):
    """A step that the room cannot take now, such as showing votes twice."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each answer was given, as it may be shown.

    A count from 1 to 4 is "few". `total` counts the phones, and is None where any count is "few": the total minus the
    other counts could give the small one away.
    """

    counts: dict[str, Count]
    total: int | None


def tally(votes: Iterable[Collection[str]], answers: Iterable[str]) -> Tally:
    """Return the counts of `answers` over `votes`, small ones hidden."""
    cast = list(votes)
    exact = {answer: sum(answer in vote for vote in cast) for answer in answers}
    counts: dict[str, Count] = {answer: "few" if 0 < count < FEWER_THAN else count for answer, count in exact.items()}
    hidden = "few" in counts.values() or 0 < len(cast) < FEWER_THAN
    return Tally(counts, None if hidden else len(cast))


class Votes:
    """The stage of a room, the question that is open, and the votes on it.

    `answers` are all answers in display order; "ordinary" goes with no other. `version` grows with each change that
    phones see; a vote is none. `opening` numbers the times that a question was opened, so that a late vote for an
    earlier question cannot land in this one. `now` is a clock in seconds.
    """

    def __init__(self, answers: Iterable[str], now: Callable[[], float] = time.monotonic) -> None:
        self.answers = tuple(answers)
        self.stage: Stage = "lobby"
        self.version = 0
        self.opening = 0
        self._now = now
        self._first: dict[str, frozenset[str]] = {}
        self._second: dict[str, frozenset[str]] = {}
        self._last_step = now()

    def open_question(self) -> None:
        """Take votes on a question; those on the one before are gone."""
        self._refuse_unless(self.stage != "closed")
        self._forget()
        self.opening += 1
        self._go("first")

    def show(self) -> None:
        """End the vote and show its counts."""
        self._refuse_unless(self.stage in ("first", "second"))
        self._go("first_shown" if self.stage == "first" else "second_shown")

    def vote_again(self) -> None:
        """Take a second vote on the same question; the first stays, to stand beside it."""
        self._refuse_unless(self.stage == "first_shown")
        self._go("second")

    def to_lobby(self) -> None:
        """Leave the question for the page on which phones join; its votes are gone."""
        self._refuse_unless(self.stage != "closed")
        self._forget()
        self._go("lobby")

    def vote(self, ballot: str, answers: Collection[str], *, opening: int, stage: str) -> None:
        """Count `answers` under `ballot`, in place of what that ballot said before.

        Raises RefusedVoteError where the vote is not open, an answer is unknown or goes with no other, or more than
        MAX_BALLOTS have voted.
        """
        votes = {"first": self._first, "second": self._second}.get(self.stage)
        if votes is None or stage != self.stage or opening != self.opening:
            raise RefusedVoteError("not_open")
        chosen = frozenset(answers)
        if not chosen or not chosen <= set(self.answers) or (ORDINARY in chosen and len(chosen) > 1):
            raise RefusedVoteError("unknown_answer")
        if ballot not in votes and len(votes) >= MAX_BALLOTS:
            raise RefusedVoteError("full")
        votes[ballot] = chosen
        self._last_step = self._now()

    @property
    def progress(self) -> Progress:
        """Whether no votes, a few (1 to 4) or more are in.

        Nothing finer is told: a running total, remembered until the counts are shown, would give a small one away.
        """
        number = len(self._second if self.stage.startswith("second") else self._first)
        return "more" if number >= FEWER_THAN else "few" if number else "none"

    def shown(self) -> tuple[Tally, ...]:
        """Return what may be shown now: nothing, the first vote, or the first and the second."""
        if self.stage not in ("first_shown", "second_shown"):
            return ()
        rounds = (self._first,) if self.stage == "first_shown" else (self._first, self._second)
        return tuple(tally(votes.values(), self.answers) for votes in rounds)

    def close(self) -> None:
        """Forget every vote; nothing can be voted or opened any more."""
        self._forget()
        if self.stage != "closed":
            self._go("closed")

    def close_if_idle(self) -> bool:
        """Close after an hour without step or vote; return whether the room is closed."""
        if self._now() - self._last_step >= IDLE_SECONDS:
            self.close()
        return self.stage == "closed"

    def _forget(self) -> None:
        # New dicts, since a cleared one keeps the memory it grew to.
        self._first, self._second = {}, {}

    def _go(self, stage: Stage) -> None:
        self.stage = stage
        self.version += 1
        self._last_step = self._now()

    @staticmethod
    def _refuse_unless(allowed: bool) -> None:
        if not allowed:
            raise WrongStageError("the room cannot do this now")
