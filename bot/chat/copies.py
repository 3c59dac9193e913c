"""Where the words of questions stand in organisers' chats beside the cards: lists, previews, drafts, second cards.

Each such message leaves a receipt that names its questions and its chat, so that what a person has erased goes there
too. So does each that tells who would like a training.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from bot.chat.turn import Turn, message_params
from bot.desk.cards import Cards
from bot.store import Call, Store, Transaction
from bot.wording import Message

_COPY: Final = "copy"
VIEW: Final = "view"
"""A copy that is replied to as a card is."""

DRAFT: Final = "draft"
"""A copy that shows a draft; what is written in reply takes its place."""

_WISH: Final = "wish"


def copy_of(turn: Turn, *ids: int) -> str:
    """Say what a message is about that shows these questions (clusters, by id) in the chat of the update."""
    return _about(turn, _COPY, ids, _chat(turn))


def view_of(turn: Turn, id: int) -> str:
    """Say what a message is about that shows a question as its card does."""
    return _about(turn, VIEW, (id,), _chat(turn))


def draft_of(turn: Turn, id: int, draft_id: int) -> str:
    """Say what a message is about that shows a draft for a question."""
    return f"{_about(turn, DRAFT, (id,), _chat(turn))}:{draft_id}"


def wishes_of(turn: Turn, ids: Collection[int], chat: int | None = None) -> str:
    """Say what a message is about that shows these wishes for training in a chat (None: that of the update)."""
    return _about(turn, _WISH, ids, _chat(turn) if chat is None else chat)


async def blanked(store: Store, tx: Transaction, ids: Collection[int], cards: Cards) -> Sequence[Call]:
    """Give the calls that take the words out of every copy of some questions, and forget where these stand."""
    return await _replaced(store, tx, (_COPY, VIEW, DRAFT), ids, cards.blank)


async def unwished(store: Store, tx: Transaction, ids: Collection[int], cards: Cards) -> Sequence[Call]:
    """Give the calls that take every message that shows one of these wishes away, and forget where these stand."""
    return await _replaced(store, tx, (_WISH,), ids, lambda _id: cards.said(cards.words.interest_withdrawn))


async def _replaced(
    store: Store, tx: Transaction, kinds: Sequence[str], ids: Collection[int], message: Callable[[int], Message]
) -> Sequence[Call]:
    done: list[str] = []
    places: dict[tuple[int, int], int] = {}
    for receipt in await store.receipts.beginning(tx, [f"{kind}:" for kind in kinds]) if ids else ():
        _, shown, chat, *_ = receipt.about.split(":")
        theirs = sorted(set(map(int, filter(None, shown.split(",")))) & set(ids))
        if theirs and receipt.message_id:
            places[int(chat), receipt.message_id] = theirs[0]
            done.append(receipt.about)
    await store.receipts.forget(tx, done)
    return [
        Call("editMessageText", chat, {"chat_id": chat, "message_id": id, **message_params(message(one))})
        for (chat, id), one in places.items()
    ]


def _about(turn: Turn, kind: str, ids: Collection[int], chat: int) -> str:
    return f"{kind}:{','.join(map(str, ids))}:{chat}:{turn.incoming.update_id}"


def _chat(turn: Turn) -> int:
    chat = turn.incoming.effective_chat
    return chat.id if chat else 0
