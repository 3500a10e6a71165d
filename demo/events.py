"""Answers the page's events: each is a function from what the page sends to the new text of one part.

Gradio's own way to a function makes a state for the visitor, looks for sessions, cookies and proxies' headers, and
changes threads, which takes longer than the answer; and it prints the message of an error, which could quote a line.
"""

import json

import gradio as gr
from gradio.blocks import Blocks

from demo.asked import Event, Refused


class Events:
    """The events of a finished page. Nothing is kept: the same event always gets the same answer."""

    def __init__(self, blocks: Blocks) -> None:
        self._functions = {
            (number, part): (one.fn, blocks.blocks[part])
            for number, one in blocks.fns.items()
            for part, _ in one.targets
            if one.fn and part is not None
        }

    async def answer(self, event: Event) -> bytes:
        """Return the JSON that Gradio's page expects; raise Refused where the page has no such event."""
        try:
            function, part = self._functions[event.fn_index, event.trigger_id]
            text = await function(gr.EventData(part, event.data))
        except Exception:
            # Neither logged nor passed on: the message of an error could quote what somebody typed.
            raise Refused(400, "This is not an event of the page.") from None
        return json.dumps({"data": [text], "is_generating": False}, ensure_ascii=False).encode()
