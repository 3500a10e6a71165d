"""Whether something was quick enough, also where another program, or an old laptop, makes everything slow."""

import time

USUAL_SECONDS = 0.1  # of `_reference` on the machine of benchmarks/README.md


def quick(seconds, limit):
    """Return whether `seconds` are under the limit, which grows with the time that plain Python takes just now."""
    return seconds < limit or seconds < limit * _reference() / USUAL_SECONDS


def _reference():
    started = time.thread_time()
    total = 0
    for number in range(2_000_000):
        total += number
    return time.thread_time() - started
