"""The smallest app that Gradio's own guide shows, with Gradio's own settings: how long Gradio alone takes to start."""

import sys

import gradio as gr


def main() -> None:
    """Serve on the port given as the first argument until stopped."""
    hello = gr.Interface(fn=lambda name: f"Hello, {name}!", inputs="text", outputs="text")
    hello.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), quiet=True, inbrowser=False)


if __name__ == "__main__":
    main()
