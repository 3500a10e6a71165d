"""One room from its opening to its closing: its code, its votes, and the place in the questions."""

import secrets
import time
from collections.abc import Callable, Mapping

from demo.room.access import new_code
from demo.room.questions import Question, QuestionSet
from demo.room.votes import Votes, WrongStageError


class Session:
    """The room that is open, or none (`code` is None). All state is in memory and goes with the room.

    `mark` tells this room's versions from those of another one.
    """

    def __init__(
        self,
        sets: Mapping[str, QuestionSet],
        answers: tuple[str, ...],
        now: Callable[[], float] = time.monotonic,
        new_code: Callable[[], str] = new_code,
    ) -> None:
        self.sets = sets
        self._answers, self._now, self._new_code = answers, now, new_code
        self.set_id: str | None = None
        self.position = 0
        self.start()

    def start(self) -> None:
        """Open a fresh room under a new code; the one before is forgotten."""
        self.code: str | None = self._new_code()
        self.mark = secrets.token_hex(4)
        self.votes = Votes(self._answers, self._now)
        self._leave_questions()

    def close(self) -> None:
        """Close the room and forget code, votes and place."""
        self.votes.close()
        self.code = None
        self._leave_questions()

    def close_if_idle(self) -> bool:
        """Close after an hour without step or vote; return whether that happened now."""
        idle = self.code is not None and self.votes.close_if_idle()
        if idle:
            self.close()
        return idle

    @property
    def question(self) -> Question | None:
        """The question on the screen, or None before the first and after the last."""
        return self.sets[self.set_id].questions[self.position] if self.set_id else None

    def choose(self, set_id: str) -> None:
        """Open the first question of a set; raise KeyError where there is no such set."""
        self.sets[set_id]
        self.votes.open_question()
        self.set_id, self.position = set_id, 0

    def lobby(self) -> None:
        """Show address and code again; the votes on the question are gone."""
        self.votes.to_lobby()
        self._leave_questions()

    def forward(self) -> None:
        """Do what comes next: show the votes, or else open the next question; after the last comes the lobby."""
        if self.votes.stage in ("first", "second"):
            self.votes.show()
        else:
            self._move(1)

    def back(self) -> None:
        """Open the question before this one, with no votes on it."""
        if self.position == 0:
            raise WrongStageError("this is the first question")
        self._move(-1)

    def again(self) -> None:
        """Take a second vote."""
        self.votes.vote_again()

    def _move(self, by: int) -> None:
        if not self.set_id:
            raise WrongStageError("no questions are chosen")
        if self.position + by >= len(self.sets[self.set_id].questions):
            self.lobby()
        else:
            self.votes.open_question()
            self.position += by

    def _leave_questions(self) -> None:
        self.set_id = None
        self.position = 0
