"""The facilitator's guide: routes, room rules, what to say when a pupil tells something, and what adults ask."""

from demo.markup import Pages
from demo.parts import part


def place(pages: Pages) -> None:
    """Put the section into the page."""
    part(pages.render("guide.html"), "guide")
