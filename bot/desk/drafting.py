"""From what people asked to what the FAQ may learn: phrasings, and a first draft of an entry."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from bot.content import Content
from bot.content.draft import EntryDraft
from bot.desk.model import Cluster
from bot.matching.text import words

_MOST_PHRASINGS: Final = 12
_LONGEST: Final = 200
_SLUG_WORDS, _SHORT = 5, 3


def phrasings_of(texts: Iterable[str]) -> list[str]:
    """Give the texts that may become phrasings: each once, in one line, not too long, without anything masked."""
    found: dict[tuple[str, ...], str] = {}
    for text in texts:
        line = " ".join(text.split())
        if line and len(line) <= _LONGEST and "[" not in line:
            found.setdefault(tuple(words(line)), line)
    return list(found.values())[:_MOST_PHRASINGS]


def draft_of(cluster: Cluster, content: Content) -> EntryDraft:
    """Propose an entry: its question is the best wording, its phrasings all others, its theme that of what is near."""
    entries = content.entries
    theme = next((entries[one.id].theme for one in cluster.nearest if one.id in entries), None)
    title = " ".join((cluster.title or "").split())
    return EntryDraft(
        id=_free_id(title, content),
        theme=cluster.kept.theme or theme or content.themes[0].slug,
        question=title[:1].upper() + title[1:],
        answer=cluster.kept.answer or "",
        phrasings=tuple(phrasings_of(one.text for one in cluster.wordings if one.text)),
        verified_on=date.today(),
    )


def _free_id(title: str, content: Content) -> str:
    telling = [word for word in words(title) if len(word) > _SHORT and word.isascii() and word.isalnum()]
    name = "-".join(telling[:_SLUG_WORDS])[:50] or "nouvelle-fiche"
    numbered = (f"{name}-{number}" for number in range(2, 1000))
    return next(one for one in (name, *numbered) if one not in content.entries)
