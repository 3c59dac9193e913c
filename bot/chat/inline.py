"""`@bot …` in any chat: answers to put into it. Nothing is logged: it is typed letter by letter, and not to us."""

from collections.abc import Iterator

from telegram import Update

from bot.chat.turn import Turn
from bot.matching.replies import Answer, Suggestions
from bot.wording.knowledge import Current, Knowledge

MOST_RESULTS = 5


class Inline:
    """Looks answers up."""

    def __init__(self, current: Current) -> None:
        self._current = current

    async def look_up(self, update: Update, turn: Turn) -> None:
        """Offer the answers that fit, best first; none when none fits."""
        query, knowledge = update.inline_query, self._current.knowledge
        if query is None:
            return
        ids = list(dict.fromkeys(_fitting(query.query.strip(), knowledge)))[:MOST_RESULTS]
        turn.offer([knowledge.replies.result(knowledge.content.entries[id], turn.today) for id in ids])


def _fitting(text: str, knowledge: Knowledge) -> Iterator[str]:
    for reply in knowledge.answerer.reply_to(text) if text else []:
        match reply:
            case Answer():
                yield reply.entry
            case Suggestions():
                yield from reply.entries
