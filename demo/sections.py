"""The sections of the page, in the order of its navigation: the one place that lists them.

A section is a module in `views/` with `place(pages)`, its templates, and where needed `static/<name>.css` and
`static/<name>.js`. Its name in the navigation is the text `screen.nav_<name>`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from demo.markup import Pages
from demo.views import about, chats, decides, guide, help_page, home, practise, try_line, twins


@dataclass(frozen=True, slots=True)
class Section:
    """A section: the name in its address, what puts it into the page, and whether it stands in the second row."""

    name: str
    place: Callable[[Pages], None]
    second_row: bool = False


SECTIONS = (
    Section("home", home.place),
    Section("chats", chats.place),
    Section("twins", twins.place),
    Section("practise", practise.place),
    Section("try", try_line.place),
    Section("decides", decides.place),
    Section("help", help_page.place, second_row=True),
    Section("guide", guide.place, second_row=True),
    Section("about", about.place, second_row=True),
)
