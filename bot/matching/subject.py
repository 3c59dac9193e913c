"""A message that only names a subject ("facebook", "les avis ?"): what people who use that word usually ask."""

from collections.abc import Sequence

from bot.matching.text import words

ASKING = frozenset(words("combien comment où pourquoi quand quel quelle quelles quels qui quoi"))
"""Words that ask."""

EMPTY = ASKING | frozenset(
    words(
        "a ah alors au aussi avec bon c ça ce cela chez d dans de des donc du elle en est et eux faut faudra il ils j "
        "je l la le les leur m ma mais me mes moi mon n ne non nous on ou oui par pas pour pouvez qu que s sa sans se "
        "ses si son sur t te toi tout tu un une va vous y exactement environ vraiment plus moyenne"
    )
)
"""Words that have no subject of their own."""

_MOST_WORDS = 3


def named(read: Sequence[str]) -> str | None:
    """Give the one word that a text, as read, comes down to; None where it says more, or asks something."""
    if len(read) == 1:
        return read[0]
    own = [word for word in read if word not in EMPTY]
    asks = len(read) > _MOST_WORDS or not ASKING.isdisjoint(read)
    return own[0] if len(own) == 1 and not asks else None
