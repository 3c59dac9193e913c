"""What `bot check --fix` mends: signs that cannot be meant, and nothing that is said."""

from pathlib import Path

import pytest

from bot.content import load
from bot.maintain.mend import mend
from tests.conftest import FAQ, SMALL, Write

PATH = "questions/facebook.yaml"
GOOD = """\
# en tête
theme: Facebook
questions:
  - id: page   # ne change plus
    question: "Comment créer une page ?"
    formulations:
      - "ouvrir une page"
      - une page pro
    reponse: |
      Touchez Menu.

      - “Créer” puis
      \tOuvrir
"""

MENDED: dict[str, tuple[str | bytes, str]] = {
    "a tab as indent": (GOOD.replace("    question", "\t\tquestion"), "tabulations"),
    "a tab before a key": (GOOD.replace("    question", "\tquestion"), "tabulations"),
    "a tab before an item": (GOOD.replace('      - "ouvrir', '\t- "ouvrir'), "tabulations"),
    "a no-break space before the colon": (GOOD.replace("question: ", "question\u00a0: "), "entre la clé"),
    "a tab under a bar": (GOOD.replace("      Touchez", "\t\t\tTouchez"), "tabulations"),
    "a no-break space as indent": (GOOD.replace("    question", "\u00a0   question"), "insécables"),
    "a no-break space after the colon": (GOOD.replace("question: ", "question:\u00a0"), "deux-points"),
    "Windows' line ends": (GOOD.replace("\n", "\r\n"), "Windows"),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD.encode(), "octets"),
    "spaces at the ends of lines": (GOOD.replace("Facebook\n", "Facebook  \n").replace("Menu.\n", "Menu. \n"), "fin"),
    "curved quotes": (GOOD.replace('"ouvrir une page"', "“ouvrir une page”"), "courbes"),
    "curved quotes around a colon": (
        GOOD.replace('"Comment créer une page ?"', "“Comment créer une page ?”"),
        "courbes",
    ),
    "a phrasing twice": (GOOD.replace("pro\n", "pro\n      - 'Une page pro'\n"), "deux fois"),
}


@pytest.mark.parametrize(("raw", "told"), MENDED.values(), ids=MENDED)
def test_a_mistake_that_cannot_be_meant_is_mended_and_told(raw: str | bytes, told: str, write: Write) -> None:
    folder = write({PATH: raw})
    done = mend(folder)
    assert done and all(one.path == PATH and told in one.what for one in done)
    assert (folder / PATH).read_text(encoding="utf-8") == GOOD
    assert mend(folder) == []


def test_what_is_fine_is_not_touched() -> None:
    before = {path: path.stat().st_mtime_ns for path in FAQ.rglob("*.yaml")}
    assert mend(FAQ) == []
    assert {path: path.stat().st_mtime_ns for path in FAQ.rglob("*.yaml")} == before


def test_what_only_a_person_can_mend_stays_as_it_is(write: Write) -> None:
    files: dict[str, str | bytes] = {
        **SMALL,
        "faq.yaml": "titre: Été  \n".encode("latin-1"),
        "formations.yaml": 'offres: "\n',
    }
    folder = write(files)
    assert mend(folder) == []
    assert {name: (folder / name).read_bytes() for name in files} == {
        name: text if isinstance(text, bytes) else text.encode() for name, text in files.items()
    }


def test_a_file_named_yml_is_renamed_unless_the_other_name_is_taken(write: Write) -> None:
    folder = write({PATH: GOOD, "questions/deux.yml": GOOD.replace("page  ", "deux  "), "faq.yml": "", "faq.yaml": ""})
    assert [str(one) for one in mend(folder)] == ["questions/deux.yaml:1: fichier renommé en .yaml."]
    assert (folder / "questions/deux.yaml").exists() and (folder / "faq.yml").exists()


def test_a_folder_with_other_mistakes_is_mended_all_the_same(write: Write) -> None:
    folder = write({PATH: GOOD.replace("    question", "\t\tquestion"), "faq.yaml": 'titre: "\n'})
    assert len(mend(folder)) == 1
    (Path(folder) / "faq.yaml").unlink()
    assert load(folder).entries["page"].question == "Comment créer une page ?"
