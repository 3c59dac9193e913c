"""Where the vocabulary says two things of one word."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.content import Problem
from bot.content.source import Source
from bot.matching.text import words

_MOST_FAMILIES = 2


@dataclass(frozen=True, slots=True)
class _Written:
    """A word, what it is read as, and the line that says so."""

    word: str
    meaning: str
    line: int


def contradictions(source: Source) -> Iterator[Problem]:
    """Find, in `vocabulaire.yaml` as written, the words that stand for two others, or for each other."""
    data = source.data if isinstance(source.data, dict) else {}
    meanings: defaultdict[str, dict[str, _Written]] = defaultdict(dict)
    for one in _written(source, data):
        meanings[_plain(one.word)].setdefault(_plain(one.meaning), one)
    for word, found in meanings.items():
        first, *others = found.values()
        for other in others:
            what = f"« {other.word} » est lu de deux façons : « {other.meaning} » et « {first.meaning} »"
            what += "" if other.word == first.word else f" (comme « {first.word} »)"
            yield Problem(source.path, other.line, f"{what}.", "Gardez-en une.")
        for meaning, one in found.items():
            if word < meaning and word in meanings.get(meaning, {}):
                what = f"« {one.word} » est lu « {one.meaning} », et « {one.meaning} » est lu « {one.word} »."
                yield Problem(source.path, one.line, what, "Gardez l'un des deux sens.")
    yield from _families(source, data.get("familles", {}))


def _families(source: Source, families: dict[str, list[str]]) -> Iterator[Problem]:
    holds = {name: {_plain(one) for one in members} for name, members in families.items()}
    for word, count in Counter(one for members in holds.values() for one in members).items():
        if count > _MOST_FAMILIES:
            names = [name for name, members in holds.items() if word in members]
            line = source.line(("familles", names[-1]))
            listed = ", ".join(names)
            yield Problem(source.path, line, f"« {word} » est dans {count} familles ({listed}).", "Deux au plus.")


def _written(source: Source, data: Mapping[str, Any]) -> Iterator[_Written]:
    for short, full in data.get("abreviations", {}).items():
        yield _Written(short, full, source.line(("abreviations", short)))
    for right, wrongs in data.get("orthographes", {}).items():
        for number, wrong in enumerate(wrongs):
            yield _Written(wrong, right, source.line(("orthographes", right, number)))


def _plain(text: str) -> str:
    return " ".join(words(text))
