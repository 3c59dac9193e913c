"""What people really did where YAML only says that it is lost: signs that look right on the screen and are not."""

import re
from collections.abc import Iterator

Finding = tuple[int, str, str]
"""The line (from 1), what happened, what to do."""

_BLANKS = "\u00a0\u2007\u202f\u3000"
_QUOTES = 'Mettez le texte entre guillemets droits : "…".'

_CONFLICT = re.compile(r"^(<{7} |={7}$|>{7} )")

_OPENS = re.compile(r'^[ -]*(?:\w+: *)?(?:\[.*)?"')
"""A value, or a list in brackets, with a quote that opens it."""

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
    """Find a likely cause at or before the line (from 1) where the reading was lost; None when nothing strikes."""
    if opened := _open_quote(text.split("\n")[:lost]):
        what = "le guillemet ouvert sur cette ligne n'est pas refermé."
        return opened, what, 'Ajoutez le guillemet droit (") à la fin du texte.'
    for number, line in _near(text, lost):
        for sign, what, remedy in _SIGNS:
            if sign.match(line):
                return number, what, remedy
    return None


def _open_quote(lines: list[str]) -> int | None:
    """Give the line (from 1) of the last quote that was opened and never closed: the next one closes nothing either.

    A text over several lines, which is closed, ends at a quote that nothing follows.
    """
    found = None
    for number, line in enumerate(lines, start=1):
        marks = [at for at, sign in enumerate(line) if sign == '"' and line[at - 1 : at] != "\\"]
        if found is None:
            if len(marks) % 2 and _OPENS.match(line):
                found = number
        elif marks:
            closes = not line[marks[0] + 1 :].strip(" ,]").partition("#")[0].strip()
            if not closes:
                return found
            found = None
    return found


def _near(text: str, lost: int) -> Iterator[tuple[int, str]]:
    """Give the line itself, then the one before."""
    lines = text.split("\n")
    for number in (lost, lost - 1):
        if 0 < number <= len(lines):
            yield number, lines[number - 1]
