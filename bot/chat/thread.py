"""The thread of a conversation: what a message owes to the one before it."""

from collections.abc import Sequence

from bot.chat.recall import Last, Recall
from bot.chat.turn import Turn
from bot.content.model import Entry
from bot.matching.choice import choice
from bot.matching.replies import Answer, Reply, SmallTalk, Suggestions
from bot.store import PERSON, Store, StoredQuestion
from bot.wording import NoneOfThese, Pick
from bot.wording.knowledge import Knowledge

SECONDS = 600
"""For how long a reply is what the next message goes on from."""


class Thread:
    """Follows each person in each chat, from one of their messages to the next."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last: Recall[Last] = Recall(SECONDS)

    def replied(self, turn: Turn, reply: Reply, question_id: int | None) -> None:
        """Go on from this reply; small talk changes nothing, a question without an answer ends the thread."""
        if isinstance(reply, Answer | Suggestions) and question_id is not None:
            last = (
                Last(question_id, reply.entry) if isinstance(reply, Answer) else Last(question_id, None, reply.entries)
            )
            self._last.keep(_who(turn), last, turn.now)
        elif not isinstance(reply, SmallTalk):
            self.end(turn)

    def answered(self, turn: Turn, question_id: int, entry_id: str) -> None:
        """Go on from an answer that was picked."""
        self._last.keep(_who(turn), Last(question_id, entry_id), turn.now)

    def suggested(self, turn: Turn, question_id: int, entries: Sequence[str]) -> None:
        """Go on from entries to choose from."""
        self._last.keep(_who(turn), Last(question_id, None, tuple(entries)), turn.now)

    def end(self, turn: Turn) -> None:
        """Go on from nothing."""
        self._last.forget(_who(turn))

    async def choice(self, turn: Turn, knowledge: Knowledge, text: str) -> Pick | NoneOfThese | bool:
        """Read a message as a tap under the suggestions before it; True: a yes that does not say to which."""
        last = self._last.get(_who(turn), turn.now)
        question = await self._question(turn, last) if last and last.entry is None else None
        if last is None or question is None:
            return False
        suggested = last.suggested
        chosen = choice(text, len(suggested), knowledge.messages.button_none_of_these)
        if chosen == "none":
            return NoneOfThese(question.id)
        if isinstance(chosen, int) and suggested[chosen] in knowledge.content.entries:
            return Pick(question.id, suggested[chosen])
        return chosen == "which"

    async def understand(
        self, turn: Turn, knowledge: Knowledge, text: str, edited: frozenset[int | None]
    ) -> list[Reply]:
        """Reply to the questions of a message, with the subject of the answer before it if it has none of its own.

        That is the answer it replies to, or the last one. `edited`: the questions that the same message asked before
        it was edited.
        """
        replies = knowledge.answerer.reply_to(text)
        before = await self._before(turn, knowledge, edited) if len(replies) == 1 else None
        follow_up = knowledge.answerer.follow_up(text, replies[0], *before) if before else None
        return [follow_up] if follow_up else replies

    async def _before(
        self, turn: Turn, knowledge: Knowledge, edited: frozenset[int | None]
    ) -> tuple[str, Entry] | None:
        """Give the question that a message goes on from, and the entry that answered it."""
        last, shown = self._last.get(_who(turn), turn.now), _replied_to(turn, knowledge)
        if shown is not None and (last is None or last.entry != shown.id):
            return shown.question, shown
        if last is None or last.entry is None or last.question_id in edited:
            return None
        entry, question = knowledge.content.entries.get(last.entry), await self._question(turn, last)
        return (question.text, entry) if entry and question and question.text is not None else None

    async def _question(self, turn: Turn, last: Last) -> StoredQuestion | None:
        """Give the question if it was stored for good, and is still there."""
        question = await self._store.questions.get(turn.tx, last.question_id) if turn.tx else None
        _, user_id = _who(turn)
        mine = self._store.database.vault.pseudonym(PERSON, user_id)
        return question if question and question.person == mine else None


def _replied_to(turn: Turn, knowledge: Knowledge) -> Entry | None:
    """Give the entry that the bot's message shows to which the message of the turn replies."""
    message = turn.incoming.effective_message
    to = message.reply_to_message if message else None
    ours = to is not None and to.from_user is not None and to.from_user.id == turn.bot.id
    return knowledge.replies.shown_in(to.text) if ours and to and to.text else None


def _who(turn: Turn) -> tuple[int, int]:
    chat, user = turn.incoming.effective_chat, turn.incoming.effective_user
    assert chat is not None and user is not None  # handlers run only where somebody wrote or tapped
    return chat.id, user.id
