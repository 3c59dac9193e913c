"""The questions that wait for a person: as a table, in full, as JSON data, as rows of a file; never who asked."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.desk import Cluster
from bot.reports.tables import Cell

HEADER: Final = ("numéro", "question", "autres formulations", "personnes", "posée le", "la dernière fois", "thème")


def show(found: Sequence[Cluster], total: int, page: int, per_page: int) -> None:
    """Print a page (from 1) of the questions that wait; `total`: how many there are in all."""
    console = Console()
    pages = -(-total // per_page)
    if not found:
        there = f"Il n'y a que {pages} page(s) : --page {pages} montre la dernière."
        console.print(there if total else "Aucune question n'attend de réponse.")
        return
    table = Table("nº", "pers.", "depuis", "question", "fiches proches", title=f"Questions en attente : {total}")
    for one in found:
        near = ", ".join(f"{candidate.id} ({candidate.confidence:.0%})" for candidate in one.nearest[:2])
        day = f"{_time(one.first_asked_at):%d/%m/%Y}"
        table.add_row(str(one.id), str(one.people), day, Text(_title(one)), Text(near))
    console.print(table)
    if pages > 1:
        other = "suivante" if page < pages else "première"
        console.print(f"Page {page} sur {pages} ; --page {page % pages + 1} montre la {other}.")


def show_one(cluster: Cluster, now: int) -> None:
    """Print all that is known of a question."""
    console = Console()
    lines = [f"Question nº {cluster.id} ({_STATES[cluster.state]}), {_people(cluster.people)}", ""]
    for one in cluster.wordings:
        told = "prévenue" if one.told_at else "veut être prévenue" if one.wants_answer else ""
        lines.append(f"  [{one.question_id}] {_time(one.asked_at):%d/%m/%Y} {one.text or '(texte effacé)'}  {told}")
    lines += ["", *(f"  proche : {one.id} ({one.confidence:.0%})" for one in cluster.nearest[:3])]
    lines += [f"  peut-être la même : nº {id}" for id in cluster.neighbours]
    if name := cluster.claimant(now):
        lines.append(f"  {name} s'en occupe.")
    lines += [f"  {'équipe' if note.author == 'organiser' else 'personne'} : {note.text}" for note in cluster.notes]
    if cluster.kept.answer:
        lines += ["", cluster.kept.answer]
    tally = cluster.tally
    if cluster.state != "open":
        lines.append(
            f"  remises : {tally.delivered}, en attente : {tally.waiting}, bot bloqué : {tally.blocked}, "
            f"échecs : {tally.failed} {' '.join(tally.errors)}"
        )
    lines += [f"  FAQ : {edit.result or 'à écrire'}" for edit in cluster.edits]
    for line in lines:
        console.print(Text(line))


def _people(count: int) -> str:
    return "1 personne" if count == 1 else f"{count} personnes"


def as_json(found: Sequence[Cluster]) -> list[dict[str, object]]:
    """Give questions as JSON data."""
    return [
        {
            "id": one.id,
            "state": one.state,
            "title": one.title,
            "wordings": [{"id": wording.question_id, "text": wording.text} for wording in one.wordings],
            "people": one.people,
            "wanting": one.wanting,
            "first_asked_at": _time(one.first_asked_at).isoformat(),
            "last_asked_at": _time(one.last_asked_at).isoformat(),
            "nearest": [{"id": candidate.id, "confidence": candidate.confidence} for candidate in one.nearest],
            "neighbours": list(one.neighbours),
        }
        for one in found
    ]


def rows(found: Sequence[Cluster]) -> list[list[Cell]]:
    """Give questions as rows under HEADER."""
    return [
        [
            one.id,
            one.title or "",
            "\n".join(
                dict.fromkeys(wording.text for wording in one.wordings if wording.text and wording.text != one.title)
            ),
            one.people,
            f"{_time(one.first_asked_at):%Y-%m-%d}",
            f"{_time(one.last_asked_at):%Y-%m-%d}",
            one.kept.theme or "",
        ]
        for one in found
    ]


_STATES: Final = {
    "open": "en attente",
    "answered": "répondue",
    "tied": "rattachée à une fiche",
    "written": "devenue une fiche",
    "ignored": "ignorée",
    "merged": "réunie avec une autre",
}


def _others(one: Cluster) -> list[str]:
    return list(dict.fromkeys(wording.text for wording in one.wordings if wording.text and wording.text != one.title))


def _title(one: Cluster) -> str:
    more = len(one.wordings) - 1
    return (one.title or "(texte effacé)") + (f"  (+ {more})" if more else "")


def _time(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
