"""The same app as Gradio serves it by default: with its queue, its sessions and its file server, and no guard."""

import sys

from demo.app import build_blocks, css, head
from demo.content import load_content
from models import load_tagger


def main() -> None:
    """Serve on the port given as the first argument until stopped."""
    content = load_content(load_tagger())
    blocks = build_blocks(content)
    for event in blocks.fns.values():
        event.queue = True
    blocks.queue()
    blocks.launch(
        server_name="127.0.0.1",
        server_port=int(sys.argv[1]),
        quiet=True,
        inbrowser=False,
        css=css(content),
        head=head(content),
    )


if __name__ == "__main__":
    main()
