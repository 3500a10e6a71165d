"""The room's pages and the parts of them that change, in all languages at once."""

from pathlib import Path

import segno
from markupsafe import Markup

from demo.content import Content
from demo.markup import Pages
from demo.room.addresses import Network
from demo.room.session import Session
from demo.room.votes import ORDINARY, Tally

STATIC = Path(__file__).parent.parent / "static"


class RoomPages(Pages):
    """Renders the pages of phones and presenter."""

    def __init__(self, content: Content, network: Network) -> None:
        super().__init__(content)
        self._room_content = content
        self.network = network
        self._environment.globals.update(ordinary=ORDINARY, share=share, qr=qr, shown=shown)

    def page(self, template: str, language: str, **values: object) -> str:
        """Return a whole page that starts in `language`."""
        return self._environment.get_template(f"room/{template}.html").render(language=language, **values)

    def join(self, language: str, *, fault: str | None = None) -> str:
        """Return the page on which a phone types the code; `fault` is None, "wrong" or "later"."""
        return self.page("join", language, fault=fault)

    def stage(self, session: Session, port: int) -> str:
        """Return what the presenter's screen shows now: lobby, line, or votes beside model and makers."""
        question = session.question
        return self._environment.get_template("room/stage.html").render(
            session=session,
            stage=session.votes.stage,
            question=question,
            ways=self.network.ways(port),
            tallies=session.votes.shown(),
            explanation=self._room_content.tagger.explain(question.text) if question else None,
        )

    def style(self) -> str:
        """Return the pages' style, with a rule per language that hides the others."""
        rules = [
            f'html:not([data-language="{code}"]) .in[lang="{code}"] {{ display: none !important; }}'
            for code in self._room_content.texts
        ]
        files = [(STATIC / name).read_text(encoding="utf-8") for name in ("colours.css", "room.css", "help.css")]
        return "\n".join([*files, *rules])


def share(answer: str, tallies: tuple[Tally, ...], which: int) -> int:
    """Return the length of an answer's bar, 0 to 100: its count by the largest count shown.

    A hidden count has one length, whatever it is.
    """
    largest = max([10, *(count for one in tallies for count in one.counts.values() if count != "few")])
    count = tallies[which].counts[answer]
    return round(100 * (2.5 if count == "few" else count) / largest)


def shown(address: str) -> str:
    """Return an address as people type it."""
    return address.partition("://")[2]


def qr(address: str) -> Markup:
    """Return a QR code as SVG, dark on light in every scheme."""
    return Markup(segno.make(address, error="m").svg_inline(omitsize=True, border=3, light="#ffffff", svgclass="qr"))
