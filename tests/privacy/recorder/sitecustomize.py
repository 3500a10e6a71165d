"""Loaded by Python itself before the demo starts: writes down what the process connects to, and what it writes.

On SIGUSR1 it also writes how many sessions Gradio holds, and whether any text alive in the process holds the marker.
"""

import gc
import os
import signal
import sys

RECORD = os.environ.get("DOORZIEN_RECORD")
MARKER = os.environ.get("DOORZIEN_MARKER", "")


def note(kind, *what):
    with_line_break = "\t".join([kind, *map(str, what)]).replace("\n", " ") + "\n"
    os.write(descriptor, with_line_break.encode("utf-8", "replace"))


def listen(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        note("network", event, arguments[1])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        note("network", event, arguments[0])
    elif event == "subprocess.Popen":
        note("program", arguments[0])


def texts_in(holders):
    """Give each text below the holders once.

    The collector lists neither dicts and tuples of plain values, nor the keys of a dict where all of them are texts.
    """
    seen = {id(os.environ._data)}
    waiting = list(holders)
    while waiting:
        holder = waiting.pop()
        for part in [*gc.get_referents(holder), *(dict.keys(holder) if isinstance(holder, dict) else ())]:
            if id(part) in seen:
                continue
            seen.add(id(part))
            if isinstance(part, str | bytes | bytearray):
                yield part
            elif not gc.is_tracked(part):
                waiting.append(part)


def answer(*_):
    gc.collect()
    # Not the environment, which is where the marker came from.
    holders = [one for one in gc.get_objects() if one is not os.environ._data and not isinstance(one, type(sys))]
    alive = [text for text in texts_in(holders) if (MARKER if isinstance(text, str) else MARKER.encode()) in text]
    known = [text for text in alive if len(text) == len(MARKER)]
    note("alive", len(alive) - len(known), alive)
    for one in holders:
        if type(one).__name__ == "StateHolder":
            note("sessions", len(one.session_data), len(one.time_last_used))


if RECORD:
    descriptor = os.open(RECORD, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    sys.addaudithook(listen)
    if hasattr(signal, "SIGUSR1"):  # Windows has none
        signal.signal(signal.SIGUSR1, answer)
