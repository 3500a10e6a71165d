"""Shared fixtures: the running room, and its presenter."""

from collections.abc import Iterator

import pytest

from models import Tagger
from tests.room.people import Presenter, RunningRoom, announced, start


@pytest.fixture(scope="session")
def running_room(tagger: Tagger) -> Iterator[RunningRoom]:
    with start() as demo:
        yield announced(demo)
        demo.terminate()


@pytest.fixture
def presenter(running_room: RunningRoom) -> Presenter:
    """The presenter of a fresh room."""
    presenter = Presenter(running_room)
    presenter.step("start")
    return presenter
