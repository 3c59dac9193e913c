"""Charts as plain SVG (https://www.w3.org/TR/SVG2/): the one place that draws them, for the page and for Telegram.

Colours are those of Okabe and Ito (2008), which people who see colours differently tell apart; each bar has its number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from typing import Final

import resvg_py

from bot.reports.tables import Cell

COLOURS: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")
_WIDTH, _INK, _FAINT, _GRID = 720, "#1f2933", "#52606d", "#e4e7eb"
_FONTS = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', 'Noto Sans', sans-serif"
_TOP, _LEFT, _PLOT = 64, 48, 220
_ROW = 30
_LABEL = 300
_SCALE = 2


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, and the table that says the same."""

    name: str
    title: str
    svg: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def as_png(svg: str) -> bytes:
    """Draw an SVG as PNG, for chats."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=_WIDTH * _SCALE))


def columns(title: str, labels: Sequence[str], series: Mapping[str, Sequence[int]]) -> str:
    """Draw one stacked column a label; `series`: name → values, one a label."""
    totals = [sum(values) for values in zip(*series.values(), strict=True)] if labels else []
    top = _round_up(max(totals, default=0))
    step = (_WIDTH - _LEFT - 16) / max(len(labels), 1)
    bar = min(step * 0.8, 48)
    height = _TOP + _PLOT + 40

    def down(value: float) -> float:
        return _TOP + _PLOT * (1 - value / top)

    def parts() -> Iterator[str]:
        for tick in range(0, top + 1, max(1, top // 4)):
            yield _line(_LEFT, down(tick), _WIDTH - 16)
            yield _text(_LEFT - 8, down(tick) + 4, str(tick), "end")
        yield from _legend(list(series))
        every = max(1, ceil(len(labels) / 10))
        for n, label in enumerate(labels):
            x, so_far = _LEFT + step * n + (step - bar) / 2, 0
            for colour, values in zip(COLOURS, series.values(), strict=False):
                if values[n]:
                    y, so_far = down(so_far + values[n]), so_far + values[n]
                    yield _bar(x, y, bar, _PLOT * values[n] / top, colour)
            if n % every == 0:
                yield _text(x + bar / 2, _TOP + _PLOT + 20, label, "middle")

    return _document(title, height, parts())


def bars(title: str, values: Sequence[tuple[str, Sequence[int]]], names: Sequence[str] = ("",)) -> str:
    """Draw one horizontal bar a label, of one part a name, with its numbers."""
    top = max((sum(parts) for _, parts in values), default=0) or 1
    start = 40 if len(names) < 2 else _TOP
    room = _WIDTH - _LABEL - 70
    height = start + 16 + _ROW * max(len(values), 1)

    def parts() -> Iterator[str]:
        if len(names) > 1:
            yield from _legend(names)
        for n, (label, numbers) in enumerate(values):
            y, x = start + 8 + _ROW * n, float(_LABEL)
            yield _text(_LABEL - 10, y + 15, _short(label), "end")
            for colour, number in zip(COLOURS, numbers, strict=False):
                yield _bar(x, y, room * number / top, _ROW - 10, colour) if number else ""
                x += room * number / top
            yield _text(x + 8, y + 15, " / ".join(map(str, numbers)), "start")
        if not values:
            yield _text(_WIDTH / 2, start + 24, "Rien encore.", "middle")

    return _document(title, height, parts())


def _document(title: str, height: float, parts: Iterator[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" width="{_WIDTH}" '
        f'height="{height:.0f}" font-family="{_FONTS}" font-size="12" role="img" aria-label="{escape(title)}">'
        f'<rect width="{_WIDTH}" height="{height:.0f}" fill="#ffffff"/>'
        f'<text x="16" y="26" fill="{_INK}" font-size="16" font-weight="600">{escape(title)}</text>'
        f"{''.join(parts)}</svg>\n"
    )


def _legend(names: Sequence[str]) -> Iterator[str]:
    x = 16.0
    for colour, name in zip(COLOURS, names, strict=False):
        yield f'<rect x="{x:.0f}" y="40" width="12" height="12" fill="{colour}"/>'
        yield _text(x + 18, 50, name, "start")
        x += 34 + 7 * len(name)


def _bar(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _line(x: float, y: float, to: float) -> str:
    return f'<line x1="{x}" x2="{to}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_GRID}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{_FAINT}">{escape(text)}</text>'


def _short(label: str) -> str:
    return label if len(label) <= 46 else f"{label[:45]}…"


def _round_up(value: int) -> int:
    """Give a round number not below a value, that four divides well."""
    return next(top for top in (4, 8, 12, 20, 40, 60, 100, 200, 400, 1000, 4000, 10**9) if top >= value)
