"""What Doorzien is, what it is not, how it works and how often it is right."""

from demo.markup import Pages
from demo.parts import part


def place(pages: Pages) -> None:
    """Put the section into the page."""
    part(pages.render("about.html"), "about")
