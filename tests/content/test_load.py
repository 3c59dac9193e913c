"""A folder in, content out, or all that is wrong with it at once."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.content import ContentError, Link, Pack, Session, Subject, Vocabulary, load
from tests.conftest import FAQ, SMALL, Write

ENTRY = "- id: {}\n    question: Quoi ?\n    reponse: Cela.\n"
PATH = "questions/un.yaml"


def theme(*ids: str, more: str = "") -> str:
    """Write a theme file with these entries, and more lines at the end of the last."""
    return "theme: Un\nquestions:\n" + "".join(f"  {ENTRY.format(name)}" for name in ids) + more


ANOTHER = """\
  - id: b
    question: "Quoi ?"
    reponse: Voici.
"""

OFFERS = """\
offres:
  - id: cours
    titre: Cours
    organisme: CCI
    lieu: Béziers
    format: Atelier
    public: Tous
    prix: Gratuit
    lien: https://www.herault.cci.fr
    themes: [reseaux]
"""

SUBJECT = """\
sujets:
  - id: live
    titre: Le live
    exemples: [filmer en direct]
"""

MISTAKES: dict[str, tuple[Mapping[str, str], str, int, str]] = {
    "an accent in a key": (
        {PATH: theme("a", more="    vérifie_le: 2026-11-23\n")},
        PATH, 6, r"« vérifie_le » n'existe pas.+sans accent",
    ),
    "a key that does not exist": ({PATH: theme("a", more="    tags: x\n")}, PATH, 6, r"« tags » n'existe pas.+retirez"),
    "an id twice in a file": ({PATH: theme("a", "a")}, PATH, 6, rf"« a » est déjà pris \({PATH}:3\).+Donnez"),
    "an id twice in two files": (
        {PATH: theme("a"), "questions/zut.yaml": theme("b", "a")},
        "questions/zut.yaml", 6, rf"« a » est déjà pris \({PATH}:3\).+Donnez",
    ),
    "an id in capitals": ({PATH: theme("Ma-Page")}, PATH, 3, r"« Ma-Page » n'est pas un id.+Minuscules"),
    "an id too long": ({PATH: theme("a" * 65)}, PATH, 3, r"n'est pas un id.+64 signes"),
    "a see-also that does not exist": (
        {PATH: theme("a", more="    voir_aussi:\n      - a\n      - b\n")},
        PATH, 8, r"« b » [^.]*aucune fiche.+Corrigez",
    ),
    "an offer that does not exist": (
        {PATH: theme("a", more="    formations: [cours, reseaux, yoga]\n"), "formations.yaml": OFFERS},
        PATH, 6, r"« yoga » [^.]*aucune formation.+Corrigez",
    ),
    "a welcome that does not exist": (
        {PATH: theme("a"), "faq.yaml": "titre: Un\naccueil: [a, b]\n"},
        "faq.yaml", 2, r"« b » [^.]*aucune fiche.+Corrigez",
    ),
    "a date in French": (
        {PATH: theme("a", more="    verifie_le: 23/11/2026\n")}, PATH, 6, r"« 23/11/2026 ».+Écrivez AAAA-MM-JJ",
    ),
    "a day that does not exist": (
        {PATH: theme("a", more="    verifie_le: 2026-02-30\n")}, PATH, 6, r"« 2026-02-30 ».+Écrivez AAAA-MM-JJ",
    ),
    "a date in digits only": (
        {PATH: theme("a", more="    verifie_le: 0\n")}, PATH, 6, r"« 0 » n'est pas une date.+Écrivez AAAA-MM-JJ",
    ),
    "phrasings left empty": (
        {PATH: theme("a", more="    formulations:\n")}, PATH, 6, r"« formulations ».+liste.+tiret",
    ),
    "a dash with nothing after it": (
        {PATH: theme("a", more="    formulations:\n      - oui\n      -\n")},
        PATH, 8, r"« formulations » est vide.+Complétez",
    ),
    "phrasings without dashes": (
        {PATH: theme("a", more="    formulations: comment faire\n")}, PATH, 6, r"« formulations ».+liste.+tiret",
    ),
    "no answer": (
        {PATH: "theme: Un\nquestions:\n  - id: a\n    question: Quoi ?\n"},
        PATH, 3, r"manque la clé « reponse ».+Ajoutez",
    ),
    "an empty answer": ({PATH: theme("a").replace("Cela.", "")}, PATH, 5, r"« reponse » est vide.+Complétez"),
    "an answer too long": ({PATH: theme("a").replace("Cela.", "x" * 3001)}, PATH, 5, r"3000 signes.+Raccourcissez"),
    "an answer of another topic too long": (
        {PATH: theme("a"), "hors-sujet.yaml": f"sujets: [{{id: a, titre: b, exemples: [c], reponse: {'x' * 3001}}}]\n"},
        "hors-sujet.yaml", 1, r"3000 signes.+Raccourcissez",
    ),
    "an offer whose price is a story": (
        {PATH: theme("a"), "formations.yaml": OFFERS.replace("Gratuit", "x" * 301)},
        "formations.yaml", 8, r"« prix » dépasse 300 signes.+Raccourcissez",
    ),
    "a question too long": ({PATH: theme("a").replace("Quoi ?", "x" * 251)}, PATH, 4, r"250 signes.+Raccourcissez"),
    "no address": (
        {PATH: theme("a", more="    liens:\n      - titre: CNIL\n        url: cnil\n")},
        PATH, 8, r"« cnil » n'est pas une adresse.+https://",
    ),
    "a tag not closed": (
        {PATH: theme("a").replace("Cela.", "<b>Cela")}, PATH, 5, r"<b> n'est jamais refermée.+ajoutez </b>",
    ),
    "a tag Telegram lacks": (
        {PATH: theme("a").replace("Cela.", "<h1>Cela</h1>")}, PATH, 5, r"ne connaît pas la balise <h1>.+gardez",
    ),
    "tags in the wrong order": (
        {PATH: theme("a").replace("Cela.", "<b><i>Cela</b></i>")}, PATH, 5, r"</b> ne referme rien.+revoyez l'ordre",
    ),
    "a language it does not speak": (
        {PATH: theme("a"), "faq.yaml": "langue: de\n"}, "faq.yaml", 1, r"« langue ».+'fr' ou 'en'",
    ),
    "a name that ends in yml": (
        {PATH: theme("a"), "questions/deux.yml": theme("b")}, "questions/deux.yml", 1, r"pas lu.+en deux\.yaml",
    ),
    "a name that Notepad made longer": (
        {PATH: theme("a"), "questions/deux.yaml.txt": theme("b")},
        "questions/deux.yaml.txt", 1, r"pas lu.+en deux\.yaml",
    ),
    "a name in capitals": (
        {PATH: theme("a"), "questions/deux.YAML": theme("b")}, "questions/deux.YAML", 1, r"pas lu.+en deux\.yaml",
    ),
    "a name without an end": (
        {PATH: theme("a"), "questions/deux": theme("b")}, "questions/deux", 1, r"pas lu.+en deux\.yaml",
    ),
    "a folder in the folder": (
        {PATH: theme("a"), "questions/x/deux.yaml": theme("b")}, "questions/x/deux.yaml", 1, r"sous-dossier.+Mettez",
    ),
    "a subject twice": (
        {PATH: theme("a"), "sujets/un.yaml": SUBJECT, "sujets/deux.yaml": SUBJECT},
        "sujets/un.yaml", 2, r"« live » est déjà pris \(sujets/deux\.yaml:2\)",
    ),
    "a subject without examples": (
        {PATH: theme("a"), "sujets/un.yaml": SUBJECT.replace("[filmer en direct]", "[]")},
        "sujets/un.yaml", 4, r"« exemples ».+au moins un élément",
    ),
    "subjects in a file without an end": (
        {PATH: theme("a"), "sujets/un": SUBJECT}, "sujets/un", 1, r"pas lu.+en un\.yaml",
    ),
    "subjects in a folder of their own": (
        {PATH: theme("a"), "sujets/x/un.yaml": SUBJECT}, "sujets/x/un.yaml", 1, r"sous-dossier de sujets.+dans sujets",
    ),
    "a no-break space before the colon": (
        {PATH: theme("a").replace("reponse:", "reponse\u00a0:")}, PATH, 5, r"invisible.+« reponse ».+Retapez",
    ),
    "an entry without its dash": (
        {PATH: theme("a") + ANOTHER.replace("- id", "  id")}, PATH, 6, r"manque son tiret.+id",
    ),
    "a quote that is never closed": (
        {PATH: theme("a").replace("reponse: Cela.", 'reponse: "Cela.') + ANOTHER},
        PATH, 5, r"guillemet ouvert.+n'est pas refermé",
    ),
    "a quote that is never closed in brackets": (
        {PATH: theme("a") + '    voir_aussi: ["b, c]\n' + ANOTHER},
        PATH, 6, r"guillemet ouvert.+n'est pas refermé",
    ),
    "a name of a file with accents": (
        {"questions/Été à la mer.yaml": theme("a")}, "questions/Été à la mer.yaml", 1, r"nom de fichier.+Renommez-le",
    ),
    "a list where keys belong": ({PATH: "- id: a\n"}, PATH, 1, r"lignes « clé: texte »"),
    "no theme": ({PATH: "questions: []\n"}, PATH, 1, r"manque la clé « theme ».+Ajoutez"),
    "small talk without examples": (
        {PATH: theme("a"), "conversation.yaml": "echanges:\n  - id: a\n    exemples: []\n    reponses: [b]\n"},
        "conversation.yaml", 3, r"« exemples ».+au moins un élément",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "path", "line", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place_and_its_remedy(
    files: Mapping[str, str], path: str, line: int, message: str, write: Write
) -> None:
    with pytest.raises(ContentError) as refused:
        load(write(files))
    [problem] = refused.value.problems
    assert (problem.path, problem.line) == (path, line), problem
    assert re.search(message, str(problem)), problem


def test_a_key_with_an_accent_is_both_unknown_and_missing(write: Write) -> None:
    with pytest.raises(ContentError) as refused:
        load(write({PATH: theme("a").replace("reponse", "réponse")}))
    assert [(one.line, one.what) for one in refused.value.problems] == [
        (3, "il manque la clé « reponse »."),
        (5, "la clé « réponse » n'existe pas ici."),
    ]


def test_an_empty_file_of_questions_says_what_belongs_there(write: Write) -> None:
    with pytest.raises(ContentError) as refused:
        load(write({PATH: ""}))
    assert str(refused.value).splitlines() == [
        f"{PATH}:1: il manque la clé « questions ». Ajoutez-la.",
        f"{PATH}:1: il manque la clé « theme ». Ajoutez-la.",
    ]


@pytest.mark.parametrize("text", ["On vous aime <3", "La R&D", "si a < b et b > c", "1 < 2 &amp; 3", "x<-y"])
def test_signs_that_only_look_like_html_are_text(text: str, write: Write) -> None:
    assert load(write({PATH: theme("a").replace("Cela.", text)})).entries["a"].answer == text


def test_all_mistakes_of_all_files_are_told_at_once_in_their_order(write: Write) -> None:
    files = {
        "faq.yaml": 'titre: "Un\n',
        "formations.yaml": OFFERS.replace("https://", ""),
        PATH: theme("a", "A", more="    voir_aussi: [z]\n").replace("Quoi", "<u>", 1),
        "questions/zut.yaml": theme("a", "a", more="    voir_aussi: [y]\n    formations: [x]\n"),
    }
    with pytest.raises(ContentError) as refused:
        load(write(files))
    found = [(one.path, one.line) for one in refused.value.problems]
    assert found[:3] == [("faq.yaml", 1), ("formations.yaml", 9), (PATH, 6)]
    assert {("questions/zut.yaml", line) for line in (6, 9)} <= set(found)
    assert found == sorted(found) and len(str(refused.value).splitlines()) == len(found)


@pytest.mark.parametrize("path", sorted(str(path.relative_to(FAQ)) for path in FAQ.glob("*.yaml")))
def test_a_key_nobody_knows_is_refused_in_every_file(path: str, write: Write) -> None:
    text = (FAQ / path).read_text(encoding="utf-8")
    with pytest.raises(ContentError, match=rf"{path}:{text.count(chr(10)) + 1}: la clé « couleur » n'existe pas ici"):
        load(write({PATH: theme("a"), path: f"{text}couleur: rouge\n"}))


def test_subjects_keep_the_order_of_files_and_lines(write: Write) -> None:
    more = SUBJECT.replace("live", "autre") + "  - {id: encore, titre: Encore, exemples: [un, deux]}\n"
    found = load(write({PATH: theme("a"), "sujets/b.yaml": SUBJECT, "sujets/a.yaml": more})).subjects
    assert [one.id for one in found] == ["autre", "encore", "live"]
    assert found[1:] == (Subject("encore", "Encore", ("un", "deux")), Subject("live", "Le live", ("filmer en direct",)))


def test_only_questions_are_required_and_the_rest_is_then_empty(write: Write) -> None:
    content = load(write({PATH: theme("a")}))
    assert list(content.entries) == ["a"]
    assert (content.pack, content.vocabulary, content.messages) == (Pack(), Vocabulary(), None)
    assert (content.offers, content.meetings, content.exchanges, content.off_topics, content.subjects) == ((),) * 5


def test_entries_need_no_more_than_their_four_keys(write: Write) -> None:
    entry = load(write({PATH: theme("a", more="    formulations: [b]\n")})).entries["a"]
    assert (entry.question, entry.phrasings, entry.answer, entry.theme) == ("Quoi ?", ("b",), "Cela.", "un")
    assert (entry.links, entry.see_also, entry.offers, entry.verified_on) == ((), (), (), None)


def test_offers_named_without_a_file_of_offers_are_not_a_mistake(write: Write) -> None:
    assert load(write({PATH: theme("a", more="    formations: [yoga]\n")})).entries["a"].offers == ("yoga",)


def test_ids_are_unique_among_their_kind_only(write: Write) -> None:
    content = load(write({**SMALL, PATH: theme("salutation", "fiscalite")}))
    assert {"salutation", "fiscalite"} < set(content.entries)


def test_themes_and_entries_keep_the_order_of_files_and_lines(write: Write) -> None:
    content = load(write({"questions/b.yaml": theme("z", "y"), "questions/a.yaml": theme("x")}))
    assert (list(content.entries), [one.slug for one in content.themes]) == (["x", "z", "y"], ["a", "b"])


def test_links_become_typed(write: Write) -> None:
    more = "    liens:\n      - titre: CNIL\n        url: https://www.cnil.fr\n"
    assert load(write({PATH: theme("a", more=more)})).entries["a"].links == (Link("CNIL", "https://www.cnil.fr"),)


def test_a_folder_that_is_not_there_says_which_setting_to_change(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"nowhere:1: ce dossier n'existe pas.+BOT_FAQ"):
        load(tmp_path / "nowhere")


def test_a_folder_without_questions_says_which_file_to_make(write: Write) -> None:
    with pytest.raises(ContentError, match=r"questions:1: aucun fichier.+Créez-en un"):
        load(write({"faq.yaml": "titre: Un\n"}))


OFFER_NEAR = """\
offres:
  - id: photo
    titre: Photo
    organisme: CCI
    lieu: Ici
    format: Atelier
    public: Tous
    prix: Gratuit
    lien: https://www.exemple.fr
    departements: [09, 2a, 971]
    sessions:
      - {date: 2027-02-09, heure: 9 h, lieu: Montpellier}
"""


def test_an_offer_holds_its_departements_and_sessions(write: Write) -> None:
    [offer] = load(write({PATH: theme("a"), "formations.yaml": OFFER_NEAR})).offers
    assert offer.departements == ("09", "2A", "971")
    assert offer.sessions == (Session(date(2027, 2, 9), "9 h", "Montpellier"),)


@pytest.mark.parametrize("code", ["9", "20", "99", "Hérault", "975"])
def test_a_departement_nobody_knows_is_refused(code: str, write: Write) -> None:
    files = {PATH: theme("a"), "formations.yaml": OFFER_NEAR.replace("2a", code)}
    with pytest.raises(ContentError, match=rf"formations\.yaml:10: « {code} » n'est pas un département\. Écrivez"):
        load(write(files))
