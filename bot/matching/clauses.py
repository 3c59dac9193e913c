"""A message taken apart: its sentences, and those of them that ask something."""

import re
from collections.abc import Iterable

_ENDS = re.compile(r"(?<=[.?!…;])\s+|\n+|\s+[–—-]\s+|\s:\s|(?:^|\s)[1-9]\s?\)\s*")
_ASKS_NEXT = re.compile(
    r"\s+(?:et|puis|ou bien|and)\s+(?=(?:comment|combien|pourquoi|quand|où|quel(?:le)?s?|est[- ]ce|faut[- ]il|"
    r"puis[- ]je|how|why|when|where|what|should|can)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_OPENING = re.compile(
    r"(?:(?:bonjour|bonsoir|salut|slt|bjr|coucou|merci|svp|alors|et|puis|sinon|hello|hi)\W+)*"
    r"(?:comment|coment|combien|pourquoi|quand|où|quel(?:le)?s?|qui|est[- ]ce|faut[- ]il|peut[- ]on|puis[- ]je|"
    r"dois[- ]je|"
    r"how|why|when|where|what|which|who|should|can|do|does|is|are)\b",
    re.IGNORECASE,
)


def sentences(text: str, least: int = 3) -> list[str]:
    """Split a message into its sentences of at least `least` words, in order."""
    return [part.strip() for part in _ENDS.split(text) if len(_WORD.findall(part)) >= least]


def questions(sentences: Iterable[str], least: int = 5, marked: int = 3) -> list[str]:
    """Give the parts of a message's sentences that each ask something of their own, in order.

    Parts have at least `least` words; those that end in a question mark `marked` at least.
    """
    found = []
    for sentence in sentences:
        for part in map(str.strip, _ASKS_NEXT.split(sentence)):
            is_marked = part.endswith("?")
            if (is_marked or _OPENING.match(part)) and len(_WORD.findall(part)) >= (marked if is_marked else least):
                found.append(part)
    return found
