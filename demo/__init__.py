"""What people see and do: the Gradio app."""
