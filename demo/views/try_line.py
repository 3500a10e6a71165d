"""The box for one made-up line."""

import gradio as gr

from demo.markup import Pages
from demo.parts import PRIVATE, part
from demo.refusal import Refusal, refusal_of
from models import LineExplanation

_ON_FORM = """
const form = element.querySelector("form.try");
doorzien.request("try_line", (data) => trigger("submit", data));
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  doorzien.ask("try_line", {line: form.querySelector("input").value});
});
"""
_ON_RESULT = "watch('value', () => doorzien.answered('try_line', () => doorzien.resultArrived(element)));"


def try_result(pages: Pages, explanation: LineExplanation) -> str:
    """Return a typed line with its marked words and the names and levels of its tags; no numbers."""
    return pages.render("try_result.html", explanation=explanation)


def refusal_text(pages: Pages, refusal: Refusal) -> str:
    """Return why a typed line is not looked at, kindly."""
    return pages.render("refusal.html", refusal=refusal)


def place(pages: Pages) -> None:
    """Put the section into the page."""

    async def try_line(event: gr.EventData) -> str:
        line = event._data.get("line")
        refusal = refusal_of(line)
        if refusal or not pages.free_text:
            return refusal_text(pages, refusal or "empty")
        return try_result(pages, pages.content.tagger.explain(str(line).strip()))

    form = part(pages.render("try_form.html", enabled=pages.free_text), "try-form", js=_ON_FORM)
    result = part("", "try-result", js=_ON_RESULT)
    form.submit(try_line, None, result, **PRIVATE)
