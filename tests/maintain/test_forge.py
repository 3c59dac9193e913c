"""A content folder that is a clone, and a bare repository in the part of the forge; all with the real git."""

from pathlib import Path

import pytest

from bot.content import load
from bot.content.draft import EntryDraft
from bot.maintain.edit import FolderEditor
from bot.maintain.forge import Forge, Synced
from bot.maintain.git import GitError
from bot.problem import MendableError
from tests.conftest import SMALL
from tests.forge import PATH, Maintainer, founded, git


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    return founded(tmp_path)


@pytest.fixture
def maintainer(bare: Path, tmp_path: Path) -> Maintainer:
    return Maintainer(bare, tmp_path / "maintainer")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "bot" / "faq"


@pytest.fixture
def forge(bare: Path, folder: Path) -> Forge:
    return Forge.open(folder, str(bare))


@pytest.fixture
def editor(folder: Path, forge: Forge) -> FolderEditor:
    return FolderEditor(folder, forge.record)


def at(bare: Path, path: str = PATH, branch: str = "main") -> str:
    """Give a file as the forge has it."""
    return git(bare, "show", f"{branch}:{path}")


def log(bare: Path, branch: str = "main") -> list[str]:
    return git(bare, "log", "--format=%an: %s", branch).splitlines()


def test_the_folder_is_made_on_the_first_run_and_taken_on_the_next(bare: Path, folder: Path, forge: Forge) -> None:
    assert load(folder).entries.keys() == {"page", "photo", "avis"}
    assert Forge.open(folder, f"{bare}#main").sync() == Synced()


def test_a_folder_that_is_no_clone_of_it_is_left_alone(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "mine.yaml").write_text("a: 1", encoding="utf-8")
    with pytest.raises(MendableError, match=r"BOT_FAQ_REMOTE : le dossier .* n'est pas un clone"):
        Forge.open(tmp_path / "faq", str(bare))
    assert [path.name for path in (tmp_path / "faq").iterdir()] == ["mine.yaml"]


def test_an_edit_on_the_forge_arrives(folder: Path, forge: Forge, maintainer: Maintainer) -> None:
    maintainer.edits("Remerciez", "Dites merci")
    assert forge.sync() == Synced()
    assert load(folder).entries["avis"].answer.startswith("Dites merci")


def test_a_broken_edit_stays_out_until_it_is_mended(folder: Path, forge: Forge, maintainer: Maintainer) -> None:
    before = (folder / PATH).read_bytes()
    maintainer.edits("reponse: Remerciez", "reponce: Remerciez")
    assert f"{PATH}:32: la clé « reponce » n'existe pas ici" in forge.sync().refused
    assert (folder / PATH).read_bytes() == before
    maintainer.edits("reponce: Remerciez", "reponse: Dites merci")
    assert forge.sync() == Synced()
    assert load(folder).entries["avis"].answer.startswith("Dites merci")


def test_what_organisers_write_is_a_commit_of_its_own_on_the_forge(
    bare: Path, forge: Forge, editor: FolderEditor, maintainer: Maintainer
) -> None:
    editor.add_phrasing("page", "une vitrine")
    editor.add_phrasing("page", "une vitrine")  # it is there already
    editor.add_entry(EntryDraft("horaires", "facebook", "Quand publier ?", "Le soir."))
    assert forge.sync() == Synced()
    assert log(bare)[:2] == [
        "table-ronde: Ajoute la fiche horaires",
        "table-ronde: Ajoute une formulation à la fiche page",
    ]
    assert "une vitrine" in at(bare) and "horaires" in at(bare)


def test_edits_of_both_sides_come_together(
    bare: Path, folder: Path, forge: Forge, editor: FolderEditor, maintainer: Maintainer
) -> None:
    editor.add_phrasing("page", "une vitrine")
    maintainer.edits("Remerciez", "Dites merci")
    assert forge.sync() == Synced()
    assert "une vitrine" in load(folder).entries["page"].phrasings
    assert (folder / PATH).read_text(encoding="utf-8") == at(bare)
    assert log(bare)[:2] == ["table-ronde: Ajoute une formulation à la fiche page", "Anne: Une édition"]


def test_where_they_conflict_the_bots_side_is_offered_as_a_branch(
    bare: Path, folder: Path, forge: Forge, editor: FolderEditor, maintainer: Maintainer
) -> None:
    editor.set_entry("avis", answer="Des organisateurs.")
    maintainer.edits("Remerciez, expliquez, proposez d'en parler.", "De la forge.")
    offered = forge.sync().offered
    assert offered.startswith("table-ronde/")
    assert "Des organisateurs." in at(bare, branch=offered)
    assert load(folder).entries["avis"].answer == "De la forge." and "De la forge." in at(bare)
    assert forge.sync() == Synced()


def test_two_edits_that_are_only_wrong_together_are_offered_as_a_branch(
    bare: Path, folder: Path, forge: Forge, editor: FolderEditor, maintainer: Maintainer
) -> None:
    editor.add_entry(EntryDraft("horaires", "facebook", "Quand publier ?", "Le soir."))
    other = "theme: Autre\nquestions:\n  - id: horaires\n    question: Quand ?\n    reponse: Le matin.\n"
    (maintainer.place / "questions/autre.yaml").write_text(other, encoding="utf-8")
    maintainer.pushes()
    offered = forge.sync().offered
    assert "Le soir." in at(bare, branch=offered)
    assert load(folder).entries["horaires"].answer == "Le matin."


def test_where_pushing_is_not_allowed_it_is_offered_and_goes_on_being_served(
    bare: Path, folder: Path, forge: Forge, editor: FolderEditor, maintainer: Maintainer
) -> None:
    hook = bare / "hooks" / "update"
    hook.write_text('#!/bin/sh\n[ "$1" != refs/heads/main ]\n', encoding="utf-8")
    hook.chmod(0o755)
    for number, text in enumerate(("une vitrine", "une devanture"), 2):
        editor.add_phrasing("page", text)
        assert forge.sync() == Synced(offered="table-ronde/attente")
        assert text in load(folder).entries["page"].phrasings
        assert len(log(bare, "table-ronde/attente")) == number
    hook.unlink()
    git(maintainer.place, "pull", "--quiet", "origin", "table-ronde/attente")
    git(maintainer.place, "push", "--quiet", "origin", "main")
    assert forge.sync() == Synced()


def test_while_the_forge_is_away_nothing_is_lost(bare: Path, folder: Path, forge: Forge, editor: FolderEditor) -> None:
    away = bare.rename(bare.with_name("away.git"))
    editor.add_phrasing("page", "une vitrine")
    with pytest.raises(GitError, match="git fetch a échoué"):
        forge.sync()
    away.rename(bare)
    assert forge.sync() == Synced()
    assert "une vitrine" in at(bare) and "une vitrine" in load(folder).entries["page"].phrasings


def test_what_was_changed_by_hand_in_the_clone_stays(
    bare: Path, folder: Path, forge: Forge, maintainer: Maintainer
) -> None:
    (folder / "conversation.yaml").write_text(SMALL["conversation.yaml"] + "# à la main\n", encoding="utf-8")
    maintainer.edits("Remerciez", "Dites merci")
    assert forge.sync() == Synced()
    assert (folder / "conversation.yaml").read_text(encoding="utf-8").endswith("# à la main\n")
    assert load(folder).entries["avis"].answer.startswith("Dites merci")
    maintainer.edits("Avec plaisir", "De rien", "conversation.yaml")
    with pytest.raises(GitError, match="git reset a échoué"):
        forge.sync()
    assert (folder / "conversation.yaml").read_text(encoding="utf-8").endswith("# à la main\n")


def test_a_folder_below_the_top_of_the_clone_is_followed(bare: Path, tmp_path: Path, maintainer: Maintainer) -> None:
    (maintainer.place / "pack").mkdir()
    git(maintainer.place, "mv", "questions", "messages.yaml", "pack")
    maintainer.pushes()
    git(tmp_path, "clone", "--quiet", str(bare), "whole")
    folder = tmp_path / "whole/pack"
    forge = Forge.open(folder, str(bare))
    maintainer.edits("Remerciez", "Dites merci", f"pack/{PATH}")
    assert forge.sync() == Synced()
    FolderEditor(folder, forge.record).add_phrasing("avis", "une vitrine")
    assert forge.sync() == Synced()
    assert "une vitrine" in at(bare, f"pack/{PATH}")
