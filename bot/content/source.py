"""YAML as people type it → plain text, lists and mappings, each with the line it stands on.

Text is text: `on`, `no`, `12:30` and `010` stay as typed (YAML 1.1 would make them a boolean, a number in
base 60 and an octal). Anchors and aliases are refused: nobody needs them here, and YAML bombs are made of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.content.diagnosis import conflict, diagnose
from bot.content.problems import ContentError, Problem

MAX_BYTES = 1_000_000
"""A file larger than this (bytes) is refused: two thousand entries fit in it."""

_MAX_DEPTH = 20

Key = tuple[str | int, ...]
"""Where a value stands in a file: the keys and list positions (from 0) that lead to it."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_UNSEEN = "\u00a0\u2007\u202f\u3000\u200b\u200c\u200d\u2060\ufeff "
"""Spaces that are not the ordinary one, and signs that nobody sees."""

_QUOTES = 'Mettez le texte entre guillemets droits : "…".'
_MISTAKES = {  # what PyYAML says → what happened, what to do
    "found character '\\t'": ("une tabulation se trouve là où il faut des espaces.", "Remplacez-la par deux espaces."),
    "found character that cannot start any token": (
        "ce caractère (tabulation, @, ` ou %) ne peut pas commencer un texte.",
        "Remplacez les tabulations par des espaces, ou mettez le texte entre guillemets.",
    ),
    "found a tab character": (
        "une tabulation se trouve là où il faut des espaces.",
        "Remplacez-la par deux espaces.",
    ),
    "mapping values are not allowed": (
        "deux-points inattendus : un « : » suivi d'un espace se trouve dans un texte sans guillemets, "
        "ou le retrait de la ligne n'est pas le bon.",
        _QUOTES,
    ),
    "could not find expected ':'": (
        "il manque « : » après la clé, ou la ligne n'est pas assez en retrait.",
        "Écrivez « clé: texte », ou alignez la ligne sur les autres.",
    ),
    "found unexpected end of stream": ("un guillemet ouvert n'est jamais refermé.", 'Ajoutez le " qui manque.'),
    "while scanning a quoted scalar": ("un guillemet ouvert n'est jamais refermé.", 'Ajoutez le " qui manque.'),
    "did not find expected key": (
        "le retrait de cette ligne n'est pas celui de ses voisines, ou un guillemet est mal placé.",
        "Alignez-la sur les lignes du même niveau, ou revoyez les guillemets.",
    ),
    "did not find expected '-' indicator": (
        "le retrait de cette ligne n'est pas celui de la liste, ou du texte suit un guillemet fermé.",
        "Alignez le tiret sur les autres ; mettez tout le texte entre guillemets droits.",
    ),
    "did not find expected ',' or ']'": ("une liste entre crochets n'est pas refermée.", "Ajoutez le ] ou la virgule."),
    "did not find expected node content": (
        "un crochet ou une accolade n'est pas refermé, ou une virgule est de trop.",
        "Ajoutez le signe qui manque, ou écrivez un élément par ligne.",
    ),
    "did not find expected ',' or '}'": ("une accolade ouverte n'est pas refermée.", "Ajoutez le } ou la virgule."),
    "did not find expected alphabetic": (
        "un texte commence par * ou &, que YAML lit comme un renvoi.",
        _QUOTES,
    ),
    "found undefined alias": ("un texte commence par *, que YAML lit comme un renvoi.", _QUOTES),
    "control characters are not allowed": (
        "un caractère invisible se trouve dans le fichier.",
        "Supprimez la ligne et retapez-la.",
    ),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its path below the content folder, its data (text, lists, mappings), and the line of each value."""

    path: str
    data: object
    lines: Mapping[Key, int]

    def line(self, key: Key) -> int:
        """Give the line (from 1) of a value, or of the nearest thing around it that the file really holds."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)


def read(folder: Path, path: str) -> Source:
    """Read one YAML file below `folder`.

    Raises ContentError when it cannot be read, is not UTF-8, is too large, is not YAML, or repeats a key.
    """
    return parse(path, decode(path, read_bytes(folder, path)))


def read_bytes(folder: Path, path: str) -> bytes:
    """Give a file as it is on disk; raises ContentError when it cannot be read."""
    try:
        return (folder / path).read_bytes()
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise _refusal(path, 1, "le fichier a disparu pendant la lecture.", "Remettez-le, ou réessayez.") from None
        if isinstance(error, IsADirectoryError):
            what = "c'est un dossier, pas un fichier."
            raise _refusal(path, 1, what, "Donnez-lui un nom qui ne finit pas par .yaml.") from None
        raise _refusal(path, 1, f"le fichier ne peut pas être lu ({error.strerror}).", "Vérifiez ses droits.") from None


def decode(path: str, raw: bytes) -> str:
    """Give a file's text without its byte order mark; raises ContentError when it is too large or not UTF-8."""
    if len(raw) > MAX_BYTES:
        raise _refusal(path, 1, "le fichier dépasse 1 Mo.", "Partagez-le en plusieurs thèmes.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        remedy = "Dans votre éditeur : enregistrer sous, encodage UTF-8."
        raise _refusal(path, line, "le fichier n'est pas en UTF-8.", remedy) from None


@lru_cache(maxsize=64)
def parse(path: str, text: str) -> Source:
    """Give a file's data with the line of each value; raises ContentError when it is not YAML, or repeats a key.

    What stands in a source is remembered, and not to be changed: of a folder that is read again, most files are as
    they were.
    """
    if found := conflict(text):
        raise _refusal(path, *found)
    lines: dict[Key, int] = {(): 1}
    problems: list[Problem] = []
    try:
        _check_events(path, text)
        node = compose(text)
    except yaml.MarkedYAMLError as error:
        problem = _mistake(path, error)
        if found := diagnose(text, problem.line):
            problem = Problem(path, *found)
        raise ContentError([problem]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        what, remedy = _MISTAKES["control characters are not allowed"]
        raise _refusal(path, line, what, remedy) from None
    data = {} if node is None else _value(node, (), path, lines, problems)
    if problems:
        raise ContentError(problems)
    return Source(path, data, lines)


def compose(text: str) -> yaml.Node | None:
    """Give a text's tree of nodes, each with where it begins and ends; raises what PyYAML does."""
    return yaml.compose(text, Loader=_Loader)


def _check_events(path: str, text: str) -> None:
    """Refuse what is YAML but cannot be meant: anchors, aliases, tags, and brackets without end."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refusal(path, line, "un texte commence par * ou &, que YAML lit comme un renvoi.", _QUOTES)
        if getattr(event, "tag", None):
            raise _refusal(path, line, "un texte commence par !, que YAML lit comme une étiquette.", _QUOTES)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise _refusal(path, line, "il y a trop de crochets ou de retraits les uns dans les autres.", _QUOTES)


def _value(node: yaml.Node, key: Key, path: str, lines: dict[Key, int], problems: list[Problem]) -> object:
    lines[key] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*key, n), path, lines, problems) for n, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return str(node.value)
    found: dict[str, object] = {}
    for name_node, value_node in node.value:
        typed = str(name_node.value)
        name = typed.strip(_UNSEEN)
        line = name_node.start_mark.line + 1
        if name != typed:
            what = f"une espace insécable, ou un signe invisible, est collé à la clé « {name} »."
            problems.append(Problem(path, line, what, f"Retapez-la : « {name}: »."))
        if name == "id" and name in found and key and isinstance(key[-1], int):
            what = "la suivante commence ici, mais il manque son tiret."
            problems.append(Problem(path, line, what, "Écrivez « - id: … », le tiret sous celui d'avant."))
            break  # what follows is hers
        if name in found:
            problems.append(Problem(path, line, f"la clé « {name} » figure deux fois.", "Gardez-en une seule."))
        found[name] = _value(value_node, (*key, name), path, lines, problems)
        lines[(*key, name)] = line
    return found


def _mistake(path: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    said = f"{error.context or ''} {error.problem or ''}"
    for sign, (what, remedy) in _MISTAKES.items():
        if sign in said:
            # An unclosed quote and a key without its colon are reported further on than where they begin.
            opened = error.context_mark if "quoted scalar" in said or "expected ':'" in said else None
            at = opened or mark
            return Problem(path, at.line + 1 if at else 1, what, remedy)
    line = mark.line + 1 if mark else 1
    return Problem(path, line, "cette ligne n'est pas du YAML valable.", "Comparez-la avec une fiche voisine.")


def _refusal(path: str, line: int, what: str, remedy: str) -> ContentError:
    return ContentError([Problem(path, line, what, remedy)])
