"""The fitted matcher: from a text to the probability of every entry, neighbouring topic and piece of small talk."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import exp

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from bot.content.model import Content, Subject
from bot.matching import subject
from bot.matching.chances import Chances, Floats, Group, Labels
from bot.matching.features import reader_and_extractor
from bot.matching.index import Index
from bot.matching.ranking import LeftOut, fit
from bot.matching.reading import Reading
from bot.matching.semantics import SubjectSpace

_FEW = 5
"""Fewer phrasings than this do not tell what people who use a word ask: those with a word of its family help."""

_DOUBT = 0.5
"""What is added to the phrasings that speak of a subject, so that a single one of them is no certainty."""

_WORTH_A_WORD = 0.005
"""What a phrasing adds to a score, at the least, to be named as a reason."""

_SURE = 0.99
"""The probability that a class is right for a text that is one of its own, word for word."""

_SUBJECT_WEIGHT = 4.0
"""How many times the log-odds of an entry are lowered by how much a text leans to a subject that no entry is about.

Chosen on the tuning questions of `tests/evaluation/`, those of `groups/` among them: of those without an entry half as
many are answered, of the others six in a thousand less.
"""

_IN_DOUBT, _BEYOND_DOUBT = 0.05, 0.999
"""Between these probabilities of the best entry, subjects are asked: below, it is none; above, they hardly count."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What the model makes of a text: how it was read, its likeness to each phrasing, and the score of each class."""

    reading: Reading
    likeness: NDArray[np.float32]
    scores: Floats
    shares: Floats | None
    """For a text that only names a subject: the share of each class in the phrasings that speak of it."""
    exact: int | None
    """The class (its column) one of whose texts is this one, word for word."""


class Model:
    """Learns a content at load, then scores texts; deterministic, and pure.

    `answer_from` is the probability from which on the best entry is right as often as the precision asks.
    """

    def __init__(self, content: Content, precision: float) -> None:
        # BLAS threads wait for each other by turning in circles: on a busy machine that makes many milliseconds of a
        # question's one, and seconds of the fit, which shares its work out itself.
        threadpool_limits(1, user_api="blas")
        texts, labels = self._take(content)
        self._space = SubjectSpace.of(content)
        self._reader, self._extractor, members = reader_and_extractor(content.pack.language, content.vocabulary)
        readings = [self._reader.read(text) for text in texts]
        kept = [n for n, reading in enumerate(readings) if reading.words]
        readings, texts, labels = [readings[n] for n in kept], [texts[n] for n in kept], labels[kept]
        self._reader.learn(readings, members)
        self._index = Index(self._extractor.learn(readings), self._extractor.blocks)
        self._ranker, left_out = fit(self._index, labels, self.exchanges.stop)
        self._chances = Chances(self._groups, left_out, labels[left_out.rows], precision)
        self.answer_from = self._chances.answer_from
        self._texts, self._labels = texts, labels
        self._own = [
            *((one.question, *one.phrasings) for one in content.entries.values()),
            *(one.examples for one in content.off_topics),
        ]
        self._drawn = self._draw(left_out, labels)
        self._exact = self._whole_texts(readings, labels)

    def _take(self, content: Content) -> tuple[list[str], Labels]:
        kinds: list[list[tuple[str, Sequence[str]]]] = [
            [(entry.id, (entry.question, *entry.phrasings)) for entry in content.entries.values()],
            [(topic.id, topic.examples) for topic in content.off_topics],
            [(exchange.id, exchange.examples) for exchange in content.exchanges],
        ]
        groups: list[Group] = []
        for kind in kinds:
            start = groups[-1].stop if groups else 0
            groups.append(Group(tuple(name for name, _ in kind), start, start + len(kind)))
        self.entries, self.topics, self.exchanges = self._groups = tuple(groups)
        classes = [examples for kind in kinds for _, examples in kind]
        texts = [text for examples in classes for text in examples]
        return texts, np.repeat(np.arange(len(classes)), [len(examples) for examples in classes])

    def _whole_texts(self, readings: Sequence[Reading], labels: Labels) -> dict[tuple[str, ...], int]:
        """Give the class of each text by its words; texts of several classes are left out."""
        whole: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
        for reading, label in zip(readings, labels.tolist(), strict=True):
            whole[reading.words].add(label)
        return {words: one for words, (one, *more) in whole.items() if not more}

    def _draw(self, out: LeftOut, labels: Labels) -> list[tuple[int, int, int]]:
        """Give the phrasings that are taken for another entry's without themselves: row, entry, the other."""
        rows = out.rows[self.entries.owns(labels[out.rows])]
        if not len(rows):
            return []
        found = out.alone[: len(rows), : self.entries.stop].argmax(axis=1)
        return [
            (row, own, other)
            for row, own, other in zip(rows.tolist(), labels[rows].tolist(), found.tolist(), strict=True)
            if own != other
        ]

    def drawn(self) -> Iterator[tuple[str, str, str]]:
        """Give the phrasings that, left out, would be taken for another entry's: (phrasing, its entry, the other)."""
        for row, own, other in self._drawn:
            yield self._texts[row], self.entries.ids[own], self.entries.ids[other]

    def score(self, text: str) -> Scored:
        """Score one text."""
        reading = self._reader.read(text)
        likeness = self._index.likeness(self._extractor.features(reading))
        scores = np.asarray(self._ranker.scores(likeness), dtype=np.float64)
        return Scored(reading, likeness, scores, self._shares(reading), self._exact.get(reading.words))

    def _shares(self, reading: Reading) -> Floats | None:
        """Give the share of each class in the phrasings that hold the one word a text comes down to, if any does.

        Where few hold it, those count that hold another word of its families.
        """
        word = subject.named(reading.words)
        if word is None:
            return None
        stems, *_, families = self._extractor.named(Reading((word,), (word,)))
        rows: set[int] = set()
        for features in (stems, families):
            if len(rows) < _FEW:
                known = (number for number in features.values() if number is not None)
                rows.update(chain.from_iterable(self._index.holders(number).tolist() for number in known))
        if not rows:
            return None
        counts = np.bincount(self._labels[list(rows)], minlength=self.exchanges.stop)
        if len(rows) >= _FEW:
            counts[counts == 1] = 0  # by chance
        return np.asarray(counts / (len(rows) + _DOUBT))

    def described(self, text: str) -> tuple[Mapping[Hashable, float], ...]:
        """Give a text's features, block by block, with the idf of each."""
        return tuple(
            {name: self._index.rarity(number) for name, number in found.items()}
            for found in self._extractor.named(self._reader.read(text))
        )

    @property
    def subjects(self) -> int:
        """How many subjects there are."""
        return len(self._space.subjects)

    def coordinates(self, text: str) -> Mapping[int, float]:
        """Give where a text is among the subjects (`SubjectSpace.coordinates`); nowhere, where there are none."""
        return self._space.coordinates(self._reader.read(text)) if self._space.subjects else {}

    def chance(self, scored: Scored, group: Group) -> float:
        """Give the probability (0 to 1) that a group's best class is the right one for a text."""
        if group.has(scored.exact):
            return _SURE
        if scored.shares is not None:
            if group is not self.exchanges:
                return float(group.of(scored.shares).max(initial=0.0))
            if not group.has(int(scored.shares.argmax())):
                return 0.0
        chance = self._chances.of(scored.scores, group)
        return self._doubted(scored, chance)[0] if group is self.entries else chance

    def _doubted(self, scored: Scored, chance: float) -> tuple[float, Subject | None]:
        """Give what is left of the chance of the best entry where a subject is liker than it, and that subject."""
        if not _IN_DOUBT < chance < _BEYOND_DOUBT:
            return chance, None
        leaning, subject = self.leaning(scored, self.entries)
        if leaning <= 0:
            return chance, None
        return 1 / (1 + (1 / chance - 1) * exp(_SUBJECT_WEIGHT * leaning)), subject

    def doubt(self, scored: Scored) -> Subject | None:
        """Give the subject for which the best entry is less likely, if there is one."""
        if scored.exact is not None or scored.shares is not None:
            return None
        return self._doubted(scored, self._chances.of(scored.scores, self.entries))[1]

    def leaning(self, scored: Scored, group: Group, name: str | None = None) -> tuple[float, Subject | None]:
        """Say how much a text leans to a subject, and to which, rather than to an entry or neighbouring topic.

        That is the one of this name, or the best of the group. In the units of `SubjectSpace.leaning`; 0 where there
        are no subjects, or the group is empty.
        """
        if not self._space.subjects or not group.ids:
            return 0.0, None
        number = int(group.of(scored.scores).argmax()) if name is None else group.ids.index(name)
        return self._space.leaning(scored.reading, self._space.own(self._own[group.start + number]))

    def get_ready(self) -> None:
        """Learn now what is otherwise learnt when a question needs it: the subjects, and the entries beside them."""
        if self._space.subjects:
            for texts in self._own:
                self._space.own(texts)

    def top(self, scored: Scored, group: Group) -> str:
        """Give the id of a group's best class."""
        if scored.exact is not None and group.has(scored.exact):
            return group.ids[scored.exact - group.start]
        values = scored.scores if scored.shares is None or group is self.exchanges else scored.shares
        return group.ids[int(group.of(values).argmax())]

    def best(self, scored: Scored, most: int) -> list[tuple[str, float]]:
        """Give the best `most` entries and the probability (0 to 1) that each answers, best first."""
        if not self.entries.ids:
            return []
        found = self._by_score(scored, most) if scored.shares is None else self._by_share(scored, scored.shares, most)
        if scored.exact is None or not self.entries.has(scored.exact):
            return found
        exact = self.entries.ids[scored.exact]
        return [(exact, _SURE), *((name, min(chance, 1 - _SURE)) for name, chance in found if name != exact)][:most]

    def _by_score(self, scored: Scored, most: int) -> list[tuple[str, float]]:
        """Give the best entries: the first one's probability comes from the calibration; the others share the rest.

        The rest is what remains of the chance that any entry answers, shared as a softmax of the scores has it.
        """
        scores = self.entries.of(scored.scores)
        order = (-scores).argsort(kind="stable")[:most].tolist()
        weights = np.exp((scores - scores[order[0]]) / self._chances.temperature)
        whole = float(weights.sum())
        first = self.chance(scored, self.entries)
        each = min(1.0, first * whole) / whole
        chances = [first, *(min(first, each * float(weights[n])) for n in order[1:])]
        return [(self.entries.ids[n], chance) for n, chance in zip(order, chances, strict=True)]

    def _by_share(self, scored: Scored, shares: Floats, most: int) -> list[tuple[str, float]]:
        """Give the entries that have most of the phrasings that speak of a subject."""
        mine = self.entries.of(shares)
        order = np.lexsort((-self.entries.of(scored.scores), -mine))[:most]
        return [(self.entries.ids[n], float(mine[n])) for n in order]

    def pull(self, scored: Scored, group: Group, name: str, most: int) -> list[tuple[str, float]]:
        """Give the phrasings and examples that add most to the score of a class, and what each adds."""
        votes = self._ranker.votes(scored.likeness, group.start + group.ids.index(name))
        order = np.argsort(-votes, kind="stable")[:most]
        return [(self._texts[n], float(votes[n])) for n in order if votes[n] >= _WORTH_A_WORD]

    def nearest(self, text: str, own: str = "") -> list[tuple[str, str, float]]:
        """Give the most alike phrasing of each entry: (entry, phrasing, likeness), the most alike first.

        `own` is the entry that the text is a phrasing of: it is not compared with itself there.
        """
        likeness = self.score(text).likeness.copy()
        found = []
        bounds = self._labels.searchsorted(np.arange(self.entries.start, self.entries.stop + 1))
        for name, start, stop in zip(self.entries.ids, bounds, bounds[1:], strict=False):
            if name == own:
                likeness[[n for n in range(start, stop) if self._texts[n] == text]] = 0
            if start < stop:
                best = int(start + likeness[start:stop].argmax())
                found.append((name, self._texts[best], float(likeness[best])))
        return sorted(found, key=lambda one: -one[2])
