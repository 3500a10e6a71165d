"""How fast the demo answers under load, beside the same app with Gradio's own settings. Loopback only."""
