"""The organisers' chat: one card a question, sent once, and edited whenever the question changes."""

import logging
from dataclasses import replace
from typing import Final

from bot.chat.turn import message_params, post
from bot.desk import Cluster, Desk
from bot.desk.cards import Cards, digest
from bot.store import Call, Receipt, Store, StoredCluster, Transaction
from bot.wording import Message
from bot.wording.knowledge import Current

_BATCH: Final = 100

_ON_THEIR_WAY: Final = 3
"""Cards under way at the most: a group takes twenty messages a minute, and what organisers ask for must not wait long.

What changes meanwhile is shown by the next edit: only the newest version counts.
"""

_log = logging.getLogger(__name__)


class Board:
    """Keeps the cards as the desk has the questions, whichever process changed them."""

    def __init__(self, store: Store, current: Current, desk: Desk, chat: int) -> None:
        self._store = store
        self._current = current
        self._desk = desk
        self._chat = chat

    async def show(self, now: int) -> int:
        """Send or edit the cards of questions that changed, and count them."""
        async with self._store.database.read() as tx:
            behind = [one.id for one in await self._store.clusters.behind(tx, _BATCH)]
            on_their_way = await self._store.outbox.waiting_about(tx, "card") if behind else set()
        free = [id for id in behind if not {f"card:{id}", f"card-edit:{id}"} & on_their_way]
        shown = 0
        if free and len(on_their_way) < _ON_THEIR_WAY:
            async with self._store.database.begin() as tx:
                for id in free[: _ON_THEIR_WAY - len(on_their_way)]:
                    shown += await self._show(tx, id, now)
        return shown

    async def _show(self, tx: Transaction, id: int, now: int) -> bool:
        cluster = await self._desk.views.one(tx, id)
        if cluster is None or cluster.kept.card_version >= cluster.kept.version:
            return False
        kept = cluster.kept
        message_id = kept.card_message or await self._sent(tx, kept)
        if message_id is None and kept.card_version and not await self._failed(tx, kept):
            return False  # on its way: to be edited once it is there
        card = self._card(cluster, now)
        if message_id is None and not cluster.wordings:
            calls = []  # gone before it was ever shown
        elif message_id is None:
            calls = [replace(post(self._chat, card), about=f"card:{kept.id}")]
        else:
            calls = [self._edit(id, message_id, card)] if digest(card) != kept.card_digest else []
        await self._store.outbox.add(tx, calls, now)
        await self._store.clusters.shown(tx, kept.id, cluster.kept.version, digest(card))
        return bool(calls)

    def _card(self, cluster: Cluster, now: int) -> Message:
        knowledge = self._current.knowledge
        cards = Cards(knowledge.content, knowledge.messages)
        erased = not cluster.wordings and cluster.state != "merged"
        return cards.blank(cluster.id) if erased else cards.card(cluster, now)

    async def _sent(self, tx: Transaction, kept: StoredCluster) -> int | None:
        """Give the message that the card has become, once the receipt is there."""
        receipt = await self._receipt(tx, kept)
        if receipt is None or receipt.outcome != "sent":
            return None
        await self._store.clusters.card_is(tx, kept.id, receipt.message_id)
        return receipt.message_id

    async def _failed(self, tx: Transaction, kept: StoredCluster) -> bool:
        receipt = await self._receipt(tx, kept)
        if receipt is None or receipt.outcome == "sent":
            return False
        _log.warning("BOT_ORGANISERS_CHAT : la carte nº %d n'a pas pu y être montrée (%s).", kept.id, receipt.error)
        return True

    async def _receipt(self, tx: Transaction, kept: StoredCluster) -> Receipt | None:
        about = f"card:{kept.id}"
        return (await self._store.receipts.about(tx, [about])).get(about)

    def _edit(self, id: int, message_id: int, message: Message) -> Call:
        place = {"chat_id": self._chat, "message_id": message_id}
        return Call("editMessageText", self._chat, {**place, **message_params(message)}, about=f"card-edit:{id}")
