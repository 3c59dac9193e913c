"""A FAQ on another theme is begun: it is valid, without a warning but what is to be filled in, and answers."""

from pathlib import Path

import pytest

from bot.content import load
from bot.maintain.check import check
from bot.maintain.starter import start
from bot.matching.answering import Answerer
from bot.matching.replies import outcome
from bot.problem import MendableError
from tests.conftest import FAQ, SMALL, Write


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "mairie"
    start(folder, FAQ)
    return folder


def test_a_new_faq_is_valid_and_names_its_schemas(folder: Path) -> None:
    findings = check(folder)
    assert findings.errors == ()
    assert [one for one in findings.warnings if one.path.startswith("questions/") and "signes" not in one.what] == []
    for path in folder.rglob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=")
    for copied in ("LISEZMOI.md", "images/reponse.png"):
        assert (folder / copied).read_bytes() == (FAQ / copied).read_bytes()


def test_it_speaks_of_nothing_but_its_samples(folder: Path) -> None:
    content = load(folder)
    assert content.entries.keys() == {"horaires", "prendre-rendez-vous"}
    answerer = Answerer.build(content)
    said = {text: outcome(answerer.reply_to(text)[0]) for text in ("ouvert le samedi ?", "bonjour", "merci bcp")}
    assert said == {"ouvert le samedi ?": "answer", "bonjour": "smalltalk", "merci bcp": "smalltalk"}
    ours = [path for path in folder.rglob("*.yaml") if path.name != "messages.yaml"]
    assert not any("réseaux sociaux" in path.read_text(encoding="utf-8").lower() for path in ours)


def test_its_sentences_give_no_examples_of_another_theme(folder: Path) -> None:
    text = (folder / "messages.yaml").read_text(encoding="utf-8")
    assert [one for one in ("présence en ligne", "Que publier", "mon site") if one in text] == []
    assert "Écrivez-la en quelques mots." in text


def test_a_folder_that_holds_something_is_left_alone(write: Write) -> None:
    folder = write(SMALL)
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    with pytest.raises(MendableError, match="existe déjà et n'est pas vide"):
        start(folder, FAQ)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_without_sentences_to_take_nothing_is_written(write: Write, tmp_path: Path) -> None:
    with pytest.raises(MendableError, match=r"messages\.yaml : ce fichier manque"):
        start(tmp_path / "new", write(SMALL))
    assert not (tmp_path / "new").exists()
