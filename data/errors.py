"""The one error that readers of data files raise."""

from pathlib import Path

DATA_FOLDER = Path(__file__).parent


class DataError(ValueError):
    """A data file says something that Doorzien cannot use.

    The message names the file, the line, what is wrong there, and what to do, in one or two sentences.
    """

    def __init__(self, path: Path, line: int | None, fault: str, remedy: str) -> None:
        try:
            shown = path.relative_to(DATA_FOLDER.parent)
        except ValueError:
            shown = path
        place = f"{shown.as_posix()}, line {line}" if line else shown.as_posix()
        super().__init__(f"{place}: {fault}. {remedy}")
        self.path = path
        self.line = line
