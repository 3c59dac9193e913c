"""Every typical mistake of a maintainer: where it is, what it is, what to do. And text that stays text."""

import re

import pytest

from bot.content import ContentError, load
from bot.content.source import MAX_BYTES, read
from tests.conftest import Write

ONE = """\
theme: Facebook
questions:
  - id: page
    question: Comment créer une page ?
    formulations: [ouvrir une page, page pro]
    reponse: Touchez Menu.
"""
PATH = "questions/facebook.yaml"


def change(old: str, new: str) -> str:
    """Make one mistake in a good file."""
    assert ONE.count(old) == 1
    return ONE.replace(old, new)


MISTAKES: dict[str, tuple[str | bytes, int, str]] = {
    "a tab as indent": (change("    question:", "\tquestion:"), 4, r"tabulation.+espaces"),
    "a tab after a list": (change("    reponse", "\treponse"), 6, r"tabulation.+espaces"),
    "a tab among the spaces": (change("    question:", "    \tquestion:"), 4, r"tabulation.+espaces"),
    "a tab under a bar": (change("Touchez", "|\n\tTouchez"), 7, r"tabulation.+espaces"),
    "a quote never closed": (change("Comment créer une page ?", '"Comment créer une page ?'), 4, r"guillemet.+Ajoutez"),
    "a colon in a sentence": (change("Touchez Menu.", "Touchez ceci : le menu."), 6, r"deux-points.+guillemets droits"),
    "a line too far right": (change("    question:", "      question:"), 4, r"retrait.+(Align|guillemets)"),
    "a line too far left": (change("    question:", "   question:"), 4, r"retrait.+Align"),
    "a last line too far right": (change("    reponse", "      reponse"), 6, r"retrait.+Align"),
    "an item too far left": (change("[ouvrir une page, page pro]", "\n      - a\n     - b"), 7, r"retrait.+Align"),
    "a text not indented under its bar": (change("Touchez Menu.", "|\n  Touchez."), 7, r"retrait.+alignez"),
    "no space after the colon": (change("question: Comment", "question:Comment"), 4, r"manque « : ».+Écrivez"),
    "quotes inside quotes": (change("Comment créer une page ?", '"Dit "oui" ou non"'), 4, r"guillemet.+revoyez"),
    "a quote that ends too soon": (change("Comment créer une page ?", '"Créer" une page ?'), 4, r"guillemet.+revoyez"),
    "a bracket never closed": (change("page pro]", "page pro"), 6, r"crochets.+Ajoutez"),
    "a text that begins with @": (change("Touchez Menu.", "@bot répond"), 6, r"@.+guillemets"),
    "a text that begins with %": (change("Touchez Menu.", "% de clients"), 6, r"%.+guillemets"),
    "a text that begins with *": (change("Touchez Menu.", "*Important* : oui"), 6, r"commence par \*.+guillemets"),
    "an exclamation mark that would eat a word": (change("Touchez", "!Attention"), 6, r"!.+guillemets"),
    "an anchor": (change("Touchez Menu.", "&a Touchez."), 6, r"&.+guillemets"),
    "a bomb of aliases": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 1, r"commence par \* ou &"),
    "a bomb of brackets": (f"theme: {'[' * 900}{']' * 900}\n", 1, r"\w+"),
    "an invisible character": (change("Touchez", "Tou\x07chez"), 6, r"invisible.+retapez"),
    "a key twice": (f"{ONE}    reponse: Autre.\n", 7, r"« reponse » figure deux fois.+Gardez-en une"),
    "another encoding": (ONE.encode("latin-1"), 4, r"UTF-8.+enregistrer sous"),
    "a file too large": (f"{ONE}# {'x' * MAX_BYTES}", 1, r"1 Mo.+Partagez"),
    "a text that begins with >": (change("Touchez", "> Touchez"), 6, r"\w+"),
    "an apostrophe between apostrophes": (change("Comment créer", "'Qu'est-ce") + "'", 4, r"apostrophe.+guillemets"),
    "an apostrophe in an item": (
        change("[ouvrir une page, page pro]", "\n      - 'l'atelier'"),
        6,
        r"apostrophe.+droits",
    ),
    "curved quotes around a colon": (change("Comment créer une", "“Dit : une”"), 4, r"guillemets courbes.+droits"),
    "a file half saved": (ONE[: ONE.index("Touchez") - 2], 6, r"manque « : »"),
    "a file half saved, inside a list": (ONE[: ONE.index("page pro")], 6, r"crochet.+Ajoutez"),
    "what a merge leaves": (
        f"{ONE}<<<<<<< HEAD\n  - id: a\n=======\n  - id: b\n>>>>>>> x\n",
        7,
        r"deux versions.+Gardez",
    ),
    "a no-break space as indent": (change("    question:", "\u00a0   question:"), 4, r"début.+insécable.+retapez"),
    "a no-break space after the colon": (
        change("question: ", "question:\u00a0"),
        4,
        r"deux-points.+insécable.+retapez",
    ),
    "a semicolon after the key": (change("question: ", "question; "), 4, r"deux-points.+Écrivez"),
    "an equals sign after the key": (change("question: ", "question = "), 4, r"deux-points.+Écrivez"),
    "no space after the dash": (change("- id", "-id"), 3, r"espace après le tiret.+Écrivez"),
    "a file of a word processor": (b"PK\x03\x04\x00\x00", 1, r"invisible"),
    "what Notepad calls Unicode": (ONE.encode("utf-16"), 1, r"UTF-8.+enregistrer sous"),
    "a table instead": ("theme;question\nPage;Quoi ?\n", 1, r"« clé: texte »"),
    "dashes of a word processor": (
        change("[ouvrir une page, page pro]", "\n      – un\n      – deux"),
        5,
        r"liste.+tiret",
    ),
    "a picture in an id": (change("id: page", "id: page😀"), 3, r"n'est pas un id.+Minuscules"),
    "a date in letters": (f"{ONE}    verifie_le: 3 mars 2026\n", 7, r"n'est pas une date.+2026-11-23"),
    "an address without https": (f"{ONE}    liens: [{{titre: a, url: www.a.fr}}]\n", 7, r"adresse.+https://"),
    "two documents": (f"{ONE}---\ntheme: B\n", 7, r"\w+"),
}


@pytest.mark.parametrize(("text", "line", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place_and_its_remedy(
    text: str | bytes, line: int, message: str, write: Write
) -> None:
    with pytest.raises(ContentError) as refused:
        load(write({PATH: text}))
    [problem] = refused.value.problems
    assert (problem.path, problem.line) == (PATH, line), problem
    assert re.search(message, str(problem)), problem
    assert problem.remedy


@pytest.mark.parametrize(
    "text",
    [
        "on",
        "no",
        "yes",
        "true",
        "12:30",
        "010",
        "0x1F",
        "1e3",
        ".5",
        "1_000",
        "~",
        "null",
        "2026-11-23",
        "=",
        "<3",
        "-1",
    ],
)
def test_text_stays_text(text: str, write: Write) -> None:
    folder = write({"a.yaml": f"question: {text}\nformulations: [{text}, {text}]\n{text}: x\n"})
    assert read(folder, "a.yaml").data == {"question": text, "formulations": [text, text], text: "x"}


@pytest.mark.parametrize(
    "raw", [b"\xef\xbb\xbf" + ONE.encode(), ONE.replace("\n", "\r\n").encode()], ids=["BOM", "CRLF"]
)
def test_files_as_windows_saves_them_are_read(raw: bytes, write: Write) -> None:
    entry = load(write({PATH: raw})).entries["page"]
    assert (entry.question, entry.phrasings) == ("Comment créer une page ?", ("ouvrir une page", "page pro"))


def test_lines_are_counted_as_an_editor_does_in_a_file_with_crlf(write: Write) -> None:
    with pytest.raises(ContentError, match=f"^{PATH}:7: "):
        load(write({PATH: f"{ONE}    liens: x\n".replace("\n", "\r\n").encode()}))


def test_a_value_that_is_not_there_stands_on_the_line_of_what_is_around_it(write: Write) -> None:
    source = read(write({"a.yaml": "a:\n  - b: 1\n  - c: 2\n"}), "a.yaml")
    assert [source.line(("a", 1, "c")), source.line(("a", 1, "d", 3)), source.line(("z",))] == [3, 3, 1]


def test_a_comment_alone_is_an_empty_file(write: Write) -> None:
    assert read(write({"a.yaml": "# rien\n"}), "a.yaml").data == {}
