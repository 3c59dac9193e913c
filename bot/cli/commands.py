"""The commands: each calls the part that does the work and prints what it gives; no logic of their own.

Each imports what it needs when it runs: `bot ask` has no use for Telegram, nor `bot health` for the matcher.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from bot.config import Settings, read
from bot.problem import MendableError

Command = Callable[[Namespace], int]

EVALUATION = Path("tests/evaluation")
"""Where the project's own questions are, for `bot benchmark` without a file."""


def run(arguments: Namespace) -> int:
    """Run the bot on Telegram."""
    from bot import app

    return app.run(read())


def chat(arguments: Namespace) -> int:
    """Talk with the bot in the terminal."""
    from bot import app

    return app.chat(read())


def demo(arguments: Namespace) -> int:
    """Show the bot in a browser."""
    from bot import app

    return app.demo(read(), arguments.port)


def ask(arguments: Namespace) -> int:
    """Put one question."""
    from bot.content import load
    from bot.matching.answering import Answerer
    from bot.matching.replies import as_json
    from bot.reports import explanation, replies
    from bot.wording.wordless import hint_for

    settings = read()
    content = load(_folder(arguments, settings))
    asked = arguments.question.strip()
    if asked and not arguments.json and content.messages and (hint := hint_for(asked, content.messages)):
        print(f"{hint} [aucun mot : rien n'est noté]")
        return 0
    answerer = Answerer.build(content, settings.precision)
    found = answerer.reply_to(arguments.question)
    if arguments.json:
        data = as_json(found)
        if arguments.explain:
            data["explanation"] = explanation.as_json(answerer.explain(arguments.question))
        print_json(data)
        return 0
    print(replies.as_text(found, content))
    if arguments.explain:
        print()
        print(explanation.as_text(answerer.explain(arguments.question), content))
    return 0


def check(arguments: Namespace) -> int:
    """Check the content."""
    from bot.maintain.check import check as check_folder
    from bot.maintain.links import check_links
    from bot.maintain.mend import mend
    from bot.reports import findings as report

    folder = _folder(arguments, read())
    for done in mend(folder) if arguments.fix else ():
        print(f"{done} (corrigé)", file=sys.stderr if arguments.json else sys.stdout)
    findings = check_folder(folder)
    if arguments.links:
        findings = findings.plus(check_links(folder))
    if arguments.json:
        print_json(report.as_json(findings))
    else:
        lines = report.as_github(findings, folder) if arguments.format == "github" else report.as_text(findings)
        print(*lines, sep="\n")
    return 1 if findings.errors else 0


def schema(arguments: Namespace) -> int:
    """Write the JSON Schemas of the content files."""
    from bot.maintain import schema

    for path in schema.write(_folder(arguments, read())):
        print(path)
    return 0


def evaluate(arguments: Namespace) -> int:
    """Measure the replies on questions whose entry is known."""
    from bot.content import load
    from bot.matching import evaluation
    from bot.matching.answering import Answerer
    from bot.matching.replies import as_json
    from bot.reports import figures, wrong

    settings = read()
    if arguments.groups:
        return _evaluate_groups(arguments, settings)
    cases = [case for file in arguments.files for case in evaluation.read_cases(file)]
    content = load(_folder(arguments, settings))
    answerer = Answerer.build(content, settings.precision)
    answerer.get_ready()
    outcomes = evaluation.run(answerer.reply_to, cases)
    if arguments.predictions:
        lines = [
            json.dumps({"q": one.case.q, "expected": one.case.id, **as_json(list(one.replies))}, ensure_ascii=False)
            for one in outcomes
        ]
        try:
            arguments.predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")
        except OSError as error:
            where = f"{arguments.predictions} : impossible d'y écrire ({error.strerror})."
            raise MendableError(f"{where} Donnez un autre fichier avec --predictions.") from None
    report = evaluation.evaluate(outcomes)
    if arguments.json:
        print_json(report.to_json())
    else:
        figures.show(report)
        mistakes = wrong.wrong(outcomes)
        print(f"Réponses qui n'aident pas : {len(mistakes)} sur {len(outcomes)} (--wrong les montre, avec les raisons)")
        if arguments.wrong:
            print(*wrong.as_text(mistakes, answerer, content), sep="\n")
    return 0


def _evaluate_groups(arguments: Namespace, settings: Settings) -> int:
    """Measure how open questions are put together: those of each file as if nothing else had been asked."""
    from dataclasses import asdict

    from bot.content import load
    from bot.matching.answering import Answerer
    from bot.matching.grouping_quality import measure, read_worded

    asked = {file: read_worded(file) for file in arguments.files}
    answerer = Answerer.build(load(_folder(arguments, settings)), settings.precision)
    found = {file: measure(answerer, worded) for file, worded in asked.items()}
    if arguments.json:
        print_json([{"file": str(file), **asdict(one)} for file, one in found.items()])
        return 0
    for file, one in found.items():
        print(f"{file} : {one.questions} questions sur {one.subjects} sujets, en {one.groups} groupes")
        print(f"  paires réunies à raison (précision) : {one.precision:.1%}")
        print(f"  paires du même sujet réunies (rappel) : {one.recall:.1%}")
        print(f"  groupes à réunir, dont l'autre est parmi les trois proposés : {one.proposed:.1%}")
        print(f"  une fiche répond, à tort : {one.answered:.1%}")
    return 0


def benchmark(arguments: Namespace) -> int:
    """Set the matcher beside other engines."""
    from bot.reports import benchmark as bench

    settings = read()
    if arguments.scaling:
        bench.show_scaling(_folder(arguments, settings), arguments.picture)
    elif arguments.public:
        bench.show_public(arguments.public)
    else:
        files = arguments.files or sorted(EVALUATION.glob("*.jsonl"))
        bench.show_content(_folder(arguments, settings), files)
    return 0


def qr(arguments: Namespace) -> int:
    """Draw the poster that leads to the bot, or to one of its pages."""
    from bot.content import load
    from bot.reports import poster

    svg = poster.as_svg(poster.of(load(_folder(arguments, read())), arguments.bot, arguments.target))
    name = f"affiche-{arguments.target or 'bot'}"
    _write(Path(f"{name}.svg"), svg.encode())
    _write(Path(f"{name}.png"), poster.as_png(svg))
    return 0


def health(arguments: Namespace) -> int:
    """Say whether the bot is alive."""
    from bot import app

    return app.health(read())


def _folder(arguments: Namespace, settings: Settings) -> Path:
    return arguments.faq or settings.faq


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise MendableError(f"{path} : impossible d'y écrire ({error.strerror}).") from None
    print(path)


def print_json(data: object) -> None:
    """Print data as JSON."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
    print()
