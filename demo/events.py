"""Answers the page's events through Gradio's own engine, past its web addresses.

Those look through sixty routes, cookies and proxies' headers for what these events never have, which takes as long as
the answer itself, and print the message of an error, which could quote what somebody typed.
"""

import json
from typing import Any

import gradio as gr
from gradio.blocks import Blocks
from gradio.state_holder import SessionState

from demo.asked import Event, Refused


class Events:
    """The events of a finished page. The state of one is made for it alone and dropped with the answer."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks

    async def answer(self, event: Event) -> bytes:
        """Return the JSON that Gradio's page expects; raise Refused where the page has no such event."""
        try:
            output: dict[str, Any] = await self._blocks.process_api(
                block_fn=self._blocks.fns[event.fn_index],
                inputs=[],
                state=SessionState(self._blocks),
                event_data=gr.EventData(self._blocks.blocks[event.trigger_id], event.data),
            )
        except Exception:
            # Neither logged nor passed on: the message of an error could quote what somebody typed.
            raise Refused(400, "This is not an event of the page.") from None
        output.pop("iterator", None)
        return json.dumps(output, ensure_ascii=False).encode()
