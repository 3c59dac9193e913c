"""French as typed → plain words: one way of reading, used for phrasings at load and for questions when they come."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

import Stemmer as Snowball

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "’": "'", "ʼ": "'", "‘": "'"})
_COMBINING = re.compile(r"[̀-ͯ]+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_WORD = re.compile(r"[a-z]+|\d+")
_NUMBER_SPACES = re.compile(r"(?<=\d)[  . ](?=\d{3}\b)")

NUMBER = "0"
"""What any number is read as: "200 intéressés" and "140 intéressés" are the same complaint."""


def fold(text: str) -> str:
    """Lower the case, drop accents, undo ligatures and typographic apostrophes, shorten "merciiii" to "merci"."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    plain = _STRETCHED.sub(r"\1", plain.lower().translate(_LIGATURES))  # before accents go: "créée" is not stretched
    return plain if plain.isascii() else _COMBINING.sub("", plain)


def words(text: str) -> list[str]:
    """Split a text into folded words; a number of any size is the word `NUMBER`."""
    folded = _NUMBER_SPACES.sub("", fold(text))
    return [NUMBER if word[0] <= "9" else word for word in _WORD.findall(folded)]


Value = TypeVar("Value")


class Stemmer:
    """Snowball's stemmer for a language (Porter 2001, https://snowballstem.org), with its results remembered."""

    def __init__(self, language: str) -> None:
        stem = Snowball.Stemmer({"fr": "french", "en": "english"}[language]).stemWord
        self.stem = lru_cache(maxsize=65536)(stem)


class Phrases(Generic[Value]):
    """Finds the known sequences of words inside a text, at the price of the text's own words."""

    def __init__(self, known: Iterable[tuple[Sequence[str], Value]]) -> None:
        """Take sequences of words with what each stands for; the first one given wins."""
        self._known: dict[tuple[str, ...], Value] = {}
        self._longest: dict[str, int] = {}
        for sequence, value in known:
            if sequence and tuple(sequence) not in self._known:
                self._known[tuple(sequence)] = value
                self._longest[sequence[0]] = max(self._longest.get(sequence[0], 0), len(sequence))

    def found_in(self, text: Sequence[str]) -> list[tuple[int, int, Value]]:
        """Give the known sequences in a text as (start, length, value): by start, at each start the longest first."""
        found = []
        for start, word in enumerate(text):
            if word not in self._longest:
                continue
            for length in range(min(self._longest[word], len(text) - start), 0, -1):
                value = self._known.get(tuple(text[start : start + length]))
                if value is not None:
                    found.append((start, length, value))
        return found
