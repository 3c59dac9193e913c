"""What a text is about, when its words alone do not tell: "faire un live" and "filmer en direct" share no letter.

Explicit Semantic Analysis (Gabrilovich and Markovitch 2007): the subjects of `sujets/` are the dimensions of a space,
each one long text made of all its examples, and a text's coordinates are its likeness to each of them. Subjects that
are alike are not at right angles, as in the soft cosine (Sidorov et al. 2014).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import log
from typing import ClassVar, Final

import numpy as np

from bot.content.model import Content, Subject, Vocabulary
from bot.matching.features import reader_and_extractor
from bot.matching.index import Document, Index
from bot.matching.reading import Reading

_LEAST: Final = 4
"""What fewer examples have is not learnt: that is three quarters of the features, and makes no difference.

These constants were chosen on `tests/evaluation/groups/tuning.jsonl`, in evenings of twelve of its subjects.
"""

_TEMPERATURE: Final = 0.0125
"""Of the softmax that makes likenesses coordinates: the lower, the more the likest subject counts."""

_NOTHING: Final = 0.03
"""The likeness at which a subject counts as much as none at all: what is about nothing known stays near the origin."""

_KEPT: Final = 8
"""How many subjects' likenesses are kept, the others being nearly nothing."""

_BESIDE: Final = 3
"""How many subjects lie beside each."""

_LENT: Final = 0.8
"""What of a coordinate those beside it have too, shared out among them."""

_FAINT: Final = 0.04
"""Likenesses up to this one say nothing: any text is so much like one subject or another.

Chosen with `_SUBJECT_WEIGHT` of `model.py`.
"""

_MOST_DOCUMENTS: Final = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """Some texts taken as one, as the examples of a subject are, and the subject (its number) they are most like."""

    document: Document
    subject: int


class SubjectSpace:
    """The subjects of a content, and where texts are among them; they are learnt when first asked for.

    A space is passed on between processes as what it is made of: each learns it once, as long as that stays the same.
    """

    _last: "ClassVar[SubjectSpace | None]" = None

    def __init__(self, language: str, vocabulary: Vocabulary, subjects: Sequence[Subject]) -> None:
        self._made_of = language, vocabulary, tuple(subjects)
        self.subjects = tuple(subjects)

    @staticmethod
    def of(content: Content) -> "SubjectSpace":
        """Give the space of a content: the last one given, where it is made of the same; most edits change an entry."""
        return _space(content.pack.language, content.vocabulary, content.subjects)

    def __reduce__(self) -> tuple[object, ...]:
        return _space, self._made_of

    def coordinates(self, reading: Reading) -> dict[int, float]:
        """Give a text's coordinates that are not 0, by the number of the subject; two texts' product is 1 at most."""
        weights = np.expm1(self._learnt.index.likeness(self._learnt.extractor.features(reading)) / _TEMPERATURE)
        kept = np.argsort(-weights, kind="stable")[:_KEPT]
        values = np.zeros(len(weights))
        values[kept] = weights[kept]
        beside = self._learnt.beside[kept]
        np.add.at(values, beside, weights[kept, np.newaxis] * _LENT / max(1, beside.shape[1]))
        values /= np.sqrt(np.square(values).sum() + np.exp(2 * _NOTHING / _TEMPERATURE))
        return {int(subject): float(values[subject]) for subject in np.flatnonzero(values)}

    def own(self, texts: tuple[str, ...]) -> Own:
        """Take some texts together, to compare others with by `leaning`.

        It is remembered: of a content that is edited, most entries stay as they are.
        """
        learnt = self._learnt
        own = learnt.own.get(texts)
        if own is None:
            if len(learnt.own) >= _MOST_DOCUMENTS:
                learnt.own.clear()
            document = learnt.index.document([learnt.extractor.features(learnt.reader.read(text)) for text in texts])
            own = learnt.own[texts] = Own(document, int(learnt.index.likeness_of(document).argmax()))
        return own

    def leaning(self, reading: Reading, own: Own) -> tuple[float, Subject]:
        """Say how much more a text is like the likest other subject than like some texts (log of the ratio), and which.

        Below 0 where it is more like these. The subject that they are most like is theirs, and no other.
        """
        features, index = self._learnt.extractor.features(reading), self._learnt.index
        likenesses = index.likeness(features)
        likenesses[own.subject] = -1
        subject = int(likenesses.argmax())
        there, here = float(likenesses[subject]), index.likeness_to(own.document, features)
        return log(max(there, _FAINT) / max(here, _FAINT)), self.subjects[subject]

    @cached_property
    def _learnt(self) -> "_Learnt":
        return _Learnt(*self._made_of)


class _Learnt:
    """What is learnt of the subjects, and of texts taken together.

    `beside` has the numbers of the subjects beside each; shape (subjects, _BESIDE).
    """

    def __init__(self, language: str, vocabulary: Vocabulary, subjects: Sequence[Subject]) -> None:
        size, sizes = len(subjects), [len(one.examples) for one in subjects]
        texts = [*chain.from_iterable(one.examples for one in subjects)]
        self.reader, self.extractor, _ = reader_and_extractor(language, vocabulary)
        readings = [self.reader.read(text) for text in texts]
        found = self.extractor.learn(readings, np.arange(size).repeat(sizes), _LEAST)
        self.index = Index(found, self.extractor.blocks)
        likest = [np.argsort(-found, kind="stable") for found in self.index.of_rows(np.arange(size))]
        beside = [[other for other in order if other != own][:_BESIDE] for own, order in enumerate(likest)]
        self.own: dict[tuple[str, ...], Own] = {}
        self.beside = np.array(beside, dtype=np.intp).reshape(size, max(0, min(_BESIDE, size - 1)))


def _space(language: str, vocabulary: Vocabulary, subjects: tuple[Subject, ...]) -> SubjectSpace:
    """Give the last space given, or another one where it is made of something else."""
    last = SubjectSpace._last
    if last is None or last._made_of != (language, vocabulary, subjects):
        last = SubjectSpace._last = SubjectSpace(language, vocabulary, subjects)
    return last
