"""`uv run --with chitchat-dataset==0.9.0 python -m training.real_chat`: how often real, ordinary chat gets a tag.

The package (MIT) holds chats of English-speaking students who were paired with a stranger for a contest of the Brigham
Young University. It is no dependency, nothing is trained on it, and none of its lines stands in Doorzien. Nobody has
labelled them: some alarms are right, such as a stranger who asks where somebody lives.
"""

import random
from collections.abc import Sequence
from importlib import import_module

from models import Tagger, load_tagger
from training.card import CARD_PATH
from training.corpus import training_corpus
from training.documents import replace_block, table

COMMAND = "uv run --with chitchat-dataset==0.9.0 python -m training.real_chat"
SHORTEST, LONGEST = 3, 200  # characters
LOOKED_AT = 20_000  # read and measured while the features and the price of everyday lines were chosen


def real_lines() -> list[str]:
    """Return every text of the chats once, in an order that is random and always the same."""
    conversations = import_module("chitchat_dataset").Dataset().values()
    messages = (message for one in conversations for turn in one["messages"] for message in turn)
    texts: dict[str, str] = {}
    for text in (message["text"].strip() for message in messages):
        if SHORTEST <= len(text) <= LONGEST:
            texts.setdefault(text.casefold(), text)
    lines = list(texts.values())
    random.Random(0).shuffle(lines)
    return lines


def tagged_shares(tagger: Tagger, lines: Sequence[str]) -> tuple[float, float]:
    """Return the share of lines with a tag at all, and with a clear one."""
    levels = [
        {tagger.level(tag, probability) for tag, probability in zip(tagger.tags, row, strict=True)}
        for row in tagger.probabilities(lines).tolist()
    ]
    return sum(one != {"none"} for one in levels) / len(lines), sum("clear" in one for one in levels) / len(lines)


def real_chat_block(tagger: Tagger, lines: Sequence[str]) -> str:
    """Return the table of the model card."""
    parts = {"looked at": lines[:LOOKED_AT], "never looked at": lines[LOOKED_AT:]}
    rows = []
    for name, part in parts.items():
        tagged, clear = tagged_shares(tagger, part)
        rows.append([name, f"{len(part):,}", f"{tagged:.2%}", f"{clear:.2%}"])
    return f"{measured_with(tagger)}\n\n{table(('real chat', 'lines', 'with a tag', 'with a clear one'), rows)}"


def measured_with(tagger: Tagger) -> str:
    """Return the sentence that says which tagger was measured; a test finds it stale after a change."""
    shown = ", ".join(f"`{tag}` {tagger.thresholds[tag]['maybe']:.2f}" for tag in tagger.tags)
    trained = f"the tagger that was trained on {len(training_corpus().lines)} lines"
    return f"Measured with {trained}, and shows a tag from these probabilities on: {shown}."


def main() -> None:
    """Measure, and write the table into the model card."""
    try:
        lines = real_lines()
    except ModuleNotFoundError:
        raise SystemExit(f"The chats are not installed. Run `{COMMAND}`.") from None
    replace_block(CARD_PATH, "real chat", real_chat_block(load_tagger(), lines))


if __name__ == "__main__":
    main()
