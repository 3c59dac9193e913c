"""How French sounds, roughly: words that are said alike get the same key, however they are spelt.

Rules of our own for everyday French as typed by ear ("koi", "reso", "comunoté"), in the spirit of phonetic
indexing (Philips, "Hanging on the Metaphone", 1990): letters or groups that sound alike become one symbol (capitals
stand for sounds that have no letter of their own), doubled letters become one, silent endings go.
"""

import re
from functools import lru_cache

_GROUPS: tuple[tuple[str, str], ...] = (  # read left to right, the first that fits
    (r"sch|sh|ch", "S"),
    (r"ph", "f"),
    (r"h", ""),
    (r"gn", "N"),
    (r"eaux?|aux?(?![aeiouy])", "o"),
    (r"oeu|eu", "E"),
    (r"oin", "wI"),
    (r"oi|oy", "wa"),
    (r"ou", "U"),
    (r"[st]ion|cion", "sJ"),
    (r"(?:[ae]?i|y)[nm](?![aeiouyn])", "I"),
    (r"[ae][nm](?![aeiouynm])", "A"),
    (r"o[nm](?![aeiouynm])", "O"),
    (r"u[nm](?![aeiouynm])", "I"),
    (r"[ae][iy]", "e"),
    (r"s?c(?=[eiy])", "s"),
    (r"qu|q|ck|c", "k"),
    (r"gu(?=[eiy])", "g"),
    (r"g(?=[eiy])", "j"),
    (r"x", "ks"),
    (r"z", "s"),
    (r"w", "v"),
    (r"ill?(?=[aeiou])", "ii"),
    (r"y", "i"),
)
_GROUP = re.compile("|".join(f"({pattern})" for pattern, _ in _GROUPS))
_SYMBOLS = ("", *(symbol for _, symbol in _GROUPS))
_DOUBLED = re.compile(r"([^aeiouy])\1+")
_REPEATED = re.compile(r"(.)\1+")
_SILENT = re.compile(r"(?<=..)(?:e[rz]|[estdpx]+)$|(?<=.)[estdpx]+$")


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Give the sound key of a word already folded (lower case, no accents); empty only for an empty word."""
    single = _DOUBLED.sub(r"\1", word)
    symbols = _GROUP.sub(lambda found: _SYMBOLS[found.lastindex or 0], single)
    return _REPEATED.sub(r"\1", _SILENT.sub("", symbols)) or word
