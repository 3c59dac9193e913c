"""What a text is about, when its words alone do not tell: "faire un live" and "filmer en direct" share no letter.

Explicit Semantic Analysis (Gabrilovich and Markovitch 2007): the subjects of `sujets/` are the dimensions of a
space, each one long text made of all its examples, and a text's coordinates are its likeness to each of them. Subjects
that are alike are not at right angles, as in the soft cosine (Sidorov et al. 2014).
"""

from itertools import chain
from typing import ClassVar, Final

import numpy as np

from bot.content.model import Content
from bot.matching.corpus import read_all
from bot.matching.index import Index

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

_MOST_CHARACTERS: Final = 4096


class SubjectSpace:
    """The subjects of a content, and where texts are among them; has no dimensions where there are no subjects."""

    _last: "ClassVar[SubjectSpace | None]" = None

    def __init__(self, content: Content) -> None:
        self._made_of = _made_of(content)
        self._size = len(content.subjects)
        texts = [*chain.from_iterable(one.examples for one in content.subjects)]
        self._reader, self._extractor, readings = read_all(content, texts)
        labels = np.arange(self._size).repeat([len(one.examples) for one in content.subjects])
        self._index = Index(self._extractor.learn(readings, labels, _LEAST), self._extractor.blocks)
        likest = [np.argsort(-found, kind="stable") for found in self._index.of_rows(np.arange(self._size))]
        beside = [[other for other in order if other != own][:_BESIDE] for own, order in enumerate(likest)]
        self._beside = np.array(beside, dtype=np.intp).reshape(self._size, max(0, min(_BESIDE, self._size - 1)))

    @classmethod
    def of(cls, content: Content) -> "SubjectSpace":
        """Give the space of a content; the last one given, where it is made of the same: most edits change an entry."""
        if cls._last is None or cls._last._made_of != _made_of(content):
            cls._last = cls(content)
        return cls._last

    def __len__(self) -> int:
        return self._size

    def __bool__(self) -> bool:
        return self._size > 0

    def coordinates(self, text: str) -> dict[int, float]:
        """Give a text's coordinates that are not 0, by the number of the subject; two texts' product is 1 at most."""
        if not self:
            return {}
        reading = self._reader.read(text[:_MOST_CHARACTERS])
        weights = np.expm1(self._index.likeness(self._extractor.features(reading)) / _TEMPERATURE)
        kept = np.argsort(-weights, kind="stable")[:_KEPT]
        values = np.zeros(self._size)
        values[kept] = weights[kept]
        beside = self._beside[kept]
        np.add.at(values, beside, weights[kept, np.newaxis] * _LENT / max(1, beside.shape[1]))
        values /= np.sqrt(np.square(values).sum() + np.exp(2 * _NOTHING / _TEMPERATURE))
        return {int(subject): float(values[subject]) for subject in np.flatnonzero(values)}


def _made_of(content: Content) -> tuple[object, ...]:
    return content.pack.language, content.vocabulary, content.subjects
