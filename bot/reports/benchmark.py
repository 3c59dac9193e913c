"""Our matcher beside other engines, and what its size costs it, as tables and a picture."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.content import load
from bot.maintain.benchmark import Contender, compare, load_public
from bot.maintain.scaling import Step, TooMuch, scale
from bot.matching.evaluation import Case, Figure, Report, read_cases
from bot.reports.curves import draw

_MISSING = "non installé"
_REMEDY = "Non installé : faites « uv sync --group benchmark »."
_SHARES = {
    "right first": "en tête",
    "right in three": "dans les 3",
    "auroc": "AUROC",
    "right at 95 % precision": "répond juste à 95 %",
}
_TIMES = ("médiane (ms)", "p99 (ms)", "× le nôtre", "appris en (s)")
_SCALES = ("formulations", "médiane (ms)", "p99 (ms)", "construction (s)", "mémoire (Mo)", "au plus fort (Mo)")
_LEGEND = (
    "En tête, dans les 3 : la bonne fiche, des questions qui en ont une. AUROC : sépare celles qui ont une fiche des "
    "autres (politesses comprises). Répond juste à 95 % : part des questions répondues juste, au seuil où 95 % des "
    "réponses le sont. ± : demi-intervalle à 95 %. Temps par question : d'un cœur, après échauffement ; "
    "l'apprentissage : à la montre. Les autres moteurs ont les mêmes formulations, avec ou sans les exemples hors "
    "sujet et les politesses : le meilleur des réglages. "
    "Centroïdes, régression logistique et SVM : sur TF-IDF de mots, de paires de mots et de lettres."
)


def show_content(folder: Path, files: Iterable[Path]) -> None:
    """Compare the engines on a content folder and the questions of some files."""
    content = load(folder)
    cases = [case for file in files for case in read_cases(file)]
    _show(f"{folder}", cases, compare(content, cases))


def show_public(folder: Path) -> None:
    """Compare the engines on a public set."""
    content, cases = load_public(folder)
    _show(content.pack.title, cases, compare(content, cases))


def show_scaling(folder: Path, picture: Path | None = None) -> None:
    """Measure one size after the other, made of a content folder's words; draw the curves where asked to."""
    console = Console()
    table = Table()
    for name in _SCALES:
        table.add_column(name, justify="right")
    steps = []
    why = ""
    with console.status("Mesure…") as status:
        for found in scale(load(folder)):
            if isinstance(found, TooMuch):
                why = _why(found)
                continue
            steps.append(found)
            table.add_row(*_cells(found))
            status.update(f"{_thousands(found.phrasings)} formulations : {found.build_seconds:.1f} s…")
    console.print(table, why, sep="\n")
    if picture:
        picture.write_text(draw(steps), encoding="utf-8")
        console.print(f"Courbes : {picture}")


def _show(title: str, cases: Sequence[Case], contenders: Iterable[Contender]) -> None:
    console = Console()
    quality, price = Table(title=f"{title} : {len(cases)} questions"), Table()  # beside each other they are too wide
    for table, names in ((quality, _SHARES.values()), (price, _TIMES)):
        table.add_column("moteur", no_wrap=True)
        for name in names:
            table.add_column(name, justify="right")
    ours, missing = 0.0, False
    for contender in contenders:
        if contender.report is None:
            quality.add_row(contender.name, _MISSING)
            missing = True
            continue
        times = contender.report.milliseconds
        ours = ours or times["median"]
        quality.add_row(contender.name, *(_share(contender.report, name) for name in _SHARES))
        price.add_row(
            contender.name,
            f"{times['median']:.2f}",
            f"{times['p99']:.2f}",
            f"{times['median'] / ours:.1f}",
            f"{contender.build_seconds:.2f}",
        )
    console.print(quality, price)
    if missing:
        console.print(_REMEDY)
    console.print(_LEGEND, style="dim")


def _share(report: Report, name: str) -> str:
    figure = report.figures.get(name)
    if figure is None:
        return "—"
    write = "{:.3f}".format if name == "auroc" else "{:.1%}".format
    return f"{write(figure.value)}\n± {write(_half(figure))}"


def _half(figure: Figure) -> float:
    return (figure.high - figure.low) / 2


def _cells(step: Step) -> list[str]:
    times = (f"{value:.2f}" for value in (step.median, step.p99, step.build_seconds))
    return [_thousands(step.phrasings), *times, _thousands(step.megabytes), _thousands(step.peak)]


def _why(found: TooMuch) -> str:
    return (
        f"Arrêt avant {_thousands(found.phrasings)} formulations : la construction prendrait environ "
        f"{_thousands(found.seconds)} s et {_thousands(found.megabytes)} Mo."
    )


def _thousands(value: float) -> str:
    return f"{value:,.0f}".replace(",", "\u202f")
