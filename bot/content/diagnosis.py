"""What people really did where YAML only says that it is lost: signs that look right on the screen and are not."""

import re
from collections.abc import Iterator

Finding = tuple[int, str, str]
"""The line (from 1), what happened, what to do."""

_BLANKS = "\u00a0\u2007\u202f\u3000"
_QUOTES = 'Mettez le texte entre guillemets droits : "…".'

_CONFLICT = re.compile(r"^(<{7} |={7}$|>{7} )")

_SIGNS = (
    (
        re.compile(rf"^[ -]*[{_BLANKS}]"),
        "un espace du début de la ligne est insécable (il vient d'un traitement de texte ou d'un site).",
        "Effacez les espaces du début et retapez-les.",
    ),
    (
        re.compile(rf"^[ -]*\w+:[{_BLANKS}]"),
        "l'espace qui suit les deux-points est insécable.",
        "Effacez-le et retapez un espace ordinaire.",
    ),
    (
        re.compile(r"^[ -]*(?:\w+: +)?[“”„]"),
        "les guillemets courbes “…” ne protègent pas un texte.",
        _QUOTES,
    ),
    (
        re.compile(r"^[ -]*(?:\w+: +)?'[^']*\w'\w"),
        "une apostrophe referme un texte entre apostrophes.",
        _QUOTES,
    ),
    (re.compile(r"^ *-[^\W\d]"), "il manque une espace après le tiret.", "Écrivez « - texte »."),
    (
        re.compile(r"^ *(?:- )?[a-z_]+ *[;=\uff1a] *\S"),
        "la clé n'est pas suivie de deux-points.",
        "Écrivez « clé: texte ».",
    ),
)


def conflict(text: str) -> Finding | None:
    """Find what a merge left behind: two versions of the same lines, one below the other."""
    for number, line in enumerate(text.split("\n"), start=1):
        if _CONFLICT.match(line.rstrip("\r")):
            what = "une fusion (git) a laissé les deux versions de ces lignes."
            return number, what, "Gardez la bonne, et effacez les lignes <<<<<<<, ======= et >>>>>>>."
    return None


def diagnose(text: str, lost: int) -> Finding | None:
    """Find a likely cause near the line (from 1) where the reading was lost; None when nothing strikes."""
    for number, line in _near(text, lost):
        for sign, what, remedy in _SIGNS:
            if sign.match(line):
                return number, what, remedy
    return None


def _near(text: str, lost: int) -> Iterator[tuple[int, str]]:
    """Give the line itself, then the one before."""
    lines = text.split("\n")
    for number in (lost, lost - 1):
        if 0 < number <= len(lines):
            yield number, lines[number - 1]
