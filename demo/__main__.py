"""`uv run demo`: open Doorzien in the browser."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data import DataError, check_own_chats, load_own_chats, load_texts
from demo.print_pack import write_print_pack
from demo.proxy import Proxy
from models import ArtifactError, Tagger, load_tagger
from models.artifact import MissingArtifactError, load_manifest
from models.source import source_sha256

if TYPE_CHECKING:
    from demo.content import Content


def _demo(
    port: Annotated[int, typer.Option(help="Port on this machine.", min=0, max=65535)] = 7860,
    browser: Annotated[bool, typer.Option(help="Open a browser window.")] = True,
    free_text: Annotated[bool, typer.Option(help="Offer the box for one made-up line.")] = True,
    room: Annotated[bool, typer.Option("--room", help="Let phones on the same network vote in a live room.")] = False,
    reachable: Annotated[
        bool, typer.Option("--reachable", help="Let other machines reach it, such as a proxy.")
    ] = False,
    public: Annotated[str | None, typer.Option(help="Address of the proxy in front, as https://...")] = None,
    workers: Annotated[str, typer.Option(help="Rooms behind a proxy: all workers in its settings, this first.")] = "",
    chats: Annotated[Path | None, typer.Option(help="Show the chats of this folder too.")] = None,
    check: Annotated[Path | None, typer.Option(help="Only say what is wrong in the chats of this folder.")] = None,
    print_pack: Annotated[Path | None, typer.Option(help="Only write pages to print into this folder.")] = None,
) -> None:
    """Open Doorzien in the browser; the first start makes the tagger, which takes seconds."""
    if print_pack:
        _write_print_pack(print_pack)
        return
    if check:
        _check_chats(check)
        return
    proxy = _proxy(public, workers)
    content = _content(chats)
    from demo.server import PortTakenError, serve

    with _ending_in_one_sentence(PortTakenError):
        serve(
            content,
            port=port,
            open_browser=browser,
            free_text=free_text,
            with_room=room,
            reachable=reachable,
            proxy=proxy,
        )


@contextlib.contextmanager
def _ending_in_one_sentence(*faults: type[Exception]) -> Iterator[None]:
    try:
        yield
    except faults as fault:
        print(fault, file=sys.stderr)
        raise typer.Exit(1) from None


def _content(chats: Path | None) -> "Content":
    with _ending_in_one_sentence(DataError, ArtifactError, OSError):
        if chats:
            load_own_chats(chats, load_texts())
        tagger = _tagger_of_today()
        # Imported this late because importing Gradio takes seconds: a broken file is reported at once.
        from demo.content import load_content

        return load_content(tagger, chats)


def _proxy(public: str | None, workers: str) -> Proxy | None:
    if not public:
        return None
    try:
        return Proxy(public, tuple(worker.strip() for worker in workers.split(",") if worker.strip()))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--public") from None


def _check_chats(folder: Path) -> None:
    chats, faults = check_own_chats(folder, tuple(load_texts()))
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        raise typer.Exit(1)
    print(f"{len(chats)} chat(s) in {folder}: all in order.")


def _write_print_pack(folder: Path) -> None:
    with _ending_in_one_sentence(DataError, OSError):
        for path in write_print_pack(folder):
            print(path)


def _tagger_of_today() -> Tagger:
    """Return the trained tagger, made first where there is none yet, or where lines, code or libraries have changed."""
    with contextlib.suppress(MissingArtifactError):
        if load_manifest().source_sha256 == source_sha256():
            return load_tagger()
    # A program of its own: the screen and the training know nothing of each other.
    if subprocess.run([sys.executable, "-m", "training"], check=False).returncode:
        raise typer.Exit(1)
    return load_tagger()


def main() -> None:
    """Entry point of the command."""
    typer.run(_demo)


if __name__ == "__main__":
    main()
