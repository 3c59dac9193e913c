"""The person who asks: their words, and what they say of the answers."""

from collections.abc import Iterable, Mapping

from telegram import Message as TelegramMessage
from telegram import Update

from bot.chat.groups import is_unsigned, words
from bot.chat.recall import Recall, Replied
from bot.chat.thread import Thread
from bot.chat.turn import Turn
from bot.content import Entry
from bot.desk import Desk
from bot.desk.privacy import mask
from bot.matching.answering import SUGGESTED
from bot.matching.language import foreign
from bot.matching.replies import (
    Answer,
    Candidate,
    NoAnswer,
    OutOfScope,
    Reply,
    SmallTalk,
    Suggestions,
    gist,
    outcome,
)
from bot.store import Feedback, NewQuestion, Store, StoredQuestion
from bot.store.feedback import Kind
from bot.wording import Message, NoneOfThese, Pick, Rate, ShowOffers, Why
from bot.wording.knowledge import Current, Knowledge
from bot.wording.wordless import hint_for

EDITABLE_SECONDS = 3600
"""How old a message may be that is replied to again when it is edited."""


class Asker:
    """Answers what people write, and takes their picks and ratings."""

    def __init__(self, current: Current, store: Store, desk: Desk) -> None:
        self._current = current
        self._store = store
        self._desk = desk
        self._thread = Thread(store)
        self._replied: Recall[Replied] = Recall(EDITABLE_SECONDS)

    async def ask(self, update: Update, turn: Turn) -> None:
        """Reply to each question of a message, one message each; "non" or "2" after suggestions is a tap."""
        message = update.effective_message
        if message is None or update.effective_user is None:
            return
        text = words(message)
        knowledge = self._current.knowledge
        match await self._thread.choice(turn, knowledge, text):
            case Pick() as pick:
                return await self.picked(update, turn, pick)
            case NoneOfThese() as none:
                return await self.refused(update, turn, none)
            case True:
                return turn.send(knowledge.replies.which())
        if hint := hint_for(text, knowledge.messages):
            turn.send(knowledge.pages.hint(hint))
        await self._reply(turn, message, text, {})

    async def edited(self, update: Update, turn: Turn) -> None:
        """Reply again to a message that was replied to, where its new words get another reply."""
        message = update.effective_message
        if message is None or turn.now - int(message.date.timestamp()) >= EDITABLE_SECONDS:
            return
        known = self._replied.get((message.chat_id, message.message_id), turn.now)
        if known:
            before = known.before if known.update_id == update.update_id else known.given
            await self._reply(turn, message, words(message), before)

    async def picked(self, update: Update, turn: Turn, pick: Pick) -> None:
        """Give the answer that was picked among the suggestions."""
        knowledge = self._current.knowledge
        entry = knowledge.content.entries[pick.entry_id]
        if turn.tx is None:
            turn.send(knowledge.replies.answer(entry, turn.today))
        elif await self._own(turn, pick.question_id):
            await self._give(turn, pick.question_id, "picked", entry.id)
            await self._waits_no_more(turn, pick.question_id)
            self._thread.answered(turn, pick.question_id, entry.id)
            turn.send(knowledge.replies.answer(entry, turn.today, pick.question_id))

    async def refused(self, update: Update, turn: Turn, none: NoneOfThese) -> None:
        """Note a question none of whose suggestions fits."""
        knowledge = self._current.knowledge
        question = await self._own(turn, none.question_id)
        if turn.tx and question and await self._give(turn, question.id, "none_of_these"):
            await self._waits(turn, question.id)
            self._thread.end(turn)
            nearest = _nearest(turn, knowledge, question.candidates)
            if await self._is_ignored(turn, question.id):
                turn.send(knowledge.replies.like_an_ignored_one(nearest, turn.today))
            else:
                turn.send(knowledge.replies.refused(nearest, turn.today, question.id))
            turn.take_away(Pick, NoneOfThese)

    async def rated(self, update: Update, turn: Turn, rate: Rate) -> None:
        """Take a 👍 or a 👎; the latter lets the question wait for a person."""
        knowledge = self._current.knowledge
        question = await self._own(turn, rate.question_id)
        if turn.tx is None or question is None:
            return
        entry = await self._desk.entry_rated(turn.tx, question)
        is_new = await self._give(turn, question.id, "helpful" if rate.helpful else "unhelpful", entry)
        turn.toast(knowledge.replies.toast(knowledge.messages.thanks_helpful))
        if is_new:
            turn.take_away(Rate, *((ShowOffers,) if rate.helpful else ()))
            if not rate.helpful:
                await self._desk.unhelpful(turn.tx, question.id, turn.now)
                if question.state in ("closed", "open"):
                    turn.send(knowledge.replies.unhelpful(question.id), replying=True)
                else:  # an answer by organisers: what is missing reaches them as a reply
                    turn.post(knowledge.replies.unhelpful_answer(), f"ask:{question.id}:unhelpful")

    async def explained(self, update: Update, turn: Turn, why: Why) -> None:
        """Take the reason of a 👎."""
        knowledge = self._current.knowledge
        question = await self._own(turn, why.question_id)
        if turn.tx is None or question is None:
            return
        entry = await self._desk.entry_rated(turn.tx, question)
        if not await self._give(turn, question.id, why.reason, entry):
            return
        others = await self._others(turn, question) if why.reason == "not_my_question" else []
        wrong = knowledge.content.entries.get(entry or "")
        if why.reason == "not_my_question" and wrong:
            turn.edit_replied(knowledge.replies.set_aside(wrong))
        if others:
            self._thread.suggested(turn, question.id, [one.id for one in others])
            return turn.edit(knowledge.replies.instead(others, question.id))
        outdated, wanted = why.reason == "outdated", question.wants_answer
        if outdated and wanted and update.effective_chat:
            await self._desk.promises.follow(turn.tx, question, update.effective_chat.id, turn.now)
        turn.edit(knowledge.replies.explained(question.id, outdated=outdated, wanted=wanted))

    async def stale(self, update: Update, turn: Turn) -> None:
        """Answer a tap that means nothing (any more)."""
        knowledge = self._current.knowledge
        turn.toast(knowledge.replies.toast(knowledge.messages.gone))

    async def _reply(self, turn: Turn, message: TelegramMessage, text: str, before: Mapping[int, int | None]) -> None:
        """Reply to what a message says now; what it got `before` is not said again, or else is taken back."""
        knowledge = self._current.knowledge
        edited = frozenset(before.values())
        replies = (
            await self._thread.understand(turn, knowledge, text, edited)
            if not hint_for(text, knowledge.messages)
            else []
        )
        new = [one for one in replies if hash(gist(one)) not in before]
        if before:  # people who mend a "merci" want no second reply to it
            new = [one for one in new if not isinstance(one, SmallTalk)]
        if new and (language := foreign(text, knowledge.content.pack.language)):
            for sentence in knowledge.pages.other_language(language):
                turn.send(sentence)
        replied = {key: id for key, id in before.items() if key in {hash(gist(one)) for one in replies}}
        for reply in new:
            question_id = await self._record(turn, knowledge, text, reply)
            self._thread.replied(turn, reply, question_id)
            if isinstance(reply, NoAnswer) and await self._is_ignored(turn, question_id):
                nearest = _nearest(turn, knowledge, reply.candidates)
                worded = knowledge.replies.like_an_ignored_one(nearest, turn.today)
            else:
                worded = _worded(reply, knowledge, turn, question_id)
            one_of_several = len(replies) > 1 and isinstance(reply, NoAnswer | Suggestions)
            turn.send(knowledge.replies.about(worded, reply.question) if one_of_several else worded)
            replied[hash(gist(reply))] = question_id
        if new or not before:
            await self._take_back(turn, [id for key, id in before.items() if key not in replied])
            known = Replied(turn.incoming.update_id, replied, before)
            self._replied.keep((message.chat_id, message.message_id), known, turn.now)

    async def _record(self, turn: Turn, knowledge: Knowledge, text: str, reply: Reply) -> int | None:
        if turn.tx is None or is_unsigned(turn.incoming):
            return None
        new = NewQuestion(
            asked_at=turn.now,
            person=turn.person,
            text=mask(text, reply.question),
            outcome=outcome(reply),
            confidence=reply.best,
            content_version=knowledge.version,
            entry=reply.entry if isinstance(reply, Answer) else None,
            candidates=reply.candidates,
            state="open" if isinstance(reply, NoAnswer) else "closed",
        )
        id = await self._store.questions.record(turn.tx, new)
        await self._desk.admit(turn.tx, id, turn.now)
        return id

    async def _is_ignored(self, turn: Turn, question_id: int | None) -> bool:
        """Say whether a question was put with those that organisers ignore: then nothing is promised."""
        question = await self._store.questions.get(turn.tx, question_id) if turn.tx and question_id else None
        return question is not None and question.state == "ignored"

    async def _others(self, turn: Turn, question: StoredQuestion) -> list[Entry]:
        """Give the entries that may be meant by a question and were not given for it yet, likeliest first."""
        given = await self._store.feedback.entries(turn.tx, question.id, "picked") if turn.tx else []
        entries = self._current.knowledge.content.entries
        others = [one.id for one in question.candidates if one.id not in {question.entry, *given}]
        return [entries[id] for id in others if id in entries][:SUGGESTED]

    async def _waits(self, turn: Turn, question_id: int) -> None:
        """Let a closed question wait for a person."""
        if turn.tx and await self._store.questions.reopen(turn.tx, question_id):
            await self._desk.admit(turn.tx, question_id, turn.now)

    async def _waits_no_more(self, turn: Turn, question_id: int) -> None:
        """Take an open question back from those who would answer it."""
        if turn.tx:
            await self._desk.withdraw(turn.tx, question_id)

    async def _take_back(self, turn: Turn, question_ids: Iterable[int | None]) -> None:
        """Let questions wait no longer that were edited away; one whose answer did not help is kept, as promised."""
        for id in question_ids:
            question = await self._store.questions.get(turn.tx, id) if turn.tx and id is not None else None
            if turn.tx and question and question.outcome != "answer":
                await self._waits_no_more(turn, question.id)

    async def _own(self, turn: Turn, question_id: int) -> StoredQuestion | None:
        """Give a question if it is this person's; otherwise say why not."""
        knowledge = self._current.knowledge
        if turn.tx is None:
            turn.toast(knowledge.replies.toast(knowledge.messages.not_stored))
            return None
        question = await self._store.questions.get(turn.tx, question_id)
        if question is None:
            turn.toast(knowledge.replies.toast(knowledge.messages.gone))
        elif question.person != turn.person:
            turn.toast(knowledge.replies.toast(knowledge.messages.not_yours))
            return None
        return question

    async def _give(self, turn: Turn, question_id: int, kind: Kind, entry: str | None = None) -> bool:
        given = Feedback(question_id, turn.person, kind, turn.now, entry)
        return turn.tx is not None and await self._store.feedback.record(turn.tx, given)


def _worded(reply: Reply, knowledge: Knowledge, turn: Turn, question_id: int | None) -> Message:
    content, replies = knowledge.content, knowledge.replies
    match reply:
        case Answer():
            return replies.answer(content.entries[reply.entry], turn.today, question_id)
        case Suggestions():
            return replies.suggestions([content.entries[id] for id in reply.entries], question_id)
        case OutOfScope():
            return replies.out_of_scope(next(one for one in content.off_topics if one.id == reply.topic))
        case SmallTalk():
            exchange = next(one for one in content.exchanges if one.id == reply.exchange)
            return replies.small_talk(exchange, reply.question)
        case NoAnswer():
            if is_unsigned(turn.incoming):
                return replies.unsigned()
            nearest = _nearest(turn, knowledge, reply.candidates)
            return replies.no_answer(nearest, turn.today, question_id)


def _nearest(turn: Turn, knowledge: Knowledge, candidates: tuple[Candidate, ...]) -> list[Entry]:
    """Give the entries whose themes are shown with a refusal; none in a group."""
    entries = {} if turn.in_group else knowledge.content.entries
    return [entries[one.id] for one in candidates if one.id in entries]
