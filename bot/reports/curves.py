"""The scaling curves as a picture: three small charts side by side, logarithmic both ways, in plain SVG."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from bot.maintain.scaling import Step

_WIDTH, _HEIGHT = 330, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 34, 56, 46
_INK, _FAINT, _GRID, _LINE, _SECOND = "#1f2933", "#52606d", "#e4e7eb", "#0b69a3", "#8fb8d4"


@dataclass(frozen=True, slots=True)
class _Curve:
    """A named line: (phrasings, value) in ascending order."""

    name: str
    colour: str
    points: Sequence[tuple[float, float]]


def draw(steps: Sequence[Step]) -> str:
    """Draw the steps as an SVG document (https://www.w3.org/TR/SVG2/): time per question, build time, memory."""
    charts = (
        ("Temps par question (ms)", (("p99", _SECOND, "p99"), ("médiane", _LINE, "median"))),
        ("Construction (s)", (("", _LINE, "build_seconds"),)),
        ("Mémoire ajoutée (Mo)", (("au plus fort", _SECOND, "peak"), ("ensuite", _LINE, "megabytes"))),
    )
    width = _WIDTH * len(charts)
    parts = []
    for place, (title, lines) in enumerate(charts):
        curves = [
            _Curve(name, colour, [(step.phrasings, max(getattr(step, field), 1e-3)) for step in steps])
            for name, colour, field in lines
        ]
        parts.append(f'<g transform="translate({place * _WIDTH} 0)">{"".join(_chart(title, curves))}</g>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" width="{width}" height="{_HEIGHT}" '
        f'font-family="system-ui, sans-serif" font-size="12" role="img" '
        f'aria-label="Temps par question, construction et mémoire selon le nombre de formulations">'
        f'<rect width="{width}" height="{_HEIGHT}" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )


def _chart(title: str, curves: Sequence[_Curve]) -> Iterator[str]:
    x_low, x_high = _decades(x for curve in curves for x, _ in curve.points)
    y_low, y_high = _decades(y for curve in curves for _, y in curve.points)

    def across(x: float) -> float:
        return _LEFT + (log10(x) - x_low) / (x_high - x_low) * (_WIDTH - _LEFT - _RIGHT)

    def down(y: float) -> float:
        return _HEIGHT - _BOTTOM - (log10(y) - y_low) / (y_high - y_low) * (_HEIGHT - _TOP - _BOTTOM)

    yield f'<text x="{_LEFT}" y="24" fill="{_INK}" font-size="14" font-weight="600">{title}</text>'
    for decade in range(y_low, y_high + 1):
        y = down(10**decade)
        yield f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_GRID}"/>'
        yield _text(_LEFT - 8, y + 4, _number(10**decade), "end")
    for decade in range(x_low, x_high + 1):
        x = across(10**decade)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}" stroke="{_GRID}"/>'
        yield _text(x, _HEIGHT - _BOTTOM + 18, _number(10**decade), "middle")
    yield _text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 8, "formulations", "middle")
    for place, curve in enumerate(curves):
        at = [(across(x), down(y)) for x, y in curve.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
        yield f'<polyline points="{path}" fill="none" stroke="{curve.colour}" stroke-width="2"/>'
        for x, y in at:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{curve.colour}"/>'
        if curve.name:
            x = _LEFT + 100 * place
            yield f'<circle cx="{x + 4}" cy="40" r="4" fill="{curve.colour}"/>'
            yield _text(x + 13, 44, curve.name, "start")


def _decades(values: Iterable[float]) -> tuple[int, int]:
    """Give the powers of ten around all values, at least one apart."""
    logs = [log10(value) for value in values]
    low = floor(min(logs))
    return low, max(ceil(max(logs)), low + 1)


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", "\u202f") if value >= 1 else f"{value:g}".replace(".", ",")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{_FAINT}">{text}</text>'
