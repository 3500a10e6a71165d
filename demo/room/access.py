"""Who gets in: the room's code, the presenter's secret, and limits on guessing and flooding.

Addresses are never written down: a limit knows an address as a keyed hash, whose key lives as long as the program.
"""

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

# Without 0, 1, I and O, which are mixed up, and without vowels, so that no code is a word. 29^7 is 17 thousand million.
ALPHABET = "BCDFGHJKLMNPQRSTVWXYZ23456789"
CODE_LENGTH = 7
MOST_ADDRESSES = 1024

Admission = Literal["open", "wrong", "later"]


def new_code() -> str:
    """Return a code to read aloud and type."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_secret() -> str:
    """Return a secret that only the presenter's page gets, 256 bits."""
    return secrets.token_urlsafe(32)


def same(given: str, wanted: str | None) -> bool:
    """Return whether two texts are equal, in a time that does not tell how much of them is."""
    return wanted is not None and secrets.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


class Ticket:
    """A word that may be changed for a secret, once and within a minute.

    It goes to the browser that the program opens, in whose command line other accounts of the computer can read it.
    """

    SECONDS = 60

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._word: str | None = None
        self._until = 0.0

    def new(self) -> str:
        """Return a new word; an older one is worth nothing any more."""
        self._word, self._until = secrets.token_urlsafe(32), self._now() + self.SECONDS
        return self._word

    def take(self, word: str) -> bool:
        """Return whether `word` is the one, which is worth nothing from now on."""
        good = same(word, self._word) and self._now() < self._until
        if good:
            self._word = None
        return good


def typed_code(typed: str) -> str:
    """Return a typed code as it was meant: in capitals, without blanks and dashes."""
    return "".join(character for character in typed.upper() if character.isalnum())[:CODE_LENGTH]


class Limit:
    """Lets `burst` through at once and `per_second` from then on, for each of at most MOST_ADDRESSES keys.

    The key seen longest ago is forgotten first.
    """

    def __init__(self, per_second: float, burst: float, now: Callable[[], float]) -> None:
        self._per_second, self._burst, self._now = per_second, burst, now
        self._left: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def left(self, key: bytes) -> float:
        """Return how many more `key` may do now."""
        left, since = self._left.get(key, (self._burst, self._now()))
        return min(self._burst, left + (self._now() - since) * self._per_second)

    def take(self, key: bytes) -> bool:
        """Count one for `key`; return whether it is let through."""
        left = self.left(key)
        self._left[key] = (left - 1 if left >= 1 else left, self._now())
        self._left.move_to_end(key)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return left >= 1


class Doorkeeper:
    """Decides on each request of a phone.

    Wrong codes are limited to 10 a minute for one address and 120 a minute for all, at which rate a code is found in
    over a million hours on average. Whoever has shown the right code stays in when the limit for all is reached, so
    that guessing cannot lock a class out. A whole class behind one address fits in the limit on requests, and requests
    with wrong codes do not count in it: behind a proxy everybody has the same address. So whoever shares the address
    of a phone that is in can guess as fast as the program answers: 2,000 hours on average at 1,000 a second, for a
    room that is open for one.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._hash_key = secrets.token_bytes(32)
        self._requests = Limit(80, 240, now)
        self._wrong_requests = Limit(80, 240, now)
        self._wrong_here = Limit(10 / 60, 10, now)
        self._wrong_anywhere = Limit(120 / 60, 120, now)
        self._known: OrderedDict[bytes, None] = OrderedDict()

    def admit(self, address: str, code: str, wanted: str | None) -> Admission:
        """Return whether `address` gets in with `code`; `wanted` None means that no room is open."""
        key = hashlib.blake2b(address.encode(), key=self._hash_key, digest_size=16).digest()
        right = same(code, wanted)
        if not (self._requests if right else self._wrong_requests).take(key):
            return "later"
        guesses_left = self._wrong_here.left(key) >= 1 and self._wrong_anywhere.left(b"") >= 1
        if right:
            if key in self._known or guesses_left:
                self._remember(key)
                return "open"
            return "later"
        if not guesses_left:
            return "later"
        self._wrong_here.take(key)
        self._wrong_anywhere.take(b"")
        return "wrong"

    def forget(self) -> None:
        """Forget who was in."""
        self._known.clear()

    def _remember(self, key: bytes) -> None:
        self._known[key] = None
        self._known.move_to_end(key)
        if len(self._known) > MOST_ADDRESSES:
            self._known.popitem(last=False)
