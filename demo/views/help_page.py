"""Whom to talk to, the helplines per country, and what to do about threats with a picture."""

from demo.markup import Pages
from demo.parts import part


def place(pages: Pages) -> None:
    """Put the section into the page."""
    part(pages.render("help.html"), "help")
