import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest

from bot.content import Problem
from bot.maintain.check import Findings, check
from tests.conftest import CONVERSATION, FAQ, OFF_TOPICS, SMALL, Write

TODAY = date(2026, 11, 23)
PATH = "questions/un.yaml"
WORDS = ["bouton", "chemise", "dessin", "escalier", "guitare", "herbier", "image", "jardin", "kiosque", "lampe"]
MANY = [
    *WORDS,
    *(f"{word} {other}" for word, other in pairwise(WORDS)),
    *(f"{how} {word}" for how in ("vieux", "petit", "grand") for word in WORDS),
]
CAT = [(f"mon chat aime le {words}", f"{words}, mon chat aime le sien")[min(n % 3, 1)] for n, words in enumerate(MANY)]
LION = [
    (f"ce lion dort sous un {words}", f"{words} sous ce lion, un qui dort")[min(n % 3, 1)]
    for n, words in enumerate(MANY)
]


def entry(name: str, phrasings: Sequence[str], length: int = 500, more: str = "") -> str:
    """Write an entry whose answer has this many characters."""
    asked = "".join(f"      - {phrasing}\n" for phrasing in phrasings)
    return (
        f"  - id: {name}\n    question: Que faire du {name} ?\n    formulations:\n{asked}"
        f"    reponse: {'x' * length}\n{more}"
    )


def theme(*entries: str) -> dict[str, str]:
    """Make a folder of these entries, with examples of what is not for them."""
    files = {"conversation.yaml": CONVERSATION, "hors-sujet.yaml": OFF_TOPICS}
    return {**files, PATH: "theme: Un\nquestions:\n" + "".join(entries)}


def warned(findings: Findings) -> list[tuple[str, int, str]]:
    """Give each warning's place, and what it is about."""
    assert findings.errors == ()
    return [(one.path, one.line, one.what) for one in findings.warnings]


GOOD = entry("chat", CAT[:12])
OTHER = entry("lion", LION[:12])


def test_a_folder_with_nothing_to_say_of_is_counted(write: Write) -> None:
    findings = check(write(theme(GOOD, OTHER)), TODAY)
    assert (findings.errors, findings.warnings) == ((), ())
    assert findings.summary == "2 fiches, 1 thèmes : rien à signaler."


def test_the_shipped_faq_has_no_error() -> None:
    findings = check(FAQ, TODAY)
    assert findings.errors == () and findings.summary.startswith("41 fiches, ")


@pytest.mark.parametrize(("count", "warns"), [(11, True), (12, False), (40, False), (41, True)])
def test_the_usual_count_of_phrasings_is_12_to_40(count: int, warns: bool, write: Write) -> None:
    found = warned(check(write(theme(entry("chat", CAT[:count]))), TODAY))
    assert found == ([(PATH, 3, f"chat : {count} formulation(s).")] if warns else [])


@pytest.mark.parametrize(("length", "warns"), [(399, True), (400, False), (1200, False), (1201, True)])
def test_the_usual_length_of_an_answer_is_400_to_1200_characters(length: int, warns: bool, write: Write) -> None:
    found = warned(check(write(theme(entry("chat", CAT[:12], length), OTHER)), TODAY))
    assert found == ([(PATH, 3, f"chat : une réponse de {length} signes.")] if warns else [])


def test_tags_do_not_count_as_length(write: Write) -> None:
    files = theme(entry("chat", CAT[:12], 1190), OTHER)
    files[PATH] = files[PATH].replace("x" * 1190, f"<b>{'x' * 1190}</b>")
    assert warned(check(write(files), TODAY)) == []


def test_a_phrasing_twice_in_an_entry_is_told(write: Write) -> None:
    phrasings = [*CAT[:12], CAT[0].upper()]
    found = warned(check(write(theme(entry("chat", phrasings), OTHER)), TODAY))
    assert found == [(PATH, 3, "chat : une formulation figure deux fois.")]


@pytest.mark.parametrize(("day", "warns"), [("2025-11-22", True), ("2025-11-23", False), ("2026-11-23", False)])
def test_an_entry_is_read_again_every_year(day: str, warns: bool, write: Write) -> None:
    aged = entry("chat", CAT[:12], more=f"    verifie_le: {day}\n")
    found = warned(check(write(theme(aged, OTHER)), TODAY))
    what = "chat : relue le 22/11/2025, il y a plus d'un an."
    assert found == ([(PATH, 3, what)] if warns else [])


def test_an_entry_that_was_read_in_the_future_is_told(write: Write) -> None:
    aged = entry("chat", CAT[:12], more="    verifie_le: 2062-11-23\n")
    what = "chat : relue le 23/11/2062, qui n'est pas encore là."
    assert warned(check(write(theme(aged, OTHER)), TODAY)) == [(PATH, 3, what)]


@pytest.mark.parametrize(("day", "warns"), [("2026-11-22", True), ("2026-12-22", True), ("2026-12-23", False)])
def test_an_offer_is_told_a_month_before_its_end(day: str, warns: bool, write: Write) -> None:
    keys = ("titre", "organisme", "lieu", "format", "public", "prix")
    offer = "".join(f"    {key}: x\n" for key in keys)
    text = f"offres:\n  - id: cours\n{offer}    lien: https://x.fr\n    jusqu_au: {day}\n"
    found = warned(check(write({**theme(GOOD, OTHER), "formations.yaml": text}), TODAY))
    assert [(path, line) for path, line, _ in found] == ([("formations.yaml", 2)] if warns else [])


def test_entries_that_attract_each_other_are_told_with_the_words_that_do_it(write: Write) -> None:
    lost = [f"ce lion dort sous un {word}" for word in ("rideau", "savon", "tiroir", "wagon", "balcon", "buffet")]
    files = theme(entry("chat", [*CAT[:12], *lost]), entry("lion", LION[:25]))
    [(path, line, what)] = warned(check(write(files), TODAY))
    assert (path, line) == (PATH, 3)
    assert re.match(r"chat : \d formulations seraient prises pour lion, par les mots « ce »", what)
    assert {"lion", "dort"} <= set(re.findall(r"« (\w+) »", what)) and lost[0] in what


def test_warnings_come_in_the_order_of_the_files(write: Write) -> None:
    short = entry("chat", CAT[:3]), entry("lion", LION[:3])
    found = warned(check(write(theme(*short)), TODAY))
    assert [line for _, line, _ in found] == sorted(line for _, line, _ in found) and len(found) == 2


def test_a_folder_with_questions_only_can_be_checked(write: Write) -> None:
    assert warned(check(write({PATH: theme(GOOD, OTHER)[PATH]}), TODAY)) == []


def test_errors_come_alone_and_are_counted(write: Write) -> None:
    findings = check(write({**SMALL, "faq.yaml": "titre:\n"}), TODAY)
    assert findings.errors == (
        Problem(
            "faq.yaml",
            1,
            "le texte de « titre » est vide.",
            "Complétez-le, ou retirez la clé si elle est facultative.",
        ),
    )
    assert findings.warnings == ()
    assert findings.summary.startswith("1 erreur(s)")


def test_a_phrasing_that_says_what_another_entry_says_is_told(write: Write) -> None:
    strayed = [*CAT[:12], f"{LION[3]} oui"]
    found = warned(check(write(theme(entry("chat", strayed), entry("lion", LION[:25]))), TODAY))
    assert [(line, what) for _, line, what in found] == [
        (18, f"chat : « {LION[3]} oui » ressemble plus à « {LION[3]} » (lion) qu'aux formulations de sa fiche.")
    ]


def test_a_phrasing_that_adds_nothing_is_told(write: Write) -> None:
    found = warned(check(write(theme(entry("chat", [*CAT[:12], f"{CAT[3]} !"]), OTHER)), TODAY))
    assert [(line, what) for _, line, what in found] == [
        (18, f"chat : « {CAT[3]} ! » n'apprend rien de plus que « {CAT[3]} ».")
    ]


def test_phrasings_that_all_begin_alike_are_told(write: Write) -> None:
    begun = [f"comment faire {text}" for text in CAT[:13]]
    found = warned(check(write(theme(entry("chat", begun), OTHER)), TODAY))
    assert "chat : 13 formulations sur 13 commencent par « comment faire »." in [what for _, _, what in found]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("Voici **du gras** ici.", "Markdown"),
        ("Voyez [le site](https://www.exemple.fr).", "lien de Markdown"),
        (f"{'mot ' * 41}.", "une phrase de 42 mots"),
        ("3 * 4 ** 2 et _a_ [b] (c).", ""),
    ],
)
def test_an_answer_that_would_not_read_well_is_told(answer: str, told: str, write: Write) -> None:
    text = entry("chat", CAT[:12]).replace("x" * 500, f"{answer} {'x' * 400}.")
    found = [what for _, _, what in warned(check(write(theme(text, OTHER)), TODAY))]
    assert [told in what for what in found] == ([True] if told else []), found


VOCABULARY = """\
abreviations:
  fb: facebook
  FB: football
  insta: instagram
  un: deux
  deux: un
orthographes:
  installation: [insta, instalation]
familles:
  a: [chat, chien]
  b: [chat]
  c: [Chat]
"""


def test_words_that_stand_for_two_things_are_told(write: Write) -> None:
    found = warned(check(write({**theme(GOOD, OTHER), "vocabulaire.yaml": VOCABULARY}), TODAY))
    assert [(line, what) for _, line, what in found] == [
        (3, "« FB » est lu de deux façons : « football » et « facebook » (comme « fb »)."),
        (6, "« deux » est lu « un », et « un » est lu « deux »."),
        (8, "« insta » est lu de deux façons : « installation » et « instagram »."),
        (12, "« chat » est dans 3 familles (a, b, c)."),
    ]


def test_texts_that_yaml_reads_otherwise_than_meant_are_told(write: Write) -> None:
    text = theme(entry("chat", [*CAT[:12], "photo #atelier", "“photo floue”", "un"]), OTHER)[PATH]
    text = text.replace("      - un\n", "      - un\n        -deux\n")
    found = warned(check(write({PATH: text, "formation.yaml": "offres: []\n"}), TODAY))
    assert [(path, line, what.partition(" : ")[2] or what) for path, line, what in found] == [
        ("formation.yaml", 1, "ce fichier n'est pas lu."),
        (PATH, 18, "elle n'est pas dans le texte."),
        (PATH, 19, "les guillemets courbes “…” s'affichent avec le texte."),
        (PATH, 20, "la ligne s'ajoute à celle d'avant."),
    ]


def test_a_file_in_the_wrong_place_is_sent_where_its_key_belongs(write: Write) -> None:
    subjects = "sujets:\n  - {id: live, titre: Le live, exemples: [filmer en direct]}\n"
    files = {**theme(GOOD, OTHER), "sujets.yaml": subjects, "themes/un.yaml": theme(GOOD)[PATH]}
    found = {one.path: one.remedy for one in check(write(files), TODAY).warnings if "pas lu" in one.what}
    assert found["sujets.yaml"].startswith("Déplacez-le dans sujets/")
    assert found["themes/un.yaml"].startswith("Déplacez-le dans questions/")


def test_an_entry_that_leads_to_itself_is_told(write: Write) -> None:
    found = warned(check(write(theme(entry("chat", CAT[:12], more="    voir_aussi: [chat]\n"), OTHER)), TODAY))
    assert [what for _, _, what in found] == ["chat : « voir_aussi » renvoie à la fiche elle-même."]
