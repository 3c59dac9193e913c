"""The poster that leads people to the bot: a QR code to aim a phone at, a title, the bot's name, on A4."""

import re
import textwrap
from dataclasses import dataclass
from html import escape

import resvg_py
import segno

from bot.content import Content
from bot.content.sentences import fill
from bot.problem import MendableError
from bot.wording import ShowEntry, ShowTheme, deep_links
from bot.wording.typography import french

_USERNAME = re.compile(r"[A-Za-z]\w{3,31}", re.ASCII)

WIDTH, HEIGHT = 210, 297
"""A4, in millimetres; the unit of every length here."""

PRINTED_DPI = 300
_FONTS = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', 'Noto Sans', sans-serif"
_CODE = 130
_LETTER = 0.58
"""The mean width of a bold letter, in font sizes."""

_SIZES = (17.0, 14.0, 11.0, 9.0, 7.0)


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says: the address in the code, the title above it; below, the bot's name and what to do."""

    address: str
    title: str
    name: str
    how: str


def of(content: Content, username: str, target: str = "") -> Poster:
    """Write the poster of the bot, or of one of its pages (`fiche-<id>`, `theme-<slug>`).

    Raises MendableError for a page or a name of a bot that cannot be.
    """
    username = username.removeprefix("@")
    if not _USERNAME.fullmatch(username):
        what = f"« {username} » n'est pas le nom d'un bot."
        raise MendableError(f"{what} Recopiez celui que donne @BotFather, par exemple @mon_bot.")
    match deep_links.read(target, content):
        case ShowEntry() as page:
            title = content.entries[page.id].question
        case ShowTheme() as page:
            title = next(theme.title for theme in content.themes if theme.slug == page.slug)
        case None if target:
            what = f"« {target} » ne mène à aucune page."
            raise MendableError(f"{what} Écrivez fiche- et un id, ou theme- et un nom de fichier de questions/.")
        case page:
            title = content.pack.title
    messages = content.required_messages()
    words = (title, fill(messages.poster_name, name=f"@{username}"), messages.poster_how)
    address = deep_links.address(username, deep_links.payload(page) if page else "")
    return Poster(address, *(french(one) if content.pack.language == "fr" else one for one in words))


def as_svg(poster: Poster) -> str:
    """Draw a poster."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{HEIGHT}mm"',
        f'     viewBox="0 0 {WIDTH} {HEIGHT}">',
        f"<title>{escape(poster.title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(poster.title, 22, 70, bold=True),
        _code(poster.address, (WIDTH - _CODE) / 2, 98),
        _text(poster.name, 238, 14, bold=True),
        _text(poster.how, 256, 28),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def as_png(svg: str) -> bytes:
    """Turn the poster into a picture of 300 dots an inch, with the fonts of this machine.

    Raises MendableError where there is none.
    """
    if _drawn("<text y='9'>A</text>") == _drawn(""):
        what = "Aucune police de caractères sur cette machine : l'affiche en PNG serait sans texte."
        raise MendableError(f"{what} Imprimez le fichier SVG, ou installez-en une (paquet fonts-dejavu-core).")
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, dpi=PRINTED_DPI))


def _drawn(inside: str) -> bytes:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" font-family="{_FONTS}">{inside}</svg>'
    return bytes(resvg_py.svg_to_bytes(svg_string=svg))


def _code(address: str, x: float, y: float) -> str:
    """Draw the QR code, a path of one square a dark module; the white around it is the page's."""
    matrix = segno.make(address, error="m", micro=False).matrix
    squares = "".join(
        f"M{column} {row}h1v1h-1z" for row, cells in enumerate(matrix) for column, dark in enumerate(cells) if dark
    )
    scale = f"{_CODE / len(matrix):.4f}"
    return f'<path transform="translate({x} {y}) scale({scale})" shape-rendering="crispEdges" d="{squares}"/>'


def _text(text: str, top: float, height: float, *, bold: bool = False) -> str:
    """Set a text in centred lines, as large as its place allows."""
    size, lines = _SIZES[-1], [text]
    for size in _SIZES if bold else _SIZES[-2:]:
        lines = textwrap.wrap(text, int((WIDTH - 30) / (size * _LETTER)), break_long_words=False)
        if len(lines) * size * 1.25 <= height:
            break
    weight = ' font-weight="bold"' if bold else ""
    spans = "".join(
        f'<tspan x="{WIDTH / 2}" y="{top + size * (1 + 1.25 * number):.2f}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f'<text font-family="{_FONTS}" font-size="{size}" text-anchor="middle"{weight}>{spans}</text>'
