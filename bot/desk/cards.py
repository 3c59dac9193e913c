"""The card of a question in the organisers' chat: all that is known of it, and what may be done."""

import hashlib
from datetime import datetime
from typing import Final

from bot.content.markup import escape, to_html
from bot.desk.letters import Letters
from bot.desk.model import Cluster
from bot.store import StoredCluster, StoredEdit
from bot.wording import Block, Button, Message, Review
from bot.wording.composer import long_date
from bot.wording.limits import shorten
from bot.wording.message import Rows

MOST_WORDINGS: Final = 8
_WORTH_A_LINE: Final = 0.01
_LONGEST_WORDING, _LONGEST_ANSWER = 300, 1200


def digest(message: Message) -> str:
    """Give what a card says, in short: the same for two that look the same."""
    return hashlib.sha256(repr(message).encode()).hexdigest()[:16]


class Cards(Letters):
    """Writes cards, and all else that organisers read."""

    def card(self, cluster: Cluster, now: int) -> Message:
        """Show a question with all that is known of it, and what may be done."""
        words = self.words
        if cluster.state == "merged":
            head = self.say(words.open_number, number=str(cluster.id))
            return self.message([head, self._settlement(cluster.kept)], self._buttons(cluster, now))
        day = long_date(datetime.fromtimestamp(cluster.first_asked_at).date())
        title = escape(shorten(cluster.title, _LONGEST_WORDING)) if cluster.title else self.say(words.without_words)
        head = self.say(words.card, number=str(cluster.id), people=self.people(cluster.people), day=day)
        parts = [f"{head}\n« {title} »", *self._wordings(cluster), *self._exchange(cluster)]
        if cluster.state == "open":
            parts += [*self._maybe_same(cluster), *self._nearest(cluster), self._waiting(cluster)]
        parts += self._standing(cluster, now)
        rows = self._buttons(cluster, now)
        if cluster.blocked is not None:
            parts.append(self.say(self.words.asker_blocked))
            rows = (*rows, (self._button(self.words.button_unblock, Block(cluster.blocked, False)),))
        return self.message(parts, rows)

    def preview(self, draft_id: int, shown: Message, cluster: Cluster, *, asking: bool = False) -> Message:
        """Show what will leave, to how many, and what else they asked, before it does."""
        template = self.words.preview_precision if asking else self.words.preview
        people = self.people(cluster.wanting)
        head = self.say(template, people=people) if cluster.wanting else self.say(self.words.preview_nobody)
        parts = [head, shown.html, *([] if asking else self._wordings(cluster))]
        return self.message(parts, [self._confirm(draft_id, self.words.button_send)])

    def blank(self, number: int) -> Message:
        """Show nothing of a question that was erased."""
        return self.message([self.say(self.words.erased, number=str(number))])

    def _wordings(self, cluster: Cluster) -> list[str]:
        others = list(dict.fromkeys(one.text for one in cluster.wordings if one.text and one.text != cluster.title))
        if not others:
            return []
        lines = [f"- {escape(shorten(text, _LONGEST_WORDING))}" for text in others[:MOST_WORDINGS]]
        more = len(others) - MOST_WORDINGS
        lines += [self.say(self.words.more_wordings, count=str(more))] if more > 0 else []
        return ["\n".join([self.say(self.words.other_wordings), *lines])]

    def _exchange(self, cluster: Cluster) -> list[str]:
        templates = {"organiser": self.words.asked_back, "asker": self.words.heard}
        lines = [
            self.say(templates[note.author], text=shorten(note.text, _LONGEST_WORDING)) for note in cluster.notes[-6:]
        ]
        return ["\n".join(lines)] if lines else []

    def _maybe_same(self, cluster: Cluster) -> list[str]:
        numbers = ", ".join(f"nº {id}" for id in cluster.neighbours)
        return [self.say(self.words.maybe_same, numbers=numbers)] if numbers else []

    def _nearest(self, cluster: Cluster) -> list[str]:
        entries = self.content.entries
        lines = [
            "- "
            + self.say(
                self.words.nearest_entry, question=entries[one.id].question, percent=f"{100 * one.confidence:.0f}"
            )
            for one in cluster.nearest[:3]
            if one.id in entries and one.confidence >= _WORTH_A_LINE
        ]
        return ["\n".join([self.say(self.words.nearest), *lines])] if lines else []

    def _waiting(self, cluster: Cluster) -> str:
        words = self.words
        if not cluster.wanting:
            return self.say(words.nobody_waits)
        return self.say(words.waiting_people, people=self.people(cluster.wanting))

    def _standing(self, cluster: Cluster, now: int) -> list[str]:
        words, kept = self.words, cluster.kept
        if cluster.state == "open":
            name = cluster.claimant(now)
            until = _hour(kept.claimed_until or now)
            return [self.say(words.claimed, name=name, hour=until)] if name else []
        parts = [self._settlement(kept)]
        if cluster.can_take_back(now) and kept.due_at and cluster.state != "merged":
            parts.append(self.say(words.leaves_at, hour=_hour(kept.due_at, seconds=True)))
        tally = cluster.tally
        counts = [
            self.say(words.delivered, count=str(tally.delivered)) if tally.delivered else "",
            self.say(words.blocked, count=str(tally.blocked)) if tally.blocked else "",
            self.say(words.failed, count=str(tally.failed), reason=", ".join(tally.errors)) if tally.failed else "",
        ]
        if tally.helpful or tally.unhelpful:
            counts.append(self.say(words.rated, helpful=str(tally.helpful), unhelpful=str(tally.unhelpful)))
        lines = [*filter(None, counts), *(self._edit(one) for one in cluster.edits)]
        return [*parts, "\n".join(lines)] if lines else parts

    def _settlement(self, kept: StoredCluster) -> str:
        words, name = self.words, kept.settled_name or self.words.an_organiser
        entry = self.content.entries.get(kept.entry or "")
        question = entry.question if entry else kept.entry or ""
        match kept.state:
            case "answered":
                text = to_html(kept.answer or "")
                shown = text if len(text) <= _LONGEST_ANSWER else escape(shorten(kept.answer or "", _LONGEST_ANSWER))
                return self.fill_html(words.answered, name=escape(name), text=shown)
            case "tied":
                return self.say(words.tied, name=name, question=question)
            case "written":
                return self.say(words.written, name=name, question=question)
            case "merged":
                return self.say(words.merged, number=str(kept.merged_into))
        return self.say(words.ignored, name=name)

    def _edit(self, one: StoredEdit) -> str:
        words, result = self.words, shorten(one.result or "", _LONGEST_WORDING)
        match one.state:
            case "waiting":
                return self.say(words.edit_waits)
            case "patch":
                return self.say(words.edit_patch)
            case "done":
                return self.say(words.edit_done, place=result)
        return self.say(words.edit_failed, reason=result)

    def _buttons(self, cluster: Cluster, now: int) -> Rows:
        words = self.words

        def button(label: str, verb: Review) -> Button:
            return self._button(label, verb)

        id = cluster.id
        if cluster.state == "open":
            mine = cluster.claimant(now) is not None
            claim = (words.button_release, "release") if mine else (words.button_claim, "claim")
            rows = [
                (button(words.button_answer, Review(id, "answer")), button(words.button_same_as, Review(id, "same"))),
                (button(words.button_new_entry, Review(id, "entry")), button(claim[0], Review(id, claim[1]))),  # type: ignore[arg-type]  # one of two verbs
                (button(words.button_ignore, Review(id, "ignore")),),
            ]
            more = [button(words.button_ask_back, Review(id, "ask"))] if cluster.wanting else []
            more += [button(words.button_split, Review(id, "split"))] if len(cluster.wordings) > 1 else []
            rows[-1] = (*rows[-1], *more)
            return tuple(rows)
        early = cluster.can_take_back(now)
        undo = (words.button_take_back, "take_back") if early else (words.button_reopen, "reopen")
        row = [button(undo[0], Review(id, undo[1]))]  # type: ignore[arg-type]  # one of two verbs
        if cluster.state == "ignored" and cluster.people == 1 and cluster.blocked is None:
            row.append(self._button(words.button_block, Block(cluster.wordings[0].question_id, True)))
        if cluster.state == "merged":
            row.insert(0, button(f"nº {cluster.kept.merged_into}", Review(cluster.kept.merged_into or 0, "show")))
        return (tuple(row),)


def _hour(at: int, *, seconds: bool = False) -> str:
    moment = datetime.fromtimestamp(at)
    return f"{moment.hour} h {moment.minute:02d}" + (f" min {moment.second:02d} s" if seconds else "")
