"""How a part of the page is put into Gradio, and how its events are wired."""

from typing import Any

import gradio as gr

# Without the queue an event is one request and one answer, and nothing of it stays on the server.
PRIVATE: dict[str, Any] = {
    "queue": False,
    "api_visibility": "private",
    "show_progress": "hidden",
    "trigger_mode": "multiple",
}


def part(markup: str, name: str, *, js: str | None = None) -> gr.HTML:
    """Return a piece of the page with `name` as its id; `js` runs once the piece stands there."""
    return gr.HTML(markup, elem_id=name, html_template="${value}", js_on_load=js, apply_default_css=False)
