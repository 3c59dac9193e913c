import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import FAQ, QUESTIONS, Write

QUESTION = "slt fb c bien pr un kiné ? Et combien coûte une pub sur instagran ?"

HEAVY = {"telegram", "sqlalchemy", "alembic", "sklearn", "bm25s", "httpx", "cryptography", "rich"}


def process(*words: str | Path, seed: str) -> subprocess.Popen[str]:
    """Start a Python of its own, which orders its sets by this seed."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(FAQ.parent)}
    command = [sys.executable, "-W", "error", *map(str, words)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_every_process_gives_the_same_reply_to_the_last_digit() -> None:
    command = ("-m", "bot.cli", "ask", QUESTION, "--json", "--explain", "--faq", FAQ)
    running = [process(*command, seed=seed) for seed in ("1", "2")]
    (one, one_error), (other, other_error) = [each.communicate(timeout=60) for each in running]
    assert (one_error, other_error) == ("", "")
    assert one == other and len(json.loads(one)["candidates"]) == 5


def test_asking_loads_nothing_it_has_no_use_for(small: Path) -> None:
    script = "import sys; from bot.cli import main; main(['ask', 'bonjour']); print(*sys.modules, file=sys.stderr)"
    _, modules = process("-c", script, seed="1").communicate(timeout=60)
    loaded = {name.partition(".")[0] for name in modules.split()}
    assert "numpy" in loaded and not loaded & HEAVY


def test_a_reply_is_printed_as_people_read_it(run: Run, small: Path) -> None:
    ran = run("ask", "Que répondre à un mauvais avis ?")
    assert (ran.code, ran.err) == (0, "")
    assert "Remerciez, expliquez, proposez d'en parler." in ran.out
    assert "https://www.francenum.gouv.fr" in ran.out


def test_tags_are_not_printed(run: Run, small: Path) -> None:
    ran = run("ask", "je veux ouvrir une page facebook")
    assert "Touchez Menu, puis Pages" in ran.out and "<b>" not in ran.out


def test_small_talk_is_replied_to(run: Run, small: Path) -> None:
    assert "Bonjour !" in run("ask", "bonjour").out


def test_a_neighbouring_topic_is_sent_elsewhere(run: Run, small: Path) -> None:
    assert "Voyez le service des impôts." in run("ask", "comment déclarer la tva").out


def test_json_has_the_fields_and_no_other(run: Run, small: Path) -> None:
    data = json.loads(run("ask", "Que répondre à un mauvais avis ?", "--json").out)
    assert set(data) == {"outcome", "entry", "confidence", "candidates", "parts"}
    assert (data["outcome"], data["entry"], data["parts"]) == ("answer", "avis", [])
    assert data["candidates"][0] == {"id": "avis", "confidence": data["confidence"]}
    assert {one["id"] for one in data["candidates"]} == {"avis", "page", "photo"}


def test_json_gives_each_of_several_questions(run: Run) -> None:
    text = "Faut-il acheter des abonnés ? Comment récupérer un compte piraté ?"
    data = json.loads(run("ask", text, "--json", "--faq", FAQ).out)
    assert [part["entry"] for part in data["parts"]] == ["acheter-des-fans", "compte-pirate"]
    assert all(set(part) == {"outcome", "entry", "confidence", "candidates"} for part in data["parts"])
    assert all(len(part["candidates"]) == 5 for part in data["parts"])
    assert data["entry"] == "acheter-des-fans"


def test_a_reply_can_be_explained(run: Run, small: Path) -> None:
    ran = run("ask", "Que répondre a un mauvais aviss ?", "--explain")
    assert "corrigé : aviss → avis" in ran.out
    assert "proche de « Que répondre à un mauvais avis ? »" in ran.out
    assert "Décision : réponse directe" in ran.out


def test_an_explanation_can_be_json(run: Run, small: Path) -> None:
    data = json.loads(run("ask", "Que répondre a un mauvais aviss ?", "--explain", "--json").out)
    assert ["aviss", "avis"] in data["explanation"]["corrections"]
    assert data["explanation"]["pulls"][0]["entry"] == "avis"


def test_a_folder_with_questions_only_will_do(run: Run, write: Write) -> None:
    folder = write({"questions/facebook.yaml": QUESTIONS})
    data = json.loads(run("ask", "Que répondre à un mauvais avis ?", "--json", "--faq", folder).out)
    assert data["candidates"][0]["id"] == "avis"


@pytest.mark.parametrize("text", ["\U0001f600", "42", "https://exemple.fr"])
def test_what_holds_no_word_gets_the_hint_that_the_chat_gives(text: str, run: Run) -> None:
    assert "rien n'est noté" in run("ask", text, "--faq", FAQ).out


def test_an_empty_question_is_no_error(run: Run, small: Path) -> None:
    assert run("ask", "").code == 0


def test_mistakes_in_the_content_are_told_without_a_traceback(run: Run, write: Write) -> None:
    write({"questions/facebook.yaml": "theme: Un\n"})
    ran = run("ask", "oui")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "questions/facebook.yaml:1: il manque la clé « questions ». Ajoutez-la.\n"


def test_a_folder_that_is_not_there_is_named(run: Run) -> None:
    ran = run("ask", "oui", "--faq", "nulle-part")
    assert ran.code != 0 and "nulle-part" in ran.err and len(ran.err.splitlines()) == 1
