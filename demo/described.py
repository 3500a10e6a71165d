"""Gradio's list of the page's parts, which describes each part once.

Gradio keeps a state for each event, and describes every part of the page in it. That took two thirds of an event's
time, for a function (links to a state) that the guard keeps shut. The parts never change, so once is enough.
"""

from typing import Any

from gradio.blocks import Block, Blocks, BlocksConfig
from gradio.renderable import Renderable


class Described(BlocksConfig):
    """Behaves as the list that it is made from."""

    def __init__(self, parts: BlocksConfig) -> None:
        vars(self).update(vars(parts))
        self._known: dict[int, tuple[object, dict[str, Any]]] = {}

    def __copy__(self) -> "Described":
        copied = Described(super().__copy__())  # type: ignore[no-untyped-call]
        copied._known = self._known
        return copied

    def config_for_block(  # type: ignore[override]
        self,
        _id: int,
        rendered_ids: list[int],
        block: Block,
        renderable: Renderable | None = None,
    ) -> dict[str, Any]:
        """Return the description of a part, which the caller may change."""
        if renderable:
            described: dict[str, Any] = super().config_for_block(_id, rendered_ids, block, renderable)
            return described
        known, description = self._known.get(_id, (None, {}))
        if known is not block:
            description = super().config_for_block(_id, rendered_ids, block)
            self._known[_id] = block, description
        return {**description, "props": {**description["props"]}}


def describe_once(blocks: Blocks) -> None:
    """Describe each part of a finished page once, whatever is asked of it later."""
    blocks.default_config = Described(blocks.default_config)
