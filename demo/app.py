"""Wires the page: which parts there are, and what the server does when somebody opens a chat or tries a line.

Events are pure functions of what the page sends. The server keeps no state, so a reload or a second worker loses
nothing.
"""

import json
import os
from pathlib import Path
from typing import Any

# Read by Gradio while it is imported: no call home, and no counting of events that would be written to a file.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"

import gradio as gr
from markupsafe import Markup

from demo.content import Content
from demo.markup import Pages
from demo.refusal import refusal_of

STATIC = Path(__file__).parent / "static"

_ON_CHATS = "doorzien.openChat = (chat) => trigger('select', {chat});"
_ON_STAGE = "watch('value', () => requestAnimationFrame(doorzien.chatArrived)); doorzien.ready();"
_ON_TRY = """
const form = element.querySelector("form.try");
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  trigger("submit", {line: form.querySelector("input").value});
});
"""
_ON_RESULT = "watch('value', () => requestAnimationFrame(() => doorzien.resultArrived(element)));"
_ON_HEADER = "doorzien.headerArrived();"


def build_blocks(content: Content, *, free_text: bool = True) -> gr.Blocks:
    """Return the app; `free_text` False switches the box for a made-up line off."""
    pages = Pages(content)

    def open_chat(event: gr.EventData) -> str:
        chat = content.chats.get(str(event._data.get("chat")))
        return pages.chat(chat) if chat else ""

    def try_line(event: gr.EventData) -> str:
        line = event._data.get("line")
        refusal = refusal_of(line)
        if refusal or not free_text:
            return pages.refusal(refusal or "empty")
        return pages.try_result(content.tagger.explain(str(line).strip()))

    blocks = gr.Blocks(title="Doorzien", analytics_enabled=False)
    with blocks:
        _part(pages.header(), "header", js=_ON_HEADER)
        with gr.Column(elem_id="section-chats", elem_classes="section"):
            chat_list = _part(pages.chat_list(), "chat-list", js=_ON_CHATS)
            stage = _part("", "chat-stage", js=_ON_STAGE)
        with gr.Column(elem_id="section-try", elem_classes="section"):
            form = _part(pages.try_form(enabled=free_text), "try-form", js=_ON_TRY)
            result = _part("", "try-result", js=_ON_RESULT)
        with gr.Column(elem_id="section-help", elem_classes="section"):
            _part(pages.help(), "help")
        with gr.Column(elem_id="section-about", elem_classes="section"):
            _part(pages.about(), "about")
        with gr.Column(elem_id="section-guide", elem_classes="section"):
            _part(pages.guide(), "guide")
        _part(pages.footer(), "footer")
        chat_list.select(open_chat, None, stage, **_PRIVATE)
        form.submit(try_line, None, result, **_PRIVATE)
    return blocks


# Without the queue an event is one request and one answer, and nothing of it stays on the server.
_PRIVATE: dict[str, Any] = {
    "queue": False,
    "api_visibility": "private",
    "show_progress": "hidden",
    "trigger_mode": "multiple",
}


def _part(markup: str, name: str, *, js: str | None = None) -> gr.HTML:
    return gr.HTML(markup, elem_id=name, html_template="${value}", js_on_load=js, apply_default_css=False)


def head(content: Content) -> str:
    """Return what goes into the page's <head>: settings, and the page's own style and behaviour."""
    settings = {
        "languages": list(content.texts),
        "titles": {code: texts.screen["page_title"] for code, texts in content.texts.items()},
    }
    # Gradio puts a class in front of every selector of `css`, which loses the rules for :root: colours go in here.
    return Markup(
        '<style>{style}</style><script type="application/json" id="doorzien-settings">{settings}</script>'
        "<script>{script}</script>"
    ).format(
        style=Markup((STATIC / "colours.css").read_text(encoding="utf-8")),
        settings=Markup(json.dumps(settings).replace("<", "\\u003c")),
        script=Markup((STATIC / "doorzien.js").read_text(encoding="utf-8")),
    )


def css(content: Content) -> str:
    """Return the page's style, with two rules per language: hide texts in others, and show its countries first."""
    style = (STATIC / "style.css").read_text(encoding="utf-8")
    rules = [
        f'html:not([data-language="{code}"]) .in[lang="{code}"] {{ display: none !important; }}\n'
        f'html[data-language="{code}"] .country:not([data-languages~="{code}"]) {{ order: 1; }}'
        for code in content.texts
    ]
    return "\n".join([style, *rules])
