"""Writing phrasings is a conversation: why this reply, and what would make it another."""

import io
import re

import pytest

from bot.chat.terminal import Terminal
from bot.content import load
from bot.matching.answering import Answerer
from bot.reports.coach import HELP, Coach
from bot.store import Store, Vault
from bot.wording.knowledge import Current, Knowledge
from tests.conftest import FAQ, SMALL, Write


@pytest.fixture
def current(write: Write) -> Current:
    content = load(write({**SMALL, "messages.yaml": (FAQ / "messages.yaml").read_bytes()}))
    return Current(Knowledge(content, Answerer.build(content)))


@pytest.fixture
def coach(current: Current) -> Coach:
    return Coach(current)


def test_before_a_question_there_is_nothing_to_explain(coach: Coach) -> None:
    coach.hears("/aide")
    assert coach.say(":pourquoi") == coach.say(":comme page") == "Posez d'abord une question."
    assert coach.say(":aide") == HELP


def test_a_message_without_a_word_has_no_reasons(coach: Coach) -> None:
    coach.hears("\U0001f600")
    assert "aucun mot" in coach.say(":pourquoi") and coach.say(":comme page") == coach.say(":pourquoi")


def test_why_gives_the_reasons_of_the_last_question(coach: Coach) -> None:
    coach.hears("mes photos sont moches")
    coach.hears("/themes")
    said = coach.say(":pourquoi")
    assert said.startswith("Lu : mes photos sont moches") and "Décision : réponse directe" in said


def test_an_entry_that_answers_already_says_so(coach: Coach) -> None:
    coach.hears("mes photos sont moches")
    assert re.fullmatch(r"photo répond déjà à cette question \(\d+%, il faut \d+%\)\.", coach.say(":comme photo"))


def test_an_entry_that_does_not_says_who_wins_what_is_near_and_which_words_are_missing(coach: Coach) -> None:
    coach.hears("répondre à un mauvais avis sur ma page instagram")
    lines = coach.say(":comme page").splitlines()
    assert re.match(r"page est 2e \(\d+%\) ; il faut \d+% pour une réponse directe", lines[0])
    assert re.match(r"Gagne maintenant : avis \(\d+%, \d+ points devant\), proche de « .*avis.* »", lines[1])
    assert re.match(r"Sa formulation la plus proche : « .*page.* » \(ressemblance 0\.\d\d sur 1\)", lines[2])
    missing = re.findall("« (\\w+) »", lines[3])
    assert {"repondre", "mauvais", "avis", "instagram"} <= set(missing) and "page" not in missing
    assert lines[4].startswith("À faire : ajoutez-lui")


def test_the_words_that_are_missing_make_it_answer_once_they_are_there(coach: Coach, write: Write) -> None:
    coach.hears("ma vitrine instagram pour la boulangerie")
    missing = re.findall("« (\\w+) »", coach.say(":comme page").splitlines()[-2])
    text = SMALL["questions/facebook.yaml"].replace(
        "    formulations:\n", f"    formulations:\n      - ouvrir une {' '.join(missing)} de boulangerie\n", 1
    )
    answerer = Answerer.build(load(write({**SMALL, "questions/facebook.yaml": text})))
    before = coach._current.knowledge.answerer
    after, old = (one.reply_to("ma vitrine instagram pour la boulangerie")[0] for one in (answerer, before))
    chance = [next(one.confidence for one in reply.candidates if one.id == "page") for reply in (old, after)]
    assert chance[1] > chance[0]


def test_an_entry_that_does_not_exist_is_told_with_those_that_are_like_it(coach: Coach) -> None:
    coach.hears("mes photos")
    assert coach.say(":comme photos") == "Il n'y a pas de fiche « photos ». Par exemple : photo."


async def test_the_terminal_takes_the_orders(current: Current, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("terminal")
    store = await Store.open(f"sqlite:///{place / 'bot.db'}", Vault.open(place / "key"))
    shown = io.StringIO()
    typed = io.StringIO("mes photos sont moches\n1\n:pourquoi\n:comme page\n:quoi\n")
    await Terminal(current, store, typed, shown).run()
    await store.close()
    assert "Lu : mes photos sont moches" in shown.getvalue()
    assert "Gagne maintenant : photo" in shown.getvalue() and ":comme FICHE" in shown.getvalue()
