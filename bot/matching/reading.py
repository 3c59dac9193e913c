"""A message as it is read: abbreviations written out, joined words parted, spellings put right."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.content.model import Vocabulary
from bot.matching.spelling import Speller
from bot.matching.text import Phrases, Stemmer, words

_ELIDED = frozenset("cdjlmnst")
"""The letters that stand for a little word before a vowel ("l'image"), and run into the next word when typed fast."""

_VOWELS = frozenset("aeiouyh")


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a text: as typed but written out and parted (`typed`), and with unknown ones put right (`words`)."""

    typed: tuple[str, ...]
    words: tuple[str, ...]
    corrections: tuple[tuple[str, str], ...] = ()
    """What was typed → what was read instead, for the explanation."""


class Reader:
    """Reads texts with a vocabulary; learns the words of the content first, then puts unknown ones right."""

    def __init__(self, vocabulary: Vocabulary, stemmer: Stemmer) -> None:
        self._stem = stemmer.stem
        short = [(words(one), tuple(words(full))) for one, full in vocabulary.abbreviations.items()]
        spelt = [
            (words(wrong), tuple(words(right))) for right, wrongs in vocabulary.spellings.items() for wrong in wrongs
        ]
        self._short = Phrases([*short, *spelt])
        self._spelt = [wrong[0] for wrong, _ in spelt if len(wrong) == 1]
        self._speller: Speller | None = None
        self._stems: frozenset[str] = frozenset()
        self._mended = lru_cache(maxsize=32768)(self._mend)

    def learn(self, texts: Iterable[Reading], members: Iterable[Sequence[str]]) -> None:
        """Take the words of the content's texts and of its families as the known ones."""
        known = [word for text in texts for word in text.typed] + [word for member in members for word in member]
        self._speller = Speller([*known, *self._spelt])
        self._stems = frozenset(map(self._stem, known))
        self._mended.cache_clear()

    def expand(self, typed: Sequence[str]) -> tuple[str, ...]:
        """Write out the abbreviations and set spellings of a text's words, the longest first."""
        return tuple(word for _, full in self._expansions(typed) for word in full)

    def _expansions(self, typed: Sequence[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Give the pieces of a text in order: as typed, and in full."""
        at = 0
        for start, length, full in self._short.found_in(typed):
            if start >= at:
                yield from (((word,), (word,)) for word in typed[at:start])
                yield tuple(typed[start : start + length]), full
                at = start + length
        yield from (((word,), (word,)) for word in typed[at:])

    def read(self, text: str) -> Reading:
        """Read a text; words are parted and put right once `learn` has been called."""
        pieces = list(self._expansions(words(text)))
        typed = tuple(word for _, full in pieces for word in full)
        corrections = [(" ".join(piece), " ".join(full)) for piece, full in pieces if piece != full]
        parted: list[str] = []
        read: list[str] = []
        for word in typed:
            parts, right = self._mended(word)
            parted += parts
            read += right
            if right != (word,):
                corrections.append((word, " ".join(right)))
        return Reading(tuple(parted), tuple(read), tuple(corrections))

    def _mend(self, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give a word as parted, and as put right; a known one as it is."""
        if self._speller is None or self._stem(word) in self._stems:
            return (word,), (word,)
        parts = self._part(word)
        return parts, parts if len(parts) > 1 else self.expand([self._speller.read(word)])

    def _part(self, word: str) -> tuple[str, ...]:
        """Part an unknown word that is an elided one run into a known one: "linsta" is "l insta"."""
        rest = word[1:]
        elided = word[0] in _ELIDED and len(rest) > 2 and (rest[0] in _VOWELS or word[0] == "j")
        return (word[0], rest) if elided and self._stem(rest) in self._stems else (word,)
