"""The fitted matcher: from a text to the probability of every entry, neighbouring topic and piece of small talk."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from bot.content.model import Content
from bot.matching.calibration import Calibrator, Sample, temperature_for, threshold_for
from bot.matching.features import Extractor
from bot.matching.index import Index
from bot.matching.ranking import LeftOut, fit
from bot.matching.reading import Reader, Reading
from bot.matching.text import Stemmer, words

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

_WITH_ENTRY = 0.6
"""The share of questions that have an entry, for which the precision is promised (4 in 10 have none)."""

_SMALL_TALK = 0.1
"""The share of messages that are small talk."""

_ENOUGH_TOPICS = 50
"""From about this many examples on, neighbouring topics are the measure of a question without an entry."""

_SURE = 0.99
"""The probability that a class is right for a text that is one of its own, word for word."""

_NEVER_BELOW = 0.8
"""The probability below which nothing is answered straight away, however good the answers are on average.

Somebody whose answer is wrong one time in three is not helped by all the others being right; three suggestions help.
On the tuning questions of `tests/evaluation/` it loses no right answer, and halves those to questions without an entry.
"""

_FAMILIAR = 0.11
"""How much nearer a question in real life is to the phrasings than these are to each other.

Maintainers write phrasings that differ as much as they can; people who ask do not. Leaving a phrasing out makes it
harder than a real question, keeping it in makes it far too easy: a real one stands this far on the way. Measured on the
tuning batches of `tests/evaluation/`.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The classes of one kind: their ids, and which columns of the scores are theirs; only the same one is equal."""

    ids: tuple[str, ...]
    start: int
    stop: int

    def of(self, scores: Floats) -> Floats:
        """Give the group's own columns of scores of shape (…, classes)."""
        return scores[..., self.start : self.stop]

    def has(self, label: int | None) -> bool:
        """Say whether a class is the group's."""
        return label is not None and self.start <= label < self.stop

    def owns(self, labels: Labels) -> NDArray[np.bool_]:
        """Say which labels are the group's."""
        return (self.start <= labels) & (labels < self.stop)


@dataclass(frozen=True, slots=True)
class Scored:
    """What the model makes of a text: how it was read, its likeness to each phrasing, and the score of each class."""

    reading: Reading
    likeness: NDArray[np.float32]
    scores: Floats
    totals: list[float]
    """The sum of the scores of each group's classes."""
    exact: int | None
    """The class (its column) one of whose texts is this one, word for word."""


class Model:
    """Learns a content at load, then scores texts; deterministic, and pure.

    `answer_from` is the probability from which on the best entry is right as often as the precision asks.
    """

    def __init__(self, content: Content, precision: float) -> None:
        # A question is a millisecond's work for one core. BLAS threads that wait for each other on a busy machine turn
        # it into many, and the fit into seconds.
        threadpool_limits(1, user_api="blas")
        texts, labels = self._take(content)
        stemmer = Stemmer(content.pack.language)
        self._reader = Reader(content.vocabulary, stemmer)
        families = [
            [self._reader.expand(words(member)) for member in members]
            for members in content.vocabulary.families.values()
        ]
        readings = [self._reader.read(text) for text in texts]
        kept = [n for n, reading in enumerate(readings) if reading.words]
        readings, texts, labels = [readings[n] for n in kept], [texts[n] for n in kept], labels[kept]
        self._reader.learn(readings, [member for family in families for member in family])
        self._extractor = Extractor(stemmer, families)
        self._index = Index(self._extractor.learn(readings), self._extractor.blocks)
        self._ranker, left_out = fit(self._index, labels, self.exchanges.stop)
        self._calibrate(left_out, labels[left_out.rows], precision)
        self._texts, self._labels = texts, labels
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
        whose = np.repeat(np.arange(len(kinds)), [len(kind) for kind in kinds])
        self._membership = (whose[:, None] == np.arange(len(kinds))).astype(np.float64)
        classes = [examples for kind in kinds for _, examples in kind]
        texts = [text for examples in classes for text in examples]
        return texts, np.repeat(np.arange(len(classes)), [len(examples) for examples in classes])

    def _whole_texts(self, readings: Sequence[Reading], labels: Labels) -> dict[tuple[str, ...], int]:
        """Give the class of each text by its words; texts of several classes are left out."""
        whole: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
        for reading, label in zip(readings, labels.tolist(), strict=True):
            whole[reading.words].add(label)
        return {words: one for words, (one, *more) in whole.items() if not more}

    def _calibrate(self, out: LeftOut, labels: Labels, precision: float) -> None:
        """Learn what scores mean, from the phrasings left out one by one, or with all others of their class."""
        alone = (1 - _FAMILIAR) * out.alone.astype(np.float64) + _FAMILIAR * out.kept
        strange = (1 - _FAMILIAR) * out.strange.astype(np.float64) + _FAMILIAR * out.kept
        of_entry, of_topic, of_exchange = (group.owns(labels) for group in self._groups)
        talk = _SMALL_TALK if of_exchange.any() else 0.0
        none = 1 - _WITH_ENTRY - talk
        outside = none * of_topic.sum() / (of_topic.sum() + _ENOUGH_TOPICS)

        def own(group: Group, share: float) -> Sample:
            mine = group.owns(labels)
            if not mine.any():
                return wrong(group, alone[mine], share)
            right = group.of(alone[mine]).argmax(axis=1) + group.start == labels[mine]
            return Sample.of(self._evidence(alone[mine], group), right.astype(float), share)

        def wrong(group: Group, scores: Floats, share: float) -> Sample:
            return Sample.of(self._evidence(scores, group), 0.0, share)

        samples = (
            Sample.join(
                own(self.entries, _WITH_ENTRY),
                wrong(self.entries, strange[of_topic], outside),
                wrong(self.entries, strange[of_entry], none - outside),
                wrong(self.entries, alone[of_exchange], talk),
            ),
            Sample.join(
                own(self.topics, outside),
                wrong(self.topics, alone[of_entry], _WITH_ENTRY),
                wrong(self.topics, strange[of_topic], outside),
                wrong(self.topics, alone[of_exchange], talk),
            ),
            Sample.join(
                own(self.exchanges, talk),
                wrong(self.exchanges, alone[of_entry], _WITH_ENTRY),
                wrong(self.exchanges, alone[of_topic], none),
            ),
        )
        self._calibrators = {
            group: Calibrator(sample)
            for group, sample in zip(self._groups, samples, strict=True)
            if group.owns(labels).any()
        }
        self.answer_from, self._temperature = 1.01, 1.0
        if of_entry.any():
            chance = self._calibrators[self.entries].probability(samples[0].evidence)
            self.answer_from = max(_NEVER_BELOW, threshold_for(precision, chance, samples[0].weight))
            self._temperature = temperature_for(self.entries.of(alone[of_entry]), labels[of_entry])

    def _evidence(self, scores: Floats, group: Group) -> Floats:
        """Give what the chance of a group's best class depends on; shape (…, 4) for scores of shape (…, classes).

        The best score (as its root), its lead over the second, and how much speaks for each of the other groups.
        """
        evidence = np.zeros((*scores.shape[:-1], 1 + len(self._groups)))
        if group.ids:
            mine = np.partition(group.of(scores), -2, axis=-1) if len(group.ids) > 1 else group.of(scores)
            evidence[..., 0] = mine[..., -1]
            evidence[..., 1] = mine[..., -1] - mine[..., -2] if len(group.ids) > 1 else mine[..., -1]
            evidence[..., 2:] = np.delete(scores @ self._membership, self._groups.index(group), axis=-1)
            np.maximum(evidence, 0, out=evidence)
            evidence[..., 0] = np.sqrt(evidence[..., 0])
        return evidence

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
        return Scored(reading, likeness, scores, (scores @ self._membership).tolist(), self._exact.get(reading.words))

    def described(self, text: str) -> tuple[Mapping[Hashable, float], ...]:
        """Give a text's features, block by block, with the idf of each."""
        return tuple(
            {name: self._index.rarity(number) for name, number in found.items()}
            for found in self._extractor.named(self._reader.read(text))
        )

    def chance(self, scored: Scored, group: Group) -> float:
        """Give the probability (0 to 1) that a group's best class is the right one for a text."""
        if group.has(scored.exact):
            return _SURE
        calibrator = self._calibrators.get(group)
        return calibrator.chance(self._evidence_of(scored, group)) if calibrator else 0.0

    def _evidence_of(self, scored: Scored, group: Group) -> list[float]:
        """Give what `_evidence` gives for the scores of one text, at a third of the price."""
        mine = group.of(scored.scores).copy()
        mine.partition(max(0, len(mine) - 2))
        best, second = float(mine[-1]), float(mine[-2]) if len(mine) > 1 else 0.0
        others = (total for one, total in zip(self._groups, scored.totals, strict=True) if one is not group)
        return [max(best, 0.0) ** 0.5, max(best - second, 0.0), *(max(total, 0.0) for total in others)]

    def top(self, scored: Scored, group: Group) -> str:
        """Give the id of a group's best class."""
        if scored.exact is not None and group.has(scored.exact):
            return group.ids[scored.exact - group.start]
        return group.ids[int(np.argmax(group.of(scored.scores)))]

    def best(self, scored: Scored, most: int) -> list[tuple[str, float]]:
        """Give the best `most` entries and the probability (0 to 1) that each answers, best first.

        The first one's comes from the calibration; the others share what remains of the chance that any entry answers,
        as a softmax of the scores has it.
        """
        if not self.entries.ids:
            return []
        scores = self.entries.of(scored.scores)
        order = (-scores).argsort(kind="stable")[:most].tolist()
        weights = np.exp((scores - scores[order[0]]) / self._temperature)
        whole = float(weights.sum())
        first = self.chance(scored, self.entries)
        each = min(1.0, first * whole) / whole
        chances = [first, *(min(first, each * float(weights[n])) for n in order[1:])]
        found = [(self.entries.ids[n], chance) for n, chance in zip(order, chances, strict=True)]
        if scored.exact is None or not self.entries.has(scored.exact):
            return found
        exact = self.entries.ids[scored.exact]
        return [(exact, _SURE), *((name, min(chance, 1 - _SURE)) for name, chance in found if name != exact)][:most]

    def pull(self, scored: Scored, name: str, most: int) -> list[tuple[str, float]]:
        """Give the phrasings that add most to the score of an entry, and what each adds."""
        votes = self._ranker.votes(scored.likeness, self.entries.ids.index(name))
        order = np.argsort(-votes, kind="stable")[:most]
        return [(self._texts[n], float(votes[n])) for n in order if votes[n] > 0]

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
