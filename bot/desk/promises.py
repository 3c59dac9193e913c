"""What people asked to be told, told when its day comes: a meeting tomorrow, an answer that was put right.

Each is owed to the outbox in the transaction that forgets the wish: so it is told once, whatever stops in between.
"""

from datetime import date, datetime
from typing import Final

from bot.content import Entry, Meeting
from bot.desk.delivery import Post
from bot.store import Store, StoredQuestion, Subscription, Transaction
from bot.wording import Message
from bot.wording.deep_links import digest
from bot.wording.knowledge import Current, Knowledge

REMIND_HOUR: Final = 9
"""From which hour of the day before on a meeting is recalled, where the bot runs."""


def about_meeting(meeting: Meeting) -> str:
    """Write down which meeting a reminder is for, so that a change of it is seen: when, its subject, its place."""
    return "|".join((meeting.id, digest(meeting.subject), digest(meeting.place)))


def about_entry(entry: Entry, question_id: int) -> str:
    """Write down which answer somebody said is no longer true, so that its correction is seen."""
    return "|".join((entry.id, _says(entry), str(question_id)))


def day_of(subject: str) -> date:
    """Give the day of the meeting that a reminder is for."""
    return date.fromisoformat(subject[:10])


def entry_of(subject: str) -> str:
    """Give the id of the entry whose correction somebody waits for."""
    return subject.partition("|")[0]


def remindable(meeting: Meeting, today: date) -> bool:
    """Say whether the day before a meeting is still to come."""
    return (meeting.day - today).days > 1


class Promises:
    """Looks whenever the content or the hour has changed.

    `patience`: for how many seconds an edit must have been in force before anybody is told of it: editors correct
    themselves, too.
    """

    def __init__(self, store: Store, current: Current, post: Post, patience: int) -> None:
        self._store = store
        self._current = current
        self._post = post
        self._patience = patience
        self._version = ""
        self._since = 0
        self._looked: tuple[str, bool, date, bool] | None = None

    async def follow(self, tx: Transaction, question: StoredQuestion, chat_id: int, now: int) -> None:
        """Have somebody who wants to be told hear when the answer is put right that they said is no longer true."""
        outdated = await self._store.feedback.entries(tx, question.id, "outdated")
        entry = self._current.knowledge.content.entries.get(outdated[-1]) if outdated else None
        if entry is not None:
            subject = about_entry(entry, question.id)
            await self._store.subscriptions.add(tx, Subscription(question.person, "entry", subject, chat_id, now))

    async def unfollow(self, tx: Transaction, question: StoredQuestion) -> None:
        """Let them hear no more."""
        for wish in await self._store.subscriptions.of_person(tx, question.person):
            if wish.kind == "entry" and wish.subject.endswith(f"|{question.id}"):
                await self._store.subscriptions.remove(tx, wish.person, wish.kind, wish.subject)

    async def keep(self, now: int) -> None:
        """Tell what is to be told now."""
        knowledge = self._current.knowledge
        if knowledge.version != self._version:
            self._version, self._since = knowledge.version, now
        local = datetime.fromtimestamp(now)
        is_settled, is_time = now - self._since >= self._patience, local.hour >= REMIND_HOUR
        look = (self._version, is_settled, local.date(), is_time)
        if look == self._looked:
            return
        async with self._store.database.begin() as tx:
            for wish in await self._store.subscriptions.of_kind(tx, "meeting"):
                await self._remind(tx, knowledge, wish, now, is_settled=is_settled, is_time=is_time)
            for wish in await self._store.subscriptions.of_kind(tx, "entry") if is_settled else []:
                await self._correct(tx, knowledge, wish, now)
        self._looked = look

    async def _remind(
        self, tx: Transaction, knowledge: Knowledge, wish: Subscription, now: int, *, is_settled: bool, is_time: bool
    ) -> None:
        today, pages = date.fromtimestamp(now), knowledge.pages
        days = (day_of(wish.subject) - today).days
        if days < 0:
            await self._store.subscriptions.remove(tx, wish.person, "meeting", wish.subject)
            return
        id, subject, place = wish.subject.split("|")
        meetings = knowledge.content.coming_meetings(today)
        same = next((one for one in meetings if one.id == id and digest(one.place) == place), None)
        if same:
            if days == 0 or (days == 1 and is_time):
                await self._tell(tx, wish, pages.reminder(same, today), now)
        elif is_settled:
            moved = next((one for one in meetings if one.id == id or digest(one.subject) == subject), None)
            await self._tell(tx, wish, pages.reminder_changed(day_of(wish.subject), moved), now)
            if moved and remindable(moved, today):
                again = Subscription(wish.person, "meeting", about_meeting(moved), wish.chat_id, wish.at)
                await self._store.subscriptions.add(tx, again)

    async def _correct(self, tx: Transaction, knowledge: Knowledge, wish: Subscription, now: int) -> None:
        id, said, question_id = wish.subject.split("|")
        entry = knowledge.content.entries.get(id)
        question = await self._store.questions.get(tx, int(question_id))
        if question and question.told_at is not None:
            await self._store.subscriptions.remove(tx, wish.person, "entry", wish.subject)
        elif entry is None:
            asked = question.text if question else None
            await self._tell(tx, wish, knowledge.replies.removed(asked), now)
        elif _says(entry) != said:
            await self._tell(tx, wish, knowledge.replies.corrected(entry, date.fromtimestamp(now)), now)
            if question:
                await self._store.questions.unwant(tx, question.id)
                if question.cluster_id is not None:
                    await self._store.clusters.change(tx, question.cluster_id)

    async def _tell(self, tx: Transaction, wish: Subscription, message: Message, now: int) -> None:
        await self._store.outbox.add(tx, [self._post(wish.chat_id, message, None)], now)
        await self._store.subscriptions.remove(tx, wish.person, wish.kind, wish.subject)


def _says(entry: Entry) -> str:
    return digest("\n".join((entry.answer, *(link.url for link in entry.links))))
