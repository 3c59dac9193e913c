"""Where the words of questions stand in organisers' chats beside the cards: lists, previews, drafts, second cards.

Each such message leaves a receipt that names its questions and its chat, so that what a person has erased goes there
too.
"""

from collections.abc import Collection, Sequence
from typing import Final

from bot.chat.turn import Turn, message_params
from bot.desk.cards import Cards
from bot.store import Call, Store, Transaction

_COPY: Final = "copy"
VIEW: Final = "view"
"""A copy that is replied to as a card is."""

DRAFT: Final = "draft"
"""A copy that shows a draft; what is written in reply takes its place."""


def copy_of(turn: Turn, *ids: int) -> str:
    """Say what a message is about that shows these questions (clusters, by id) in the chat of the update."""
    return _about(turn, _COPY, ids)


def view_of(turn: Turn, id: int) -> str:
    """Say what a message is about that shows a question as its card does."""
    return _about(turn, VIEW, (id,))


def draft_of(turn: Turn, id: int, draft_id: int) -> str:
    """Say what a message is about that shows a draft for a question."""
    return f"{_about(turn, DRAFT, (id,))}:{draft_id}"


async def blanked(store: Store, tx: Transaction, ids: Collection[int], cards: Cards) -> Sequence[Call]:
    """Give the calls that take the words out of every copy of some questions, and forget where these stand."""
    done: list[str] = []
    places: dict[tuple[int, int], int] = {}
    for receipt in await store.receipts.beginning(tx, (f"{_COPY}:", f"{VIEW}:", f"{DRAFT}:")):
        _, shown, chat, *_ = receipt.about.split(":")
        theirs = sorted(set(map(int, filter(None, shown.split(",")))) & set(ids))
        if theirs and receipt.message_id:
            places[int(chat), receipt.message_id] = theirs[0]
            done.append(receipt.about)
    await store.receipts.forget(tx, done)
    return [
        Call("editMessageText", chat, {"chat_id": chat, "message_id": id, **message_params(cards.blank(number))})
        for (chat, id), number in places.items()
    ]


def _about(turn: Turn, kind: str, ids: Collection[int]) -> str:
    chat = turn.incoming.effective_chat
    return f"{kind}:{','.join(map(str, ids))}:{chat.id if chat else 0}:{turn.incoming.update_id}"
