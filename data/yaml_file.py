"""YAML files read into frozen records; every fault is traced back to its line."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from yaml.constructor import SafeConstructor

from data.errors import DataError

# The same loader in C, with which starting takes a second less. PyYAML's wheels bring it, its source may not.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MOST_BYTES = 1_000_000  # of one file; a long chat has ten thousand
MOST_LEVELS = 20  # of lists and records inside each other; a chat has five

# What PyYAML raises at values such as a date that no calendar has.
_UNREADABLE = (ValueError, LookupError, AttributeError, yaml.constructor.ConstructorError)


class Record(BaseModel):
    """Base of all records: frozen, with no field that the file may add on its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, populate_by_name=True)


R = TypeVar("R", bound=Record)


def read_yaml(path: Path, record: type[R]) -> R:
    """Return the file as one `record`, or raise DataError with the line of the first fault."""
    content = read_record_or_faults(path, record)
    if isinstance(content, tuple):
        raise content[0]
    return content


def read_record_or_faults(path: Path, record: type[R]) -> R | tuple[DataError, ...]:
    """Return the file as one `record`, or every fault that was found in it (one, where the file is unreadable)."""
    try:
        root = _nodes(path, _text(path))
        content = _content(path, root)
    except DataError as fault:
        return (fault,)
    try:
        return record.model_validate(content)
    except ValidationError as error:
        return tuple(_data_error(path, root, fault) for fault in _causes(error.errors()))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DataError(path, None, f"this file has more than {MOST_BYTES // 1000} KB", "Split it, or shorten it.")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError(path, None, "this file is missing", "Put it back, or get Doorzien again.") from None
    except UnicodeDecodeError:
        raise DataError(path, None, "this file is not saved as UTF-8", "Save it again as UTF-8.") from None
    except OSError as error:
        fault = f"this file cannot be read ({error.strerror})"
        raise DataError(path, None, fault, "Close it elsewhere, or copy it.") from None


def _nodes(path: Path, text: str) -> yaml.Node | None:
    """Return the root of the text's nodes, each of which knows its line; None where the text is empty."""
    try:
        _refuse_depth_and_references(path, text)
        root: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "unreadable YAML"
        remedy = "Check the indentation, the colons and the quotes around this line."
        if mark and _tab_before(text, mark.line, mark.column):
            problem, remedy = "a tab stands here", "Use blanks instead of tabs at the start of a line."
        line = mark.line + 1 if mark else None
        raise DataError(path, line, f"this is not valid YAML ({problem})", remedy) from None
    return root


def _content(path: Path, root: yaml.Node | None) -> object:
    try:
        content = SafeConstructor().construct_document(root) if root else None
    except _UNREADABLE as error:
        remedy = "Correct it, or put quotes around it."
        raise DataError(path, _unreadable_line(root), f"a value cannot be read ({error})", remedy) from None
    if content is None:
        raise DataError(path, None, "this file is empty", "Write in it, or take it away.")
    return content


def _refuse_depth_and_references(path: Path, text: str) -> None:
    """Raise DataError at what could end or fill the program: YAML's depth is the stack's, its references multiply."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else None
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_LEVELS:
            fault = f"more than {MOST_LEVELS} lists or brackets stand inside each other here"
            raise DataError(path, line, fault, "Take the brackets or the indentation out.")
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            fault = f"YAML takes {sign}{_short(event.anchor)[1:-1]} for a reference"
            raise DataError(path, line, fault, "Put quotes around the whole text that it begins.")


def _unreadable_line(root: yaml.Node | None) -> int | None:
    """Return the line, from 1, of the first value below `root` that looks like a date or a number and is none."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            try:
                SafeConstructor().construct_object(node)
            except _UNREADABLE:
                return node.start_mark.line + 1
        elif node:
            pairs = [part if isinstance(part, tuple) else (part,) for part in node.value]
            waiting += [part for pair in reversed(pairs) for part in reversed(pair)]
    return None


def _tab_before(text: str, line: int, column: int) -> bool:
    """Return whether a tab stands in what comes before the first word of a line, up to the column of a fault."""
    begin = text.splitlines()[line][: column + 1] if line < len(text.splitlines()) else ""
    return "\t" in begin and not begin.strip(" \t-")


def _causes(faults: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out a list that is too short only because some of its entries are faulty."""
    return [
        fault
        for fault in faults
        if fault["type"] != "too_short"
        or not any(other["loc"][: len(fault["loc"])] == fault["loc"] for other in faults if other is not fault)
    ]


def line_of(path: Path, location: Sequence[str | int]) -> int:
    """Return the line, from 1, at which the entry `location` of a YAML file stands."""
    root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
    return _line_in(root, location)


def _data_error(path: Path, root: yaml.Node | None, first: ErrorDetails) -> DataError:
    location = first["loc"]
    name = ".".join(str(part) for part in location) or "the file"
    line = _line_in(root, location)
    if first["type"] == "missing":
        return DataError(path, line, f"{name} is missing", "Add it; another file of this folder shows how.")
    if first["type"] == "extra_forbidden":
        return DataError(path, line, f"{name} is not known here", "Correct its spelling, or take it out.")
    message = first["msg"].removeprefix("Value error, ")
    return DataError(
        path,
        line,
        f"{name}: {message[:1].lower()}{message[1:]} (found {_short(first['input'])})",
        "Correct it.",
    )


def _short(value: object, most: int = 60) -> str:
    try:
        shown = repr(value)
    except ValueError:
        return "a very long number"
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def _line_in(node: yaml.Node | None, location: Sequence[str | int]) -> int:
    line = node.start_mark.line + 1 if node else 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line
