"""A question's features: what of its words, their order, their letters, their sound and their meaning can be compared.

Six blocks, each a set of features (a feature is there or not; how often does not count):
stems; pairs of neighbouring stems; letter 4-grams inside words; sounds; pairs of neighbouring sounds; concepts
(families of the vocabulary). Letters and sounds see a misspelt word as nearly the right one; pairs see its order.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bot.content.model import Vocabulary
from bot.matching.gathering import Column, Numbers
from bot.matching.reading import Reader, Reading
from bot.matching.sound import sound
from bot.matching.text import Phrases, Remembered, Stemmer, words

BLOCKS = ("stem", "stems", "letters", "sound", "sounds", "concept")
"""The blocks by name; a feature's block is its place in this tuple."""

_STEM, _STEMS, _LETTERS, _SOUND, _SOUNDS, _CONCEPT = range(len(BLOCKS))
_GRAM = 4


@dataclass(frozen=True, slots=True)
class Features:
    """A text's features: the numbers of those that are known, ascending, and how many of each block are not."""

    known: Numbers
    unknown: Sequence[int]


@dataclass(frozen=True, slots=True)
class Found:
    """Which of `size` texts have which features: by feature, and within a feature by text, both by number ascending."""

    numbers: Numbers
    texts: Numbers
    size: int
    times: Numbers | None = None
    """How often each text has each; None: once."""


@dataclass(frozen=True, slots=True)
class _Word:
    """The features of one word by itself, worked out once per word."""

    stem: str
    number: int | None
    """Of the stem, where it is known."""
    sound: str
    heard: Numbers
    """The numbers of its letters and its sound, as far as they are known."""
    unheard: tuple[tuple[int, str], ...]
    """The others: their block and name."""


class Extractor:
    """Turns readings into features, the same way for phrasings and for questions.

    `blocks` has the block of each known feature, by its number.
    """

    def __init__(self, stemmer: Stemmer, families: Sequence[Iterable[Sequence[str]]]) -> None:
        """Take, for each family, its members as sequences of words; no feature is known before `learn`."""
        self._stem = stemmer.stem
        self._words = Remembered(self._describe)
        concepts: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, members in enumerate(families):
            for member in members:
                concepts[tuple(map(self._stem, member))].append(number)
        self._concepts = Phrases(concepts.items())
        self.blocks = np.zeros(0, dtype=np.intp)
        self._know({} for _ in BLOCKS)

    def learn(self, readings: Sequence[Reading], labels: Numbers | None = None, least: int = 1) -> Found:
        """Take the features of these readings as the known ones, numbered the commonest first; give which has which.

        With `labels`, 0 and up, those of a label are one text; what fewer than `least` readings have is not learnt.
        """
        columns = self._columns(readings, least)
        sizes = [len(column.names) for column in columns]
        ends = np.cumsum(sizes)
        span = max(1, int(ends[-1]))
        numbers = np.concatenate([one.numbers + start for one, start in zip(columns, ends - sizes, strict=True)])
        texts = np.concatenate([column.texts for column in columns])
        texts, numbers = np.divmod(_distinct(texts * span + numbers), span)
        if least > 1:
            kept = (np.bincount(numbers) >= least).take(numbers)
            texts, numbers = texts[kept], numbers[kept]
        times: Numbers | None = None
        if labels is not None:
            both, times = np.unique(labels.take(texts) * span + numbers, return_counts=True)
            texts, numbers = np.divmod(both, span)
        frequency = np.bincount(numbers, minlength=int(ends[-1]))
        order = np.argsort(-frequency, kind="stable")  # ties as they came: nothing depends on the process
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        known = int((frequency > 0).sum())
        self.blocks = np.arange(len(columns)).repeat(sizes)[order[:known]]
        places = np.split(place, ends[:-1])
        self._know(
            {name: number for name, number in zip(one.names, own.tolist(), strict=True) if number < known}
            for one, own in zip(columns, places, strict=True)
        )
        size = len(readings) if labels is None else int(labels.max(initial=-1)) + 1
        both = place[numbers] * size + texts
        if times is not None:
            times = times[np.argsort(both)]
        both.sort()
        numbers, texts = np.divmod(both, max(1, size))
        return Found(numbers, texts, size, times)

    def _columns(self, readings: Sequence[Reading], least: int) -> tuple[Column, ...]:
        """Give the features of each block: what `_found` finds in one reading."""
        stems = Column.of([reading.words for reading in readings]).renamed(self._stem)
        typed = Column.of([reading.typed for reading in readings])
        sounds = typed.renamed(sound)
        meant = [self._meant([*map(self._stem, reading.words)]) for reading in readings]
        return (
            stems,
            stems.bounded("^", "$", len(readings)).pairs(least),
            typed.split(_letters),
            sounds,
            sounds.pairs(least),
            Column.of(meant),
        )

    def _know(self, known: Iterable[Mapping[Hashable, int]]) -> None:
        """Take the known features of each block with their numbers."""
        self._number = [numbers.get for numbers in known]
        self._words.clear()

    def _describe(self, word: str) -> _Word:
        stem, key, letters = self._stem(word), sound(word), _letters(word)
        numbers = [*map(self._number[_LETTERS], letters), self._number[_SOUND](key)]
        unheard: tuple[tuple[int, str], ...] = ()
        if None in numbers:
            features = [*((_LETTERS, one) for one in letters), (_SOUND, key)]
            unheard = tuple(one for one, number in zip(features, numbers, strict=True) if number is None)
            numbers = [number for number in numbers if number is not None]
        return _Word(stem, self._number[_STEM](stem), key, np.array(numbers, dtype=np.intp), unheard)

    def features(self, reading: Reading) -> Features:
        """Give the features of a reading."""
        parts, unknown = self._found(reading)
        return Features(_distinct(np.concatenate(parts)), unknown)

    def _found(self, reading: Reading) -> tuple[list[Numbers], list[int]]:
        """Give the numbers of a reading's known features, some more than once, and how many others each block has."""
        read = [self._words[word] for word in reading.words]
        typed = read if reading.typed is reading.words else [self._words[word] for word in reading.typed]
        stems = [word.stem for word in read]
        unknown = [0] * len(BLOCKS)
        for block, _ in {feature for word in typed if word.unheard for feature in word.unheard}:
            unknown[block] += 1
        sounds = [word.sound for word in typed]
        pairs, heard, families = _pairs(["^", *stems, "$"]), _pairs(sounds), self._meant(stems)
        blocks: tuple[tuple[int, Sequence[Hashable], list[int | None]], ...] = (
            (_STEM, stems, [word.number for word in read]),
            (_STEMS, pairs, [*map(self._number[_STEMS], pairs)]),
            (_SOUNDS, heard, [*map(self._number[_SOUNDS], heard)]),
            (_CONCEPT, families, [*map(self._number[_CONCEPT], families)]),
        )
        known: list[int | None] = []
        for block, features, numbers in blocks:
            if None in numbers:
                unknown[block] = len({one for one, number in zip(features, numbers, strict=True) if number is None})
                known += [number for number in numbers if number is not None]
            else:
                known += numbers
        return [np.array(known, dtype=np.intp), *(word.heard for word in typed)], unknown

    def named(self, reading: Reading) -> list[dict[Hashable, int | None]]:
        """Give the features of a reading by name, block by block, with the number of each, None where it has none."""
        stems = [self._stem(word) for word in reading.words]
        sounds = [sound(word) for word in reading.typed]
        letters = [one for word in reading.typed for one in _letters(word)]
        blocks: tuple[Sequence[Hashable], ...] = (
            stems,
            _pairs(["^", *stems, "$"]),
            letters,
            sounds,
            _pairs(sounds),
            self._meant(stems),
        )
        return [
            {feature: number(feature) for feature in features}
            for features, number in zip(blocks, self._number, strict=True)
        ]

    def _meant(self, stems: Sequence[str]) -> list[int]:
        """Give the families of which a text has a member."""
        return [number for _, _, numbers in self._concepts.found_in(stems) for number in numbers]


def reader_and_extractor(language: str, vocabulary: Vocabulary) -> tuple[Reader, Extractor, list[tuple[str, ...]]]:
    """Give a reader and an extractor for a language (ISO 639-1), and the members of all families; they learn later."""
    stemmer = Stemmer.of(language)
    reader = Reader(vocabulary, stemmer)
    families = [[reader.expand(words(member)) for member in members] for members in vocabulary.families.values()]
    return reader, Extractor(stemmer, families), [member for family in families for member in family]


def _letters(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[at : at + _GRAM] for at in range(max(1, len(padded) - _GRAM + 1))]


def _pairs(words: Iterable[str]) -> list[str]:
    """Give the pairs of neighbours; as one string each, which the garbage collector need not look through."""
    return [*map(" ".join, pairwise(words))]


def _distinct(numbers: Numbers) -> Numbers:
    """Give some numbers ascending, each once; those given are sorted in place."""
    numbers.sort()
    fresh = np.empty(len(numbers), dtype=bool)
    fresh[:1] = True
    np.not_equal(numbers[1:], numbers[:-1], out=fresh[1:])
    return numbers[fresh]
