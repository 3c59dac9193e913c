"""From what the matcher says of a question to what the person reads."""

import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.content import Entry, Exchange, OffTopic
from bot.content.markup import escape, to_html, to_plain
from bot.wording.composer import Composer, italic
from bot.wording.limits import MAX_LABEL, shorten
from bot.wording.message import (
    Button,
    Message,
    NoneOfThese,
    Pick,
    Rate,
    Result,
    ShowEntry,
    ShowTheme,
    Tell,
    Why,
)

NEAREST_THEMES = 2
MAX_DESCRIPTION = 120

_QUOTED = 300
"""How much of a question is quoted above its answer."""

_IN_GROUPS = (Pick, NoneOfThese, Rate, Why, Tell)
"""What may be tapped where others read along: what concerns the question itself."""


class Replies(Composer):
    """Words replies. `question_id` is None where nothing is stored: then nothing is promised, nothing rated."""

    def answer(self, entry: Entry, today: date, question_id: int | None = None) -> Message:
        """Give an entry's answer, and what may come next."""
        parts = self.answer_parts(entry, today)
        rating: tuple[Button, ...] = ()
        if question_id is not None:
            parts.append(self.say(self.messages.did_it_help))
            rating = self._rating(question_id)
        rows = (*self.next_steps(entry, today), (*rating, self.share_button(entry)))
        return replace(self.message(parts, rows), entry=entry.id)

    def shown_in(self, text: str) -> Entry | None:
        """Give the entry whose answer a text is, as Telegram gives it back, by the question that it begins with."""
        title = text.partition("\n")[0]
        return next((one for one in self.content.entries.values() if self._set(one.question) == title), None)

    def suggestions(
        self, entries: Sequence[Entry], question_id: int | None = None, asking: str | None = None
    ) -> Message:
        """Offer a few entries to choose from; a question too long for its button is written out above."""
        labels = [entry.question for entry in entries]
        parts = [self.say(asking or self.messages.did_you_mean)]
        if any(len(label) > MAX_LABEL for label in labels):
            labels = [f"{number}. {label}" for number, label in enumerate(labels, 1)]
            parts.append("\n".join(map(escape, labels)))
        rows = [
            [self.button(label, ShowEntry(entry.id) if question_id is None else Pick(question_id, entry.id))]
            for label, entry in zip(labels, entries, strict=True)
        ]
        if question_id is not None:
            rows.append([self.button(self.messages.button_none_of_these, NoneOfThese(question_id))])
        return self.message(parts, rows)

    def which(self) -> Message:
        """Ask which of the suggestions a yes is meant for."""
        return self.message([self.say(self.messages.which)])

    def out_of_scope(self, topic: OffTopic) -> Message:
        """Say who knows about a neighbouring topic."""
        return self.message([to_html(topic.answer)], [[self.button(link.title, link.url)] for link in topic.links])

    def small_talk(self, exchange: Exchange, said: str) -> Message:
        """Reply to small talk; the same words always get the same reply."""
        reply = exchange.replies[zlib.crc32(said.encode()) % len(exchange.replies)]
        pages = {"themes": [self.themes_button()], "formations": [self.offers_button()]}
        return self.message([to_html(reply)], [pages.get(exchange.page, [])])

    def no_answer(self, nearest: Sequence[Entry], today: date, question_id: int | None) -> Message:
        """Admit that nothing answers, say what becomes of the question, and show the way to what is near."""
        if question_id is None:
            return self._passed_on(self.say(self.messages.not_noted), nearest, today)
        noted = self.say(self.messages.noted, body=self.body)
        return self._passed_on(noted, nearest, today, [self.tell_button(question_id)])

    def about(self, message: Message, asked: str) -> Message:
        """Put the part of a message that a reply is about above it, where other parts got replies of their own."""
        quoted = self.message([italic(f"« {escape(shorten(asked, _QUOTED))} »")])
        return replace(message, html=f"{quoted.html}\n\n{message.html}")

    def like_an_ignored_one(self, nearest: Sequence[Entry], today: date) -> Message:
        """Say that a question is like one that organisers do not answer, and show the way to what is near."""
        return self._passed_on(self.say(self.messages.ignored_before, body=self.body), nearest, today)

    def refused(self, nearest: Sequence[Entry], today: date, question_id: int) -> Message:
        """Confirm that a question is noted although entries were suggested for it."""
        noted = self.say(self.messages.refused, body=self.body)
        return self._passed_on(noted, nearest, today, [self.tell_button(question_id)])

    def unhelpful(self, question_id: int) -> Message:
        """Confirm that a question is noted although it was answered, and ask what was wrong with the answer."""
        parts = [self.say(self.messages.thanks_unhelpful, body=self.body), self.say(self.messages.ask_why)]
        rows = [
            [self.button(self.messages.button_not_my_question, Why(question_id, "not_my_question"))],
            [self.button(self.messages.button_unclear, Why(question_id, "unclear"))],
            [self.button(self.messages.button_outdated, Why(question_id, "outdated"))],
            [self.tell_button(question_id)],
        ]
        return self.message(parts, rows)

    def unhelpful_answer(self) -> Message:
        """Thank for a 👎 under an answer of the organisers', and ask for what is missing, which they will read."""
        return replace(self.message([self.say(self.messages.thanks_unhelpful_answer, body=self.body)]), asks=True)

    def explained(self, question_id: int, *, outdated: bool = False, wanted: bool = False) -> Message:
        """Thank for the reason why an answer did not help; `wanted`: they already want to be told."""
        text = self.messages.thanks_outdated if outdated else self.messages.thanks_why
        return self.message([self.say(text)], [[self.tell_button(question_id, wanted=not wanted)]])

    def instead(self, entries: Sequence[Entry], question_id: int) -> Message:
        """Take an answer back, and offer others to choose from."""
        return self.suggestions(entries, question_id, self.messages.another_answer)

    def set_aside(self, entry: Entry) -> Message:
        """Stand in the place of an answer that was taken back."""
        return self.message([italic(self.say(self.messages.set_aside, question=entry.question))])

    def tell_button(self, question_id: int, *, wanted: bool = True) -> Button:
        """Let somebody ask to be told the answer, or to be told no more."""
        label = self.messages.button_tell_me if wanted else self.messages.button_tell_me_not
        return self.button(label, Tell(question_id, wanted))

    def unsigned(self) -> Message:
        """Admit that nothing answers a question that nobody signed, and that therefore cannot be noted."""
        return self.message([self.say(self.messages.unsigned)])

    def delivery(self, asked: str | None, parts: Sequence[str], question_id: int | None) -> Message:
        """Bring the answer that somebody waited for, under their question; `parts`: HTML."""
        quoted = [self.say(self.messages.you_asked, question=shorten(asked, _QUOTED))] if asked else []
        signed = italic(self.say(self.messages.signed, body=self.body))
        rows = [self._rating(question_id)] if question_id is not None else []
        return self.message([*quoted, *parts, signed], rows)

    def corrected(self, entry: Entry, today: date) -> Message:
        """Bring an answer that was put right to somebody who said that it was no longer true."""
        parts = [self.say(self.messages.corrected), *self.answer_parts(entry, today)]
        return replace(self.message(parts, self.next_steps(entry, today)), entry=entry.id)

    def removed(self, asked: str | None) -> Message:
        """Say that an answer is gone that somebody said was no longer true."""
        return self.message([self.say(self.messages.removed, question=shorten(asked or "…", _QUOTED))])

    def let_down(self, asked: str | None) -> Message:
        """Say kindly that a question will get no answer here."""
        return self.message([self.say(self.messages.let_down, question=shorten(asked or "…", _QUOTED), body=self.body)])

    def precision(self, asked: str | None, text: str) -> Message:
        """Ask somebody something about their question (`text`: plain)."""
        question = shorten(asked or "…", _QUOTED)
        message = self.message([self.say(self.messages.precision, question=question, body=self.body, text=text)])
        return replace(message, asks=True)

    def short(self, message: Message, address: str) -> Message:
        """Leave of a message's buttons what a group needs, and lead to the private chat for the rest."""
        kept = (tuple(one for one in row if isinstance(one.action, _IN_GROUPS)) for row in message.rows)
        return replace(
            message, rows=(*(row for row in kept if row), (self.button(self.messages.button_private, address),))
        )

    def result(self, entry: Entry, today: date) -> Result:
        """Make an answer that can be put into another chat."""
        whole = self.message(self.answer_parts(entry, today))
        answer = self._set(" ".join(to_plain(entry.answer).split()))
        return Result(entry.id, self._set(entry.question), shorten(answer, MAX_DESCRIPTION), whole.html)

    def _rating(self, question_id: int) -> tuple[Button, ...]:
        return (
            self.button(self.messages.button_helpful, Rate(question_id, True)),
            self.button(self.messages.button_unhelpful, Rate(question_id, False)),
        )

    def _passed_on(self, text: str, nearest: Sequence[Entry], today: date, first: Sequence[Button] = ()) -> Message:
        slugs = list(dict.fromkeys(entry.theme for entry in nearest))[:NEAREST_THEMES]
        themes = {theme.slug: theme.title for theme in self.content.themes}
        rows = [[self.button(themes[slug], ShowTheme(slug))] for slug in slugs]
        if any(offer.is_current(today) for offer in self.content.offers):
            rows.append([self.offers_button()])
        return self.message([text, *([self.say(self.messages.nearest_themes)] if slugs else [])], [first, *rows])
