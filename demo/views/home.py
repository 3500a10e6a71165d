"""The first screen: what one can do here."""

from demo.markup import Pages
from demo.parts import part


def place(pages: Pages) -> None:
    """Put the section into the page."""
    part(pages.render("home.html"), "home")
