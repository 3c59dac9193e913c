"""Entries that attract each other: phrasings that, if somebody typed them, would be taken for another entry's."""

from collections import Counter, defaultdict

from bot.content.model import Content
from bot.matching.model import Model
from bot.matching.text import words

_ENOUGH = 6
"""How many phrasings of an entry another one must draw to be named."""


def attractions(content: Content) -> dict[str, list[tuple[str, str]]]:
    """Give, for each entry that others draw phrasings from, what happens and what to do."""
    drawn: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for text, own, other in Model(content, precision=0.95).drawn():
        drawn[own, other].append(text)
    vocabularies = {
        entry.id: {word for text in (entry.question, *entry.phrasings) for word in words(text)}
        for entry in content.entries.values()
    }
    spread = Counter(word for vocabulary in vocabularies.values() for word in vocabulary)
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for (own, other), texts in drawn.items():
        if len(texts) < _ENOUGH:
            continue
        shared = Counter(word for text in texts for word in set(words(text)) & vocabularies[other])
        # The words that draw are those both entries use and few others do.
        telling = sorted(shared, key=lambda word: (-shared[word] / spread[word], word))[:4]
        what = (
            f"{len(texts)} formulations seraient prises pour {other}, par les mots "
            f"{', '.join(f'« {word} »' for word in telling)} ; par exemple « {texts[0]} » et « {texts[1]} »."
        )
        found[own].append((what, "Dites-y ce qui est propre à cette fiche, ou déplacez-les vers l'autre."))
    return found
