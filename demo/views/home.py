"""The first screen: what one can do here."""

from typing import Final

from demo.markup import Pages
from demo.parts import part

DOORS: Final = ("chats", "twins", "practise", "try", "decides", "help")


def place(pages: Pages) -> None:
    """Put the section into the page; without free text there is no door to it."""
    doors = [name for name in DOORS if name != "try" or pages.free_text]
    part(pages.render("home.html", doors=doors), "home")
