"""French typography, applied to whatever people read, in this one place.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale (spaces before ; : ! ? and inside « »).
"""

import re

NARROW, WIDE = "\u202f", "\u00a0"
"""No-break spaces: narrow before ; ! ? » and after «, of full width before a colon."""

_RULES = re.compile(
    r"""
      (?P<keep><code>.*?</code>|<[^<>]*>|https?://[^\s<]+|&(?:\w+|\#\w+);)
    | (?P<apostrophe>')
    | (?P<opening>«[ \u00a0\u202f]*)
    | (?P<high>(?<=\S)[ \u00a0\u202f]+(?=[;!?»]) | (?<=[\w)\]’…%€])(?=[;!?»](?:[\s;!?…».,)<]|$)))
    | (?P<colon>(?<=\S)[ \u00a0\u202f]+(?=:(?:[\s<]|$)))
    """,
    re.VERBOSE | re.DOTALL,
)


def french(html: str) -> str:
    """Set the apostrophes and no-break spaces of a text or HTML; tags, addresses and code stay as they are."""
    return _RULES.sub(_set, html)


def _set(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "apostrophe":
            return "’"
        case "opening":
            return f"«{NARROW}"
        case "high":
            return NARROW
        case "colon":
            return WIDE
        case _:
            return found[0]
