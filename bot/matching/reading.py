"""A message as it is read: abbreviations written out, joined words parted, spellings put right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.content.model import Vocabulary
from bot.matching.spelling import Speller
from bot.matching.text import Phrases, Remembered, Stemmer, words

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
        self._mended = Remembered(self._mend)
        self._plain = Remembered(self._is_plain)

    def learn(self, texts: Iterable[Reading], members: Iterable[Sequence[str]]) -> None:
        """Take the words of the content's texts and of its families as the known ones."""
        known = [word for text in texts for word in text.typed] + [word for member in members for word in member]
        self._speller = Speller([*known, *self._spelt])
        self._stems = frozenset(map(self._stem, set(known)))
        self._mended.clear()
        self._plain.clear()

    def expand(self, typed: Sequence[str]) -> tuple[str, ...]:
        """Write out the abbreviations and set spellings of a text's words, the longest first."""
        return self._write_out(typed)[0]

    def _write_out(self, typed: Sequence[str]) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
        """Give a text's words with what is short or set written out, and what was written out as what."""
        out: list[str] = []
        changes = []
        done = 0
        for start, length, full in self._short.found_in(typed):
            if start >= done:
                piece = typed[start : start + length]
                out += [*typed[done:start], *full]
                done = start + length
                if tuple(piece) != full:
                    changes.append((" ".join(piece), " ".join(full)))
        return (*out, *typed[done:]), changes

    def read(self, text: str) -> Reading:
        """Read a text; words are parted and put right once `learn` has been called."""
        typed = tuple(words(text))
        if all(map(self._plain.__getitem__, typed)):
            return Reading(typed, typed)
        typed, corrections = self._write_out(typed)
        parted: list[str] = []
        read: list[str] = []
        for word in typed:
            parts, right = self._mended[word]
            parted += parts
            read += right
            if right != (word,):
                corrections.append((word, " ".join(right)))
        return Reading(tuple(parted), tuple(read), tuple(corrections))

    def _is_plain(self, word: str) -> bool:
        """Say whether a word stays as it is, whatever stands beside it."""
        return not self._short.opens(word) and self._mended[word] == ((word,), (word,))

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
