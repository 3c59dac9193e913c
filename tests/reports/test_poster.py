import re

import numpy as np
import pytest
import zxingcpp

from bot.content import Content
from bot.problem import MendableError
from bot.reports import poster


def read_code(svg: str) -> str:
    """Read the QR code from the squares that the poster draws."""
    squares = [(int(row), int(column)) for column, row in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)]
    side = max(map(max, squares)) + 9
    picture = np.full((side, side), 255, np.uint8)
    for row, column in squares:
        picture[row + 4, column + 4] = 0
    [code] = zxingcpp.read_barcodes(np.kron(picture, np.ones((8, 8), np.uint8)))
    return code.text


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("", "https://t.me/b_bot"),
        ("fiche-avis-negatifs", "https://t.me/b_bot?start=fiche-avis-negatifs"),
        ("theme-facebook", "https://t.me/b_bot?start=theme-facebook"),
    ],
)
def test_the_code_opens_the_page(target: str, address: str, shipped: Content) -> None:
    assert read_code(poster.as_svg(poster.of(shipped, "@b_bot", target))) == address


def test_the_poster_says_what_the_page_is_and_who_answers(shipped: Content) -> None:
    one = poster.of(shipped, "b_bot", "fiche-avis-negatifs")
    assert one.title == shipped.entries["avis-negatifs"].question.replace(" ?", "\u202f?")
    assert "@b_bot" in one.name


def test_a_long_title_stays_on_the_page() -> None:
    svg = poster.as_svg(poster.Poster("https://t.me/b_bot", "mot & " * 41, "@b_bot", "Visez."))
    tops = [float(y) for y in re.findall(r'<tspan x="105.0" y="([\d.]+)"', svg)]
    assert tops[-3] < 98 and tops[-1] < 297 and "mot &amp; mot" in svg


def test_the_picture_is_a4_at_300_dots_an_inch(shipped: Content) -> None:
    png = poster.as_png(poster.as_svg(poster.of(shipped, "b_bot")))
    assert png.startswith(b"\x89PNG")
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (2480, 3508)


@pytest.mark.parametrize("target", ["fiche-zut", "zut"])
def test_a_page_that_does_not_exist_is_named(target: str, shipped: Content) -> None:
    with pytest.raises(MendableError, match=f"« {target} » ne mène à aucune page"):
        poster.of(shipped, "b_bot", target)


@pytest.mark.parametrize("name", ["", "b", "un bot", "https://t.me/b_bot"])
def test_what_cannot_be_a_bot_is_refused(name: str, shipped: Content) -> None:
    with pytest.raises(MendableError, match="n'est pas le nom d'un bot"):
        poster.of(shipped, name)
