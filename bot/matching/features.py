"""A question's features: what of its words, their order, their letters, their sound and their meaning can be compared.

Six blocks, each a set of features (a feature is there or not; how often does not count):
stems; pairs of neighbouring stems; letter 4-grams inside words; sounds; pairs of neighbouring sounds; concepts
(families of the vocabulary). Letters and sounds see a misspelt word as nearly the right one; pairs see its order.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from bot.matching.reading import Reading
from bot.matching.sound import sound
from bot.matching.text import Phrases, Stemmer

BLOCKS = ("stem", "stems", "letters", "sound", "sounds", "concept")
"""The blocks by name; a feature's block is its place in this tuple."""

_GRAM = 4

Features = tuple[set[Any], ...]
"""The set of features of each of the `BLOCKS`: strings, or pairs of strings in the blocks of neighbours."""


@dataclass(frozen=True, slots=True)
class _Word:
    """The features of one word by itself, worked out once per word."""

    stem: str
    sound: str
    letters: frozenset[str]


class Extractor:
    """Turns readings into features, the same way for phrasings and for questions."""

    def __init__(self, stemmer: Stemmer, families: Sequence[Iterable[Sequence[str]]]) -> None:
        """Take, for each family, its members as sequences of words."""
        self._stem = stemmer.stem
        self._word = lru_cache(maxsize=32768)(self._describe)
        concepts: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for number, members in enumerate(families):
            for member in members:
                concepts[tuple(map(self._stem, member))].add(str(number))
        self._concepts = Phrases(concepts.items())

    def _describe(self, word: str) -> _Word:
        padded = f" {word} "
        grams = (padded[at : at + _GRAM] for at in range(max(1, len(padded) - _GRAM + 1)))
        return _Word(self._stem(word), sound(word), frozenset(grams))

    def features(self, reading: Reading) -> Features:
        """Give the set of features of each of the `BLOCKS`."""
        read = [self._word(word) for word in reading.words]
        typed = [self._word(word) for word in reading.typed]
        stems = [word.stem for word in read]
        sounds = [word.sound for word in typed]
        bounded = ["^", *stems, "$"]
        return (
            set(stems),
            set(pairwise(bounded)),
            set().union(*[word.letters for word in typed]),
            set(sounds),
            set(pairwise(sounds)),
            {name for _, _, names in self._concepts.found_in(stems) for name in names},
        )
