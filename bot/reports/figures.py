"""The figures of an evaluation, as tables."""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.matching.evaluation import Figure, Report

_NAMES = {
    "right first": "bonne fiche en tête",
    "right in three": "bonne fiche dans les trois premières",
    "auroc": "a une fiche ou non (AUROC)",
    "right at 95 % precision": "répondu juste d'emblée, au seuil de 95 % de précision",
    "precision": "précision des réponses directes (décision du bot)",
    "answered right": "répondu juste d'emblée (décision du bot)",
    "answered though none": "questions sans fiche auxquelles il répond par erreur",
    "suggestions hold": "la bonne fiche est dans ce qu'il propose",
    "small talk recognised": "politesses reconnues",
    "taken for small talk": "vraies questions prises pour des politesses",
    "calibration error": "erreur de calibration (ECE)",
}
_RATIOS = {"auroc", "calibration error"}
_OUTCOMES = {
    "right first": "en tête",
    "answered right": "répond juste",
    "answer": "répond",
    "suggestions": "propose",
    "out_of_scope": "hors sujet",
    "smalltalk": "politesse",
    "none": "pas encore",
}


def show(report: Report) -> None:
    """Print a report on the terminal."""
    console = Console()
    console.print(_figures(report.figures))
    console.print(_styles(report.styles))
    console.print(_reliability(report))
    if report.confusions:
        table = Table("attendue", "trouvée", "fois", title="Confusions")
        for expected, found, count in report.confusions:
            table.add_row(Text(expected), Text(found), str(count))
        console.print(table)
    times = report.milliseconds
    console.print(f"Temps par question (d'un cœur) : médiane {times['median']:.2f} ms, p99 {times['p99']:.2f} ms")


def _figures(figures: Mapping[str, Figure]) -> Table:
    table = Table("mesure", "valeur", "intervalle à 95 %", "questions", title="Mesures")
    for name, figure in figures.items():
        write = "{:.3f}".format if name in _RATIOS else "{:.1%}".format
        interval = f"{write(figure.low)} – {write(figure.high)}"
        table.add_row(_NAMES[name], write(figure.value), interval, str(figure.cases))
    return table


def _styles(styles: Mapping[str, Mapping[str, float]]) -> Table:
    table = Table(title="Par style")
    table.add_column("style", no_wrap=True)
    for name in ("questions", *_OUTCOMES.values()):
        table.add_column(name)
    for style, row in styles.items():
        shares = [f"{row[name]:.0%}" if name in row else "" for name in _OUTCOMES]
        table.add_row(Text(style or "—"), f"{row['cases']:.0f}", *shares)
    return table


def _reliability(report: Report) -> Table:
    table = Table("confiance annoncée", "part de justes", "questions", "", title="Fiabilité")
    for mean, right, cases in report.reliability:
        table.add_row(f"{mean:.0%}", f"{right:.0%}", str(cases), "█" * round(right * 20))
    return table
