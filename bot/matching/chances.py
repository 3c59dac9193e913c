"""How likely the best class of each kind is the right one: entries, neighbouring topics, small talk; and from where on
the bot answers. All of it is learnt from the content itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.calibration import Calibrator, Sample, temperature_for, threshold_for
from bot.matching.ranking import LeftOut

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

_WITH_ENTRY = 0.6
"""The share of questions that have an entry, for which the precision is promised (4 in 10 have none)."""

_SMALL_TALK = 0.1
"""The share of messages that are small talk."""

_ENOUGH_TOPICS = 50
"""From about this many examples on, neighbouring topics are the measure of a question without an entry."""

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


_FAINT = 0.1
"""A best score below this counts for less, in proportion: a text that has hardly a letter in common with any phrasing.

A content of two entries knows no questions but theirs, and would take any text for one. Of the right answers on
`tests/evaluation/`, none has a score below 0.16.
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


class Chances:
    """What scores mean.

    `answer_from` is the probability from which on the best entry is right as often as the precision asks, `temperature`
    that of the softmax by which the other entries share the rest.
    """

    def __init__(self, groups: Sequence[Group], out: LeftOut, labels: Labels, precision: float) -> None:
        """Learn from phrasings left out one by one, or with all others of their class; `labels` are their classes."""
        self._groups = tuple(groups)
        entries, topics, exchanges = groups
        whose = np.repeat(np.arange(len(groups)), [len(group.ids) for group in groups])
        self._membership = (whose[:, None] == np.arange(len(groups))).astype(np.float64)
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
                own(entries, _WITH_ENTRY),
                wrong(entries, strange[of_topic], outside),
                wrong(entries, strange[of_entry], none - outside),
                wrong(entries, alone[of_exchange], talk),
            ),
            Sample.join(
                own(topics, outside),
                wrong(topics, alone[of_entry], _WITH_ENTRY),
                wrong(topics, strange[of_topic], outside),
                wrong(topics, alone[of_exchange], talk),
            ),
            Sample.join(
                own(exchanges, talk),
                wrong(exchanges, alone[of_entry], _WITH_ENTRY),
                wrong(exchanges, alone[of_topic], none),
            ),
        )
        self._calibrators = {
            group: Calibrator(sample)
            for group, sample in zip(self._groups, samples, strict=True)
            if group.owns(labels).any()
        }
        self.answer_from, self.temperature = 1.01, 1.0
        if of_entry.any():
            chance = self._calibrators[entries].probability(samples[0].evidence)
            self.answer_from = max(_NEVER_BELOW, threshold_for(precision, chance, samples[0].weight))
            self.temperature = temperature_for(entries.of(alone[of_entry]), labels[of_entry])

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

    def of(self, scores: Floats, group: Group) -> float:
        """Give the probability that a group's best class is the right one for a text of these scores."""
        calibrator = self._calibrators.get(group)
        if calibrator is None:
            return 0.0
        evidence = self._evidence_of(scores, group)
        return calibrator.chance(evidence) * min(1.0, evidence[0] ** 2 / _FAINT)

    def _evidence_of(self, scores: Floats, group: Group) -> list[float]:
        """Give what `_evidence` gives, for one text and at a third of the price."""
        mine = group.of(scores).copy()
        mine.partition(max(0, len(mine) - 2))
        best, second = float(mine[-1]), float(mine[-2]) if len(mine) > 1 else 0.0
        others = (
            total
            for one, total in zip(self._groups, (scores @ self._membership).tolist(), strict=True)
            if one is not group
        )
        return [max(best, 0.0) ** 0.5, max(best - second, 0.0), *(max(total, 0.0) for total in others)]
