"""Phrasings that are in the wrong place: drawn by another entry, nearer to it, or the same as their neighbour."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from bot.content.model import Content
from bot.matching.model import Model
from bot.matching.text import words

_ENOUGH = 6
"""How many phrasings of an entry another one must draw to be named."""

_NEAR = 0.45
"""From this likeness on (0 to 1), two phrasings say nearly the same; on the shipped FAQ, strangers never come to it."""

_NEARER = 0.1
"""By how much another entry's phrasing must be nearer than the nearest of its own."""

_SAME = 0.75
"""From this likeness on, a phrasing without a word of its own teaches nothing that its neighbour does not."""

_LITTLE = 3
"""Up to how many letters a word is taken for a little one (le, une, par)."""

_WORDS = 4

Advice = tuple[str, str, str]
"""The phrasing it is about ("": the entry), what happens, what to do."""


def attractions(content: Content) -> dict[str, list[Advice]]:
    """Give, for each entry, what its phrasings have to do with other ones."""
    model = Model(content, precision=0.95)
    found: defaultdict[str, list[Advice]] = defaultdict(list)
    for own, advice in [*_drawn(content, model), *_nearer(content, model)]:
        found[own].append(advice)
    return found


def _drawn(content: Content, model: Model) -> Iterator[tuple[str, Advice]]:
    drawn: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for text, own, other in model.drawn():
        drawn[own, other].append(text)
    vocabularies = {
        entry.id: Counter(word for text in (entry.question, *entry.phrasings) for word in set(words(text)))
        for entry in content.entries.values()
    }
    spread = Counter(word for vocabulary in vocabularies.values() for word in vocabulary)
    for (own, other), texts in drawn.items():
        if len(texts) < _ENOUGH:
            continue
        shared = Counter(word for text in texts for word in set(words(text)) & set(vocabularies[other]))
        proper = {word: count for word, count in vocabularies[own].items() if word not in vocabularies[other]}
        what = (
            f"{len(texts)} formulations seraient prises pour {other}, par les mots {_telling(shared, spread)} ; "
            f"par exemple « {texts[0]} » et « {texts[1]} »."
        )
        remedy = "Dites-y ce qui est propre à cette fiche"
        remedy += f" (par exemple {_telling(proper, spread)})" if proper else ""
        yield own, ("", what, f"{remedy}, ou déplacez-les vers l'autre.")


def _telling(counts: dict[str, int], spread: Counter[str]) -> str:
    """Name the words that tell most: often here, and in few entries."""
    best = sorted(counts, key=lambda word: (-counts[word] / spread[word], word))[:_WORDS]
    return ", ".join(f"« {word} »" for word in best)


def _nearer(content: Content, model: Model) -> Iterator[tuple[str, Advice]]:
    for entry in content.entries.values():
        known: set[str] = set()
        for text in entry.phrasings:
            found = {name: (other, likeness) for name, other, likeness in model.nearest(text, own=entry.id)}
            neighbour, likeness = found.pop(entry.id, ("", 0.0))
            known.add(text)
            if likeness >= _SAME and neighbour in known and _adds_no_word(text, neighbour):
                what = f"« {text} » n'apprend rien de plus que « {neighbour} »."
                yield entry.id, (text, what, "Changez-en les mots et la tournure, ou retirez-la.")
            other, (nearest, nearness) = max(found.items(), key=lambda one: one[1][1], default=("", ("", 0.0)))
            if nearness >= _NEAR and nearness - likeness >= _NEARER:
                what = f"« {text} » ressemble plus à « {nearest} » ({other}) qu'aux formulations de sa fiche."
                yield entry.id, (text, what, "Déplacez-la, ou ajoutez-y ce qui est propre à cette fiche.")


def _adds_no_word(text: str, neighbour: str) -> bool:
    """Say whether a phrasing holds no word that counts besides those of another, and is not the same text."""
    own = {word for word in words(text) if len(word) > _LITTLE}
    return own <= set(words(neighbour)) and text.casefold() != neighbour.casefold()
