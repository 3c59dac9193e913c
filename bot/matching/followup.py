"""A question that leans on the one before it: "et pour Instagram ?", "combien ça coûte ?", "pourquoi ?"."""

import re
from collections.abc import Sequence

from bot.content.model import Entry
from bot.matching.subject import ASKING, EMPTY
from bot.matching.text import words

_MOST_WORDS = 8
"""A longer question says itself what it is about."""

_SIDES = (
    frozenset(
        words("coûte coûtent coûter coût cher chère prix tarif payant payante payer gratuit gratuite budget argent")
    ),
    frozenset(words("temps longtemps durée dure durer semaine mois jour minutes heures")),
    frozenset(words("obligatoire obligé obligés légal interdit règlement loi")),
)
"""Words that ask about one side of a subject; an entry that nobody asks in such words does not speak of it."""

_PLATFORMS = frozenset(
    words("facebook instagram linkedin tiktok youtube twitter snapchat whatsapp pinterest messenger google threads")
)

_GOES_ON = re.compile(r"(?:et|mais|ou) (?:pour|avec|chez|dans|sur|si|celles?|celui|ceux)\b")


def is_short(read: Sequence[str]) -> bool:
    """Say whether a question, as read, is short enough to need the one before it."""
    return 0 < len(read) <= _MOST_WORDS


def has_no_subject(read: Sequence[str]) -> bool:
    """Say whether a text, as read, asks something and names no subject of its own."""
    own = set(read) - EMPTY
    asks = ASKING & set(read)
    if own <= _PLATFORMS and not asks and not goes_on(read):  # a platform's name alone asks what there is about it
        return False
    return is_short(read) and bool(own or asks) and all(word in _PLATFORMS or _side(word) for word in own)


def asks_a_side(read: Sequence[str]) -> bool:
    """Say whether a text, as read, asks about one side of a subject (price, time, duty) that it does not name."""
    return has_no_subject(read) and any(map(_side, read))


def goes_on(read: Sequence[str]) -> bool:
    """Say whether a question, as read, opens as one that goes on with the same subject."""
    return is_short(read) and bool(_GOES_ON.match(" ".join(read)))


def speaks_for_itself(read: Sequence[str]) -> bool:
    """Say whether a question, as read, can be understood without another: "vous en pensez quoi ?" cannot."""
    return not goes_on(read) and len([word for word in read if word not in EMPTY and not _side(word)]) > 1


def speaks_of(entry: Entry, read: Sequence[str]) -> bool:
    """Say whether an entry is asked about the sides of its subject (price, time, duty) that a question is about.

    One whose question names platforms speaks of these only.
    """
    named, own = _PLATFORMS.intersection(read), _PLATFORMS.intersection(words(entry.question))
    asked = set(words(" ".join((entry.question, *entry.phrasings))))
    return not (named and own and named.isdisjoint(own)) and all(side & asked for side in map(_side, read) if side)


def with_platform(before: Sequence[str], read: Sequence[str]) -> str | None:
    """Give a question, as read, with the platform of the next one in the place of its own; None if one names none."""
    named = next((word for word in read if word in _PLATFORMS), None)
    if named is None or not _PLATFORMS.intersection(before):
        return None
    return " ".join(named if word in _PLATFORMS else word for word in before)


def _side(word: str) -> frozenset[str]:
    return next((side for side in _SIDES if word in side), frozenset())
