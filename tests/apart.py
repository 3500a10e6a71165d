"""Running a coroutine in a test."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def apart(coroutine):
    """Run a coroutine in a thread of its own: a browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
