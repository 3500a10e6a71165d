"""Computes something in a second process meanwhile, so that a machine with two cores uses both."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

Result = TypeVar("Result")


@contextlib.contextmanager
def meanwhile(function: Callable[..., Result], *given: object) -> Iterator[Callable[[], Result]]:
    """Start `function` in a process that ends with this block; yield a call that waits for what it returns.

    Where that process dies, or cannot start, the call computes the same here: slower, and with the same result.
    """
    context = get_context("spawn")  # what a fork copies may be locked by a thread that it does not copy
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, function, given), daemon=True)
    with contextlib.suppress(OSError):
        process.start()
    sender.close()

    def result() -> Result:
        try:
            received: Result = receiver.recv()
        except (EOFError, OSError):  # it ended before, or in the midst of, what it had to say
            return function(*given)
        return received

    try:
        yield result
    finally:
        receiver.close()
        if process.pid:
            process.terminate()
            process.join()


def _send(sender: Connection, function: Callable[..., object], given: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the first process, which ends this one
    with contextlib.suppress(BrokenPipeError):  # nobody waits any more
        sender.send(function(*given))
