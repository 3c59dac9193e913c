"""Unknown words read as known ones: by ear first, then by thumb (adjacent keys, swapped or missing letters)."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.sound import sound

_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
"""The letters of a French (AZERTY) phone keyboard, row by row."""

_MIN_LETTERS = 4
"""Shorter unknown words are left alone: too many real words are one letter away."""

_MIN_ALIKE = 0.85
"""How alike (1 - slips / letters) a known word must be; less, and ordinary words are bent into others."""

_MIN_ALIKE_BY_EAR = 0.55
"""The same for a word that sounds exactly like the known one."""


def _adjacent_keys() -> frozenset[tuple[str, str]]:
    place = {letter: (row, column + row / 2) for row, line in enumerate(_ROWS) for column, letter in enumerate(line)}
    return frozenset(
        (a, b)
        for a, (row, column) in place.items()
        for b, (other_row, other) in place.items()
        if a != b and abs(row - other_row) <= 1 and abs(column - other) <= 1
    )


_ADJACENT = _adjacent_keys()


def slips(typed: str, meant: str) -> float:
    """Count the edits between words (optimal string alignment, Damerau 1964); an adjacent key is half a one."""
    edits = float(OSA.distance(typed, meant))
    if len(typed) == len(meant):
        edits -= sum(0.5 for pair in zip(typed, meant, strict=True) if pair in _ADJACENT)
    return edits


class Speller:
    """Reads a word that the content does not know as the nearest one it knows, when that is near enough.

    By thumb, only words of the same first letter and about the same length are looked at: the letters inside a word are
    features of their own, so that a slip in the first letter costs little.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._counts = Counter(known)
        self._by_sound: dict[str, str] = {}
        self._near: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._counts, key=lambda word: (-self._counts[word], word)):
            if len(word) >= _MIN_LETTERS:
                self._by_sound.setdefault(sound(word), word)
                for length in (len(word) - 1, len(word), len(word) + 1):
                    self._near[word[0], length].append(word)

    def read(self, word: str) -> str:
        """Give the known word that an unknown one stands for, or the word itself."""
        if len(word) < _MIN_LETTERS:
            return word
        same = self._by_sound.get(sound(word))
        if same is not None and 1 - slips(word, same) / max(len(word), len(same)) >= _MIN_ALIKE_BY_EAR:
            return same
        near = self._near.get((word[0], len(word)), ())
        cutoff = 2 if len(word) * (1 - _MIN_ALIKE) >= 1 else 1
        hits = process.extract(word, near, scorer=OSA.distance, score_cutoff=cutoff, limit=5)
        alike = {hit: 1 - slips(word, hit) / len(word) for hit, _, _ in hits}
        best = max(alike, key=lambda hit: (alike[hit], self._counts[hit], hit), default=word)
        return best if alike.get(best, 0.0) >= _MIN_ALIKE else word
