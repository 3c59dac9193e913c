"""What people asked the bot to do for them: shown to them, and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.wording.composer import Composer, place
from bot.wording.message import Button, KeepPlace, Message, Revoke

_MOST = 12
"""How many lines, and how many buttons, one message shows."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that somebody waits for: the day of the meeting, and the digest to take it back by."""

    day: date
    digest: str


@dataclass(frozen=True, slots=True)
class PassedOn:
    """An interest that was passed on: in which offer, under which name, and the digest to take it back by."""

    offer: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for: their département kept, reminders, word of corrections (questions), interests."""

    departement: str | None = None
    reminders: Sequence[Reminder] = ()
    corrections: Sequence[str] = ()
    interests: Sequence[PassedOn] = ()


class Requests(Composer):
    """Words what people asked for."""

    def shown(self, asked: Asked) -> Message | None:
        """Show it with a way to take it back; None where nothing was asked for."""
        lines = []
        if asked.departement is not None:
            shown = place(asked.departement) or self.messages.button_everywhere
            lines.append(self.say(self.messages.held_place, departement=shown))
        lines += [self.say(self.messages.held_reminder, day=self.long_date(one.day)) for one in asked.reminders]
        lines += [self.say(self.messages.held_correction, question=one) for one in asked.corrections]
        lines += [self.say(self.messages.held_interest, offer=one.offer, name=one.name) for one in asked.interests]
        if not lines:
            return None
        return self.message([self.say(self.messages.requests), *lines[:_MOST]], self._revoking(asked)[:_MOST])

    def _revoking(self, asked: Asked) -> list[list[Button]]:
        rows = []
        if asked.departement is not None:
            rows.append([self.button(self.messages.button_forget_place, KeepPlace(asked.departement, False))])
        not_remind = self.messages.button_remind_not
        rows += [
            [self.button(f"{not_remind} ({self.short_date(one.day)})", Revoke("meeting", one.digest))]
            for one in asked.reminders
        ]
        rows += [
            [self.button(f"{self.messages.button_revoke} : {one.offer}", Revoke("interest", one.digest))]
            for one in asked.interests
        ]
        return rows
