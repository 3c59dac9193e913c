"""What organisers are asked and told in a chat: prompts, previews, drafts, lists."""

import html
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.content import Content
from bot.content.draft import EntryDraft
from bot.content.markup import escape, to_html
from bot.content.messages import Messages
from bot.content.organiser_messages import OrganiserMessages
from bot.desk.model import Cluster
from bot.store import Organiser
from bot.wording import Block, Button, Confirm, Merge, Message, Review, Rewrite, SetTheme, ShowOpen, Split, Tie
from bot.wording.composer import Composer, italic, long_date
from bot.wording.limits import shorten
from bot.wording.message import Listed

PER_PAGE: Final = 8


class Letters(Composer):
    """Writes what organisers read, but for the cards."""

    def __init__(self, content: Content, messages: Messages) -> None:
        super().__init__(content, messages)
        self.words: OrganiserMessages = messages.organisers

    def ask_answer(self, number: int) -> Message:
        """Ask for the answer to a question."""
        return self._asks(self.say(self.words.ask_answer, number=str(number)))

    def ask_precision(self, number: int) -> Message:
        """Ask what the person is to be asked."""
        return self._asks(self.say(self.words.ask_precision, number=str(number)))

    def ask_words(self, number: int) -> Message:
        """Ask for words to look an entry up by."""
        return self._asks(self.say(self.words.ask_words, number=str(number)))

    def ask_field(self, field: str) -> Message:
        """Ask for a part of a new entry."""
        texts = {
            "question": self.words.ask_question,
            "answer": self.words.ask_entry_answer,
            "phrasings": self.words.ask_phrasings,
        }
        return self._asks(self.say(texts[field]))

    def refused(self, reason: str) -> Message:
        """Say why a text cannot be sent."""
        return self.message([self.say(self.words.bad_answer, reason=reason)])

    def heard(self, number: int) -> Message:
        """Say that the person wrote back; their words stand on the card only, where erasing them finds them."""
        head = self.say(self.words.open_number, number=str(number))
        return self.message([f"{head}\n{self.say(self.words.see_card)}"])

    def dropped(self) -> Message:
        """Confirm that nothing left."""
        return self.message([self.say(self.words.dropped)])

    def sent(self, number: int, *, can_take_back: bool) -> Message:
        """Confirm that an answer is on its way."""
        row = [self._button(self.words.button_take_back, Review(number, "take_back"))] if can_take_back else []
        return self.message([self.say(self.words.sent, number=str(number))], [row])

    def same_as(self, cluster: Cluster, entries: Sequence[str], neighbours: Sequence[Cluster]) -> Message:
        """Offer entries and other open questions that may be the same."""
        rows: list[list[Button]] = []
        for other in neighbours:  # they share words with it; the entries did not answer it
            template = self.words.other_question if other.state == "open" else self.words.answered_question
            label = self.say(template, number=str(other.id), question=other.title or "…")
            rows.append([self.button(html.unescape(label), Merge(cluster.id, other.id))])
        rows += [
            [self.button(self.content.entries[id].question, Tie(cluster.id, id))]
            for id in entries
            if id in self.content.entries
        ]
        head = self.say(self.words.same_as, number=str(cluster.id))
        parts = [head] if rows else [head, self.say(self.words.same_as_nothing)]
        search = self._button(self.words.button_search, Review(cluster.id, "search"))
        return self.message(parts, [*rows, [search, self._button(self.words.button_drop, Review(cluster.id, "drop"))]])

    def split(self, cluster: Cluster) -> Message:
        """Offer the wordings of a question, one of which asks something else."""
        texts = {one.text: one.question_id for one in cluster.wordings if one.text}
        rows = [[self.button(text, Split(id))] for text, id in texts.items()]
        back = [self._button(self.words.button_drop, Review(cluster.id, "drop"))]
        return self.message([self.say(self.words.split_which, number=str(cluster.id))], [*rows[:20], back])

    def draft(self, draft_id: int, version: int, draft: EntryDraft, problems: Sequence[str]) -> Message:
        """Show the draft of an entry, what is left to mend, and what may be rewritten.

        `version`: how often it was rewritten; only the latest one can be published.
        """
        theme = next((one.title for one in self.content.themes if one.slug == draft.theme), draft.theme)
        answer = to_html(draft.answer) if draft.answer else italic(self.say(self.words.draft_no_answer))
        filled = {
            "id": escape(draft.id),
            "theme": escape(theme),
            "question": escape(draft.question),
            "phrasings": "\n".join(f"- {escape(one)}" for one in draft.phrasings) or "-",
            "answer": answer,
        }
        parts = [self.fill_html(self.words.draft, **filled)]
        parts += [self.say(self.words.draft_problems, reason=" ".join(problems))] if problems else []
        words = self.words
        rewrite = [
            [
                self._button(words.button_question, Rewrite(draft_id, "question")),
                self._button(words.button_entry_answer, Rewrite(draft_id, "answer")),
            ],
            [
                self._button(words.button_phrasings, Rewrite(draft_id, "phrasings")),
                self._button(words.button_theme, Rewrite(draft_id, "theme")),
            ],
        ]
        last = self._confirm(draft_id, words.button_publish, version)
        return self.message(parts, [*rewrite, last[1:] if problems else last])

    def themes_of_draft(self, draft_id: int) -> Message:
        """Offer the themes a new entry may have."""
        rows = [[self.button(theme.title, SetTheme(draft_id, theme.slug))] for theme in self.content.themes]
        return self.message([self.say(self.words.ask_theme)], rows)

    def open_list(self, found: Sequence[Cluster], total: int, show: ShowOpen) -> Message:
        """List a page of the questions that wait."""
        words = self.words
        parts = [self.say(words.open_list, count=str(total)) if total else self.say(words.open_none)]
        for one in found:
            day = long_date(datetime.fromtimestamp(one.first_asked_at).date())
            text = shorten(one.title or "…", 140)
            parts.append(
                self.say(words.open_line, number=str(one.id), question=text, people=self.people(one.people), days=day)
            )
        opens = [self.button(f"nº {one.id}", Review(one.id, "show")) for one in found]
        rows: list[list[Button]] = [opens[start : start + 4] for start in range(0, len(opens), 4)]
        turn = [self._button(words.button_previous, replace(show, page=show.page - 1))] if show.page else []
        if total > (show.page + 1) * PER_PAGE:
            turn.append(self._button(words.button_next, replace(show, page=show.page + 1)))
        filters: dict[Listed, str] = {"all": words.button_all, "mine": words.button_mine, "old": words.button_old}
        others = [
            self._button(label, ShowOpen(listed, 0, show.theme))
            for listed, label in filters.items()
            if listed != show.listed or (show.theme and listed == "all")
        ]
        return self.message(parts, [*rows, turn, others])

    def organisers(self, fixed: Sequence[int], added: Sequence[Organiser]) -> Message:
        """List the organisers: those of the settings by their number, the others by name too; say how to change it."""
        words = self.words
        lines = [self.say(words.organiser_set, number=str(number)) for number in fixed]
        lines += [self.say(words.organiser_line, name=one.name, number=str(one.number)) for one in added]
        return self.message([self.say(words.organisers), "\n".join(lines), self.say(words.organiser_how)])

    def commands(self, given: Sequence[tuple[str, str]]) -> Message:
        """List the organisers' commands: name, what it is for."""
        lines = [f"- /{name} : {escape(purpose)}" for name, purpose in given]
        return self.message([self.say(self.words.help), "\n".join(lines)])

    def door(self, address: str) -> Message:
        """Lead to the organisers' page."""
        # Telegram takes no button to an address of this machine.
        row = [self.button(self.words.button_page, address)] if address.startswith("https://") else []
        return self.message([self.say(self.words.page), escape(address)], [row])

    def said(self, text: str, **values: str) -> Message:
        """Say one sentence to an organiser."""
        return self.message([self.say(text, **values)])

    def people(self, number: int) -> str:
        """Count people in words."""
        words = self.words
        return words.one_person if number == 1 else self.say(words.several_people, count=str(number))

    def _asks(self, text: str) -> Message:
        return replace(self.message([text]), asks=True)

    def _confirm(self, draft_id: int, agree: str, version: int = 0) -> list[Button]:
        return [
            self._button(agree, Confirm(draft_id, True, version)),
            self._button(self.words.button_drop, Confirm(draft_id, False, version)),
        ]

    def _button(self, label: str, action: Review | Block | Confirm | Rewrite | ShowOpen) -> Button:
        return self.button(label, action)
