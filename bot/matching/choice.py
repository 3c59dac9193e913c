"""What is typed in place of tapping a suggestion: "2", "la première", "non", "aucune", "oui"."""

import re
from typing import Literal

from bot.matching.text import fold, words

_RANKS = (
    ("1", "une", "premiere", "premier", "1ere", "1er"),
    ("2", "deux", "deuxieme", "seconde"),
    ("3", "trois", "troisieme"),
)
_PICK = re.compile(r"(?:oui )?(?:c est )?(?:la |le |l )?(?:question |numero |no |n )?(\w+)")

_NO = frozenset(
    {
        *("non", "nan", "nn", "no", "nope", "aucune", "aucun", "non aucune", "non aucun", "non merci", "pas du tout"),
        *("non pas du tout", "aucune des trois", "aucune des deux", "aucune d elles", "aucune de celles la"),
        *(
            "rien de tout ca",
            "c est pas ca",
            "ce n est pas ca",
            "non c est pas ca",
            "non ce n est pas ca",
            "pas vraiment",
        ),
    }
)
_YES = frozenset({"oui", "ouais", "oui oui", "yes", "c est ca", "oui c est ca", "exact", "exactement", "voila"})

Choice = int | Literal["none", "which"]
"""The suggestion taken, from 0; "none" of them; or yes, without saying "which"."""


def choice(text: str, offered: int, refusal: str) -> Choice | None:
    """Read a message as a choice among suggestions; None for any other.

    `offered` is how many there are, `refusal` what the button says that refuses them all.
    """
    said = " ".join(re.findall(r"\w+", fold(text)))
    if said in _NO or words(text) == words(refusal):
        return "none"
    if said in _YES:
        return 0 if offered == 1 else "which"
    found = _PICK.fullmatch(said)
    rank = next((rank for rank, names in enumerate(_RANKS) if found and found[1] in names), offered)
    return rank if rank < offered else None
