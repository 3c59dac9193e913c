"""A message in, replies out: the decision between answering, suggesting, sending elsewhere, chatting and passing on."""

from collections.abc import Hashable, Mapping, Sequence

from bot.content.model import Content, Entry
from bot.matching import clauses, followup
from bot.matching.explanation import Comparison, Explanation, compare, explain
from bot.matching.memory import give_back
from bot.matching.model import Model
from bot.matching.replies import Answer, Candidate, NoAnswer, OutOfScope, Reply, SmallTalk, Suggestions
from bot.matching.text import Remembered

CANDIDATES = 5
"""How many entries come with every reply."""

SUGGESTED = 3
"""How many entries are suggested at the most."""

SUGGEST_FROM = 0.77
"""From this probability that one of them is right, entries are suggested.

On the tuning batches of `tests/evaluation/`, what is suggested then holds the right entry about 85 times in 100,
questions without an entry counted; lower, people whose question has none are made to read three that do not help.
"""

SUGGEST_A_SUBJECT_FROM = 0.3
"""The same for a message that only names a subject, where it is the three entries' share in what is asked about it.

Somebody who types "facebook" wants to see what there is to ask, even if four in ten ask something else.
"""

_LIKELY = 0.5
"""From this probability on, a neighbouring topic or a piece of small talk is taken for what it seems."""

_CLEARLY = 0.8
"""From this probability on, a neighbouring topic is one, though a subject of `sujets/` may be liker."""

_LIKER = 0.4
"""From this leaning on (`SubjectSpace.leaning`), a subject is liker than a neighbouring topic."""

_ANOTHER = 0.2
"""From this leaning on to a subject, a part of a message is about something else than what answers another part."""

_MOST_QUESTIONS = 3
_MOST_SENTENCES = 6
_MOST_CHARACTERS = 4096
"""What is read of a message at the most: Telegram's own limit."""


class Answerer:
    """Replies to messages from one content; built once per version of it, pure afterwards."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @classmethod
    def build(cls, content: Content, precision: float = 0.95) -> "Answerer":
        """Learn a content; `precision` is the share of direct answers to be right when 4 questions in 10 have none."""
        model = Model(content, precision)
        give_back()
        return cls(model)

    def reply_to(self, text: str) -> list[Reply]:
        """Reply to each question found in a message; one reply at least, three at most.

        Several questions are taken for several only when two of them at least are answered, each by an entry of its
        own. Another that nothing answers comes after these when it speaks for itself: it is not to vanish. After a
        single answer it does so only when it is about something else, a neighbouring topic or a subject that no entry
        is about: the rest may be the same need.
        """
        text = text[:_MOST_CHARACTERS]
        sentences = clauses.sentences(text)
        replies = Remembered(self._reply)
        parts = clauses.questions(sentences)[:_MOST_QUESTIONS]
        if len(parts) > 1:
            answers = {reply.entry: reply for reply in map(replies.__getitem__, parts) if isinstance(reply, Answer)}
            missed = [part for part in parts if answers and self._is_missed(part, replies[part])]
            if len(answers) == 1:
                missed = [part for part in missed if self._is_another(part, replies[part], *answers)]
            if len(answers) + len(missed) > 1:
                return [*answers.values(), *(replies[part] for part in missed)]
        return [self._whole(text, sentences, replies)]

    def _is_missed(self, part: str, reply: Reply) -> bool:
        """Say whether a part of a message asks what nothing answers, and can be understood without the rest of it."""
        return not isinstance(reply, Answer | SmallTalk) and followup.speaks_for_itself(self._read(part))

    def _is_another(self, part: str, reply: Reply, entry: str) -> bool:
        """Say whether a part of a message is about something else than an entry that answers another part."""
        model = self._model
        return isinstance(reply, OutOfScope) or model.leaning(model.score(part), model.entries, entry)[0] > _ANOTHER

    def follow_up(self, text: str, alone: Reply, asked: str, entry: Entry) -> Answer | Suggestions | None:
        """Reply to a question with the subject of the one `asked` before it, which `entry` answered.

        None when it is understood `alone`, has a subject of its own, or the two together are not answered.
        """
        read = self._read(text)
        if isinstance(alone, SmallTalk) and not followup.asks_a_side(read):
            return None
        if not (
            followup.has_no_subject(read)
            or (isinstance(alone, NoAnswer) and followup.goes_on(read))
            or (isinstance(alone, Suggestions) and entry.id in alone.entries and followup.is_short(read))
        ):
            return None
        reply = self._reply(followup.with_platform(self._read(asked), read) or f"{asked} {text}")
        if isinstance(reply, Answer) and (reply.entry != entry.id or followup.speaks_of(entry, read)):
            return reply
        # It leans on an answer: that it has one is likely, and that it asks about this bot ("c'est gratuit ?") is not.
        if isinstance(alone, SmallTalk) or (isinstance(reply, NoAnswer) and reply.best >= _LIKELY):
            return Suggestions(reply.question, reply.candidates, tuple(one.id for one in reply.candidates[:SUGGESTED]))
        return reply if isinstance(reply, Suggestions) else None

    def described(self, text: str) -> tuple[Mapping[Hashable, float], ...]:
        """Give a text's features, block by block (`features.BLOCKS`), each with its idf in the content."""
        return self._model.described(text[:_MOST_CHARACTERS])

    @property
    def subjects(self) -> int:
        """How many subjects there are to tell questions apart."""
        return self._model.subjects

    def coordinates(self, text: str) -> Mapping[int, float]:
        """Give where a text is among the subjects (`SubjectSpace.coordinates`); nowhere, where there are none."""
        return self._model.coordinates(text[:_MOST_CHARACTERS])

    def get_ready(self) -> None:
        """Learn now, in half a second, what is otherwise learnt when the first question comes that needs it."""
        self._model.get_ready()
        give_back()

    def _read(self, text: str) -> tuple[str, ...]:
        return self._model.score(text[:_MOST_CHARACTERS]).reading.words

    def explain(self, text: str) -> Explanation:
        """Say why a message, taken as one question, gets the reply it gets."""
        return explain(self._model, self._as_one(text), SUGGEST_FROM, SUGGEST_A_SUBJECT_FROM)

    def compare(self, text: str, entry: Entry, language: str) -> Comparison:
        """Say what stands between a message, taken as one question, and an entry of the content learnt."""
        return compare(self._model, self._as_one(text), entry, language)

    def _as_one(self, text: str) -> Reply:
        text = text[:_MOST_CHARACTERS]
        return self._whole(text, clauses.sentences(text), Remembered(self._reply))

    def _whole(self, text: str, sentences: Sequence[str], replies: Remembered[Reply]) -> Reply:
        """Reply to a message as one question: the whole of it, or the sentence of a ramble that is clear by itself."""
        reply = replies[text]
        if isinstance(reply, Answer) or len(sentences) < 2:
            return reply
        found = [replies[sentence] for sentence in sentences[:_MOST_SENTENCES]]
        clear = [one for one in found if isinstance(one, Answer)]
        return max(clear, key=lambda one: one.best, default=reply)

    def _reply(self, text: str) -> Reply:
        model = self._model
        scored = model.score(text)
        found = model.best(scored, CANDIDATES)
        candidates = tuple(Candidate(name, round(confidence, 4)) for name, confidence in found)
        if not scored.reading.words:
            return NoAnswer(text, candidates)
        certain = model.entries.has(scored.exact) or (found and found[0][1] >= model.answer_from)
        if certain and not model.exchanges.has(scored.exact):
            return Answer(text, candidates)
        talk = model.chance(scored, model.exchanges)
        if talk >= _LIKELY:
            return SmallTalk(text, candidates, model.top(scored, model.exchanges), talk)
        suggested = found[:SUGGESTED]
        hold = sum(confidence for _, confidence in suggested)
        elsewhere = model.chance(scored, model.topics)
        if elsewhere >= max(_LIKELY, hold) and (
            elsewhere >= _CLEARLY or model.leaning(scored, model.topics)[0] <= _LIKER
        ):
            return OutOfScope(text, candidates, model.top(scored, model.topics), elsewhere)
        if hold >= (SUGGEST_FROM if scored.shares is None else SUGGEST_A_SUBJECT_FROM):
            return Suggestions(text, candidates, tuple(name for name, _ in suggested))
        return NoAnswer(text, candidates)
