"""French as typed → plain words: one way of reading, used for phrasings at load and for questions when they come."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from types import MethodType
from typing import Generic, TypeVar
from weakref import WeakMethod

import Stemmer as Snowball

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "’": "'", "ʼ": "'", "‘": "'"})
_COMBINING = re.compile(r"[̀-ͯ]+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_WORD = re.compile(r"[a-z]+|\d+")
_NUMBER_SPACES = re.compile(r"(?<=\d)[  . ](?=\d{3}\b)")

_DIGIT = re.compile(r"\d")

Value = TypeVar("Value")

NUMBER = "0"
"""What any number is read as: "200 intéressés" and "140 intéressés" are the same complaint."""


def fold(text: str) -> str:
    """Lower the case, drop accents, undo ligatures and typographic apostrophes, shorten "merciiii" to "merci"."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    plain = _STRETCHED.sub(r"\1", plain.lower().translate(_LIGATURES))  # before accents go: "créée" is not stretched
    return plain if plain.isascii() else _COMBINING.sub("", plain)


def words(text: str) -> list[str]:
    """Split a text into folded words; a number of any size is the word `NUMBER`."""
    if _DIGIT.search(text):  # "12 000" is one number
        return list(_found_in(_NUMBER_SPACES.sub("", fold(text))))
    return [word for piece in text.split() for word in _PIECES[piece]]


def _found_in(folded: str) -> Iterable[str]:
    return (NUMBER if word[0] <= "9" else word for word in _WORD.findall(folded))


class Remembered(dict[str, Value]):
    """What a function gives for each word, worked out once; forgotten all at once when there are too many.

    For what every word of every question passes through: a look-up costs half of that in a `functools.lru_cache`.
    A method's object is held weakly: that it mostly holds this in turn must not keep a model that was replaced.
    """

    def __init__(self, function: Callable[[str], Value], most: int = 32768) -> None:
        held = WeakMethod(function) if isinstance(function, MethodType) else None
        self._function: Callable[[], Callable[[str], Value] | None] = held or (lambda: function)
        self._most = most

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self._function(), self._most)  # what is remembered is worked out anew

    def __missing__(self, word: str) -> Value:
        function = self._function()
        assert function is not None  # whoever asks holds the object
        value = function(word)
        if len(self) >= self._most:
            self.clear()
        self[word] = value
        return value


_PIECES = Remembered(lambda piece: tuple(_found_in(fold(piece))))
"""The words of a piece of text without a space."""


class Stemmer(Remembered[str]):
    """Snowball's stemmer for a language (Porter 2001, https://snowballstem.org), with its results remembered."""

    def __init__(self, language: str) -> None:
        self._language = language
        snowball = Snowball.Stemmer({"fr": "french", "en": "english"}[language])
        super().__init__(lambda word: str(snowball.stemWord(word)), most=65536)

    def __reduce__(self) -> tuple[object, ...]:
        return Stemmer.of, (self._language,)

    @staticmethod
    @cache
    def of(language: str) -> "Stemmer":
        """Give the one for a language: what it has worked out serves every version of a content."""
        return Stemmer(language)

    @property
    def stem(self) -> Callable[[str], str]:
        """The stem of a word."""
        return self.__getitem__


class _Node(Generic[Value]):
    """What a sequence of words stands for, None for nothing, and the words that go on from it."""

    __slots__ = ("after", "value")

    def __init__(self) -> None:
        self.value: Value | None = None
        self.after: dict[str, _Node[Value]] = {}


class Phrases(Generic[Value]):
    """Finds the known sequences of words inside a text, at the price of the text's own words."""

    def __init__(self, known: Iterable[tuple[Sequence[str], Value]]) -> None:
        """Take sequences of words with what each stands for; the first one given wins."""
        self._root = _Node[Value]()
        for sequence, value in known:
            node = self._root
            for word in sequence:
                node = node.after.setdefault(word, _Node())
            if node.value is None:
                node.value = value

    def opens(self, word: str) -> bool:
        """Say whether a known sequence begins with a word."""
        return word in self._root.after

    def found_in(self, text: Sequence[str]) -> list[tuple[int, int, Value]]:
        """Give the known sequences in a text as (start, length, value): by start, at each start the longest first."""
        found: list[tuple[int, int, Value]] = []
        opening = self._root.after
        if opening.keys().isdisjoint(text):
            return found
        for start, word in enumerate(text):
            node = opening.get(word)
            if node is None:
                continue
            at = len(found)
            for end in range(start + 1, len(text) + 1):
                if node.value is not None:
                    found.insert(at, (start, end - start, node.value))
                following = node.after.get(text[end]) if node.after and end < len(text) else None
                if following is None:
                    break
                node = following
        return found
