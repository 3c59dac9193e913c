"""The open questions, as a table or as JSON data."""

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.store import StoredQuestion


def show(waiting: Sequence[StoredQuestion]) -> None:
    """Print the questions that wait for an answer."""
    console = Console()
    if not waiting:
        console.print("Aucune question n'attend de réponse.")
        return
    table = Table(
        "n°", "posée le", "question", "fiches les plus proches", title=f"Questions en attente : {len(waiting)}"
    )
    for one in waiting:
        near = ", ".join(f"{candidate.id} ({candidate.confidence:.0%})" for candidate in one.candidates[:2])
        table.add_row(str(one.id), f"{_time(one):%d/%m/%Y %H:%M}", Text(one.text or ""), Text(near))
    console.print(table)


def as_json(waiting: Sequence[StoredQuestion]) -> list[dict[str, object]]:
    """Give the questions as JSON data, without who asked."""
    return [
        {
            "id": one.id,
            "asked_at": _time(one).isoformat(),
            "text": one.text,
            "outcome": one.outcome,
            "candidates": [{"id": candidate.id, "confidence": candidate.confidence} for candidate in one.candidates],
        }
        for one in waiting
    ]


def _time(question: StoredQuestion) -> datetime:
    return datetime.fromtimestamp(question.asked_at, UTC)
