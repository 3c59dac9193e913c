"""All that is held about a person, as a text that anybody can open."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.wording.composer import long_date

_TIMES: Final = {"at", "asked_at", "told_at", "created_at", "received_at", "not_before"}
"""What is in Unix seconds (0: no time)."""

_CHOICES: Final = {"outcome", "state", "kind", "author"}
"""What is one of a few names of ours."""

_INDENT: Final = "  "


def as_text(title: str, held: Mapping[str, Sequence[Mapping[str, object]]], names: Mapping[str, str]) -> str:
    """Write everything out, kind by kind; `names`: what kinds and fields are called (others keep their own name)."""
    lines = [title]
    for kind, rows in held.items():
        if rows:
            lines += ["", f"{_named(names, kind).upper()} ({len(rows)})"]
        for row in rows:
            lines += ["", *_fields(row, names)]
    return "\n".join(lines) + "\n"


def _fields(row: Mapping[str, object], names: Mapping[str, str]) -> Iterator[str]:
    for name, value in row.items():
        if value is None or value in ("", [], {}, ()):
            continue
        label = _named(names, name)
        if name in _TIMES and isinstance(value, int):
            if value:
                yield f"{label} : {_time(value)}"
        elif isinstance(value, Mapping):
            yield f"{label} :"
            yield from (_INDENT + line for line in _fields(value, names))
        elif isinstance(value, list | tuple):
            yield f"{label} :"
            yield from (_INDENT + line for one in value for line in _item(one, names))
        else:
            known = name in _CHOICES or isinstance(value, bool)
            yield f"{label} : {_named(names, _plain(value)) if known else _plain(value)}"


def _item(value: object, names: Mapping[str, str]) -> Iterator[str]:
    lines = list(_fields(value, names)) if isinstance(value, Mapping) else [_plain(value)]
    yield from (f"{'- ' if number == 0 else _INDENT}{line}" for number, line in enumerate(lines))


def _plain(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    # Whatever a text holds, its lines cannot pass for other fields.
    return f"\n{_INDENT * 2}".join(text.splitlines())


def _named(names: Mapping[str, str], name: str) -> str:
    return names.get(name, name)


def _time(seconds: int) -> str:
    at = datetime.fromtimestamp(seconds)
    return f"{long_date(at.date())}, {at:%H:%M}"
