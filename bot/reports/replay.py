"""What an edit wins, changes and loses, as `bot replay` shows it: as lines, as JSON data; and how far it has got."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.maintain.replay import Difference, Kind, Replayed, answering
from bot.matching.replies import OutOfScope, Reply, SmallTalk, Suggestions
from bot.matching.replies import as_json as replies_as_json

_TITLES: Final[dict[Kind, str]] = {
    "won": "Répondues",
    "changed": "Changent de réponse",
    "other": "Changent autrement, sans réponse directe gagnée ni perdue",
    "lost": "Perdues",
}
"""In the order they are shown: what matters most is the last that is read."""


@contextmanager
def progress(total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal while questions are put; give what makes it advance."""
    console = Console(stderr=True)
    columns = TextColumn("Questions rejouées"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total)
        yield lambda more: bar.advance(task, more)


def as_text(replayed: Replayed) -> Iterator[str]:
    """Give each question whose reply is another, what it was and what it is, and the count in the last line."""
    for kind, title in _TITLES.items():
        if found := replayed.of(kind):
            yield f"{title} :"
            for one in found:
                yield f"  « {' '.join(one.asked.text.split())} »{_remarks(one)}"
                yield f"      {_said(one.before)} → {_said(one.after)}"
            yield ""
    yield summary(replayed)


def summary(replayed: Replayed) -> str:
    """Say in one line how it stands."""
    won, changed, lost, other = (len(replayed.of(kind)) for kind in ("won", "changed", "lost", "other"))
    parts = [
        f"+{won} {'répondues' if won > 1 else 'répondue'}",
        f"{changed} {'changent' if changed > 1 else 'change'} de réponse",
        f"{lost} {'perdues' if lost > 1 else 'perdue'}",
    ]
    if other:
        parts.append(f"{other} {'changent' if other > 1 else 'change'} autrement")
    return f"{', '.join(parts)} (sur {replayed.asked} {'questions' if replayed.asked > 1 else 'question'})."


def as_json(replayed: Replayed) -> dict[str, object]:
    """Give all of it as JSON data."""
    return {
        "asked": replayed.asked,
        **{kind: [_data(one) for one in replayed.of(kind)] for kind in _TITLES},
        "summary": summary(replayed),
    }


def _data(one: Difference) -> dict[str, object]:
    return {
        "question": one.asked.text,
        "times": one.asked.times,
        **({"expected": one.asked.case.id} if one.asked.case else {}),
        "before": replies_as_json(list(one.before)),
        "after": replies_as_json(list(one.after)),
    }


def _remarks(one: Difference) -> str:
    times = f" ({one.asked.times} fois)" if one.asked.times > 1 else ""
    return times + (f" (attendu : {one.asked.case.id or 'aucune fiche'})" if one.asked.case else "")


def _said(replies: Sequence[Reply]) -> str:
    if answers := answering(replies):
        return " et ".join(answers)
    match replies[0]:
        case Suggestions(entries=entries):
            return f"propose {', '.join(entries)}"
        case OutOfScope(topic=topic):
            return f"hors sujet ({topic})"
        case SmallTalk(exchange=exchange):
            return f"politesse ({exchange})"
    return "pas de réponse"
