"""The example chats: cards to choose from, and one chat revealed message by message."""

from functools import cache

import gradio as gr

from data import Chat
from demo.markup import Pages
from demo.parts import PRIVATE, part

_ON_CARDS = "doorzien.request('open_chat', (data) => trigger('select', data));"
_ON_STAGE = "watch('value', () => doorzien.answered('open_chat', () => doorzien.chatArrived()));"


def chat_cards(pages: Pages) -> str:
    """Return the cards of all chats; they do not tell which of them hold patterns."""
    return pages.render("chat_list.html")


def chat_page(pages: Pages, chat: dict[str, Chat]) -> str:
    """Return a whole chat with the tags of its messages; the page reveals it message by message."""
    explanations = {
        code: [
            pages.content.tagger.explain(message.text) if message.sender == "other" else None
            for message in version.messages
        ]
        for code, version in chat.items()
    }
    return pages.render("chat.html", chat=chat, any_version=next(iter(chat.values())), explanations=explanations)


def place(pages: Pages) -> None:
    """Put the section into the page."""

    @cache
    def page_of(chat_id: str) -> str:
        return chat_page(pages, pages.content.chats[chat_id])

    async def open_chat(event: gr.EventData) -> str:
        chat_id = str(event._data.get("chat"))
        return page_of(chat_id) if chat_id in pages.content.chats else pages.render("no_chat.html")

    cards = part(chat_cards(pages), "chat-list", js=_ON_CARDS)
    stage = part("", "chat-stage", js=_ON_STAGE)
    cards.select(open_chat, None, stage, **PRIVATE)
