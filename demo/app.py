"""Wires the page: header, sections, footer, and what goes into its <head>.

Events are pure functions of what the page sends. The server keeps no state, so a reload or a second worker loses
nothing.
"""

import json
import os
from pathlib import Path

# Read by Gradio while it is imported: no call home, and no counting of events that would be written to a file.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"

import gradio as gr
from markupsafe import Markup

from demo.content import Content
from demo.markup import Pages
from demo.parts import part
from demo.sections import SECTIONS

STATIC = Path(__file__).parent / "static"


def build_blocks(content: Content, *, free_text: bool = True) -> gr.Blocks:
    """Return the app; `free_text` False switches the box for a made-up line off."""
    pages = Pages(content, free_text=free_text, sections=tuple((one.name, one.second_row) for one in SECTIONS))
    blocks = gr.Blocks(title="Doorzien", analytics_enabled=False)
    with blocks:
        part(pages.render("header.html"), "header", js="doorzien.headerArrived();")
        for section in SECTIONS:
            with gr.Column(elem_id=f"section-{section.name}", elem_classes="section"):
                section.place(pages)
        part(pages.render("footer.html"), "footer", js="doorzien.ready();")
    return blocks


def head(content: Content) -> str:
    """Return what goes into the page's <head>: settings, colours, what stands there while it loads, and behaviour."""
    settings = {
        "sections": [section.name for section in SECTIONS],
        "languages": list(content.texts),
        "titles": {code: texts.screen["page_title"] for code, texts in content.texts.items()},
    }
    # Gradio puts a class in front of every selector of `css`, which loses the rules for :root, and those
    # for <html> in a media query: colours and the large view go in here.
    return Markup(
        "<style>{colours}{languages}{early}{large_view}</style>"
        '<script type="application/json" id="doorzien-settings">{settings}</script>'
        '<template id="doorzien-early">{early_markup}</template><script>{script}</script>'
    ).format(
        colours=_static("colours.css"),
        languages=Markup(_language_rules(content)),
        early=_static("early.css"),
        large_view=_static("present.css"),
        settings=Markup(json.dumps(settings).replace("<", "\\u003c")),
        early_markup=Markup(Pages(content).render("early.html")),
        script=Markup("</script><script>").join(_static(name) for name in _files("js", "doorzien.js")),
    )


def css(content: Content) -> str:
    """Return the page's style: its own files, that of each section, and the rules that hide other languages."""
    styles = [_static(name) for name in _files("css", "style.css", "marks.css")]
    return "\n".join([*styles, _language_rules(content)])


def _language_rules(content: Content) -> str:
    return "\n".join(
        f'html:not([data-language="{code}"]) .in[lang="{code}"] {{ display: none !important; }}'
        for code in content.texts
    )


def _files(kind: str, *first: str) -> list[str]:
    """Return the page's own files and those of its sections, as far as there are any."""
    names = [f"{section.name}.{kind}" for section in SECTIONS]
    return [*first, *(name for name in names if (STATIC / name).is_file())]


def _static(name: str) -> Markup:
    return Markup((STATIC / name).read_text(encoding="utf-8"))
