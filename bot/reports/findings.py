"""What `bot check` found: as lines, as JSON data, or as the annotations of a forge."""

from collections.abc import Iterator
from pathlib import Path

from bot.content import Problem
from bot.maintain.check import Findings


def as_text(findings: Findings) -> Iterator[str]:
    """Give a line for each problem, errors first, and the count."""
    yield from map(str, findings.errors)
    yield from (f"{warning} (avertissement)" for warning in findings.warnings)
    yield findings.summary


def as_json(findings: Findings) -> dict[str, object]:
    """Give the problems as JSON data."""
    return {
        "errors": [_data(one) for one in findings.errors],
        "warnings": [_data(one) for one in findings.warnings],
        "summary": findings.summary,
    }


def as_github(findings: Findings, folder: Path) -> Iterator[str]:
    """Give workflow commands, which GitHub shows beside the lines they are about.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    for level, problems in (("error", findings.errors), ("warning", findings.warnings)):
        for one in problems:
            place = f"file={_escaped(str(folder / one.path), place=True)},line={one.line}"
            yield f"::{level} {place}::{_escaped(f'{one.what} {one.remedy}'.rstrip())}"
    yield findings.summary


def _data(problem: Problem) -> dict[str, object]:
    return {"path": problem.path, "line": problem.line, "what": problem.what, "remedy": problem.remedy}


def _escaped(text: str, place: bool = False) -> str:
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), *(((":", "%3A"), (",", "%2C")) if place else ())):
        text = text.replace(sign, code)
    return text
