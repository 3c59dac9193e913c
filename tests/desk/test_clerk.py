"""Tests of what organisers decided and the clerk writes: once, where it can, and told where it cannot."""

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.draft import EntryDraft, Written
from bot.desk import Clerk
from bot.maintain.edit import FolderEditor
from tests.conftest import FAQ
from tests.desk.conftest import ENTRY, TAKE_BACK, Office

ANSWER = "Oui, si vous avez quelque chose à dire."


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FAQ, tmp_path / "faq"))


async def decided(office: Office, text: str = "peut-on faire un podcast pour son entreprise") -> int:
    """Have an organiser make an entry of a question; give the question's id."""
    id = await office.ask(1, text)
    cluster = await office.cluster_of(id)
    draft = replace(office.desk.draft(cluster), answer=ANSWER)
    async with office.store.database.begin() as tx:
        await office.desk.new_entry(tx, office.zoe, cluster.id, draft, office.now)
    return id


async def test_an_entry_is_written_once_it_can_be_taken_back_no_more(office: Office, faq: Path) -> None:
    id = await decided(office)
    clerk, file = Clerk(office.store, FolderEditor(faq)), faq / "questions/facebook.yaml"
    before = file.read_text()
    assert await clerk.write(office.now + TAKE_BACK - 1) == 0 and file.read_text() == before
    assert await clerk.write(office.now + TAKE_BACK) == 1
    assert ANSWER in file.read_text().replace("\n      ", " ") and file.read_text().startswith(before.rstrip()[:2000])
    [edit] = (await office.cluster_of(id)).edits
    assert edit.state == "done" and (edit.result or "").startswith("questions/facebook.yaml:")
    assert await clerk.write(office.now + TAKE_BACK) == 0


async def test_a_phrasing_is_learnt_by_its_entry(office: Office, faq: Path) -> None:
    id = await office.ask(1, "peut-on faire un podcast")
    cluster = await office.cluster_of(id)
    async with office.store.database.begin() as tx:
        await office.desk.same_as(tx, office.zoe, cluster.id, ENTRY, office.now)
    await Clerk(office.store, FolderEditor(faq)).write(office.now + TAKE_BACK)
    assert "peut-on faire un podcast" in (faq / "questions/facebook.yaml").read_text()


async def test_a_folder_that_is_broken_is_left_as_it_is_and_the_card_says_why(office: Office, faq: Path) -> None:
    id = await decided(office)
    broken = faq / "questions/mesurer.yaml"
    broken.write_text("theme: [\n")
    before = (faq / "questions/facebook.yaml").read_bytes()
    await Clerk(office.store, FolderEditor(faq)).write(office.now + TAKE_BACK)
    [edit] = (await office.cluster_of(id)).edits
    assert edit.state == "failed" and "mesurer.yaml" in (edit.result or "")
    assert (faq / "questions/facebook.yaml").read_bytes() == before


class AsNobody(FolderEditor):
    """Writes as somebody who may not."""

    def add_entry(self, draft: EntryDraft) -> Written:
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            return super().add_entry(draft)
        finally:
            if root:
                os.seteuid(0)


async def test_a_read_only_folder_gives_a_patch(office: Office) -> None:
    id = await decided(office)
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        faq = Path(shutil.copytree(FAQ, Path(place) / "faq"))
        for one in (faq / "questions", faq, Path(place)):
            one.chmod(0o555)
        await Clerk(office.store, AsNobody(faq)).write(office.now + TAKE_BACK)
        for one in (faq / "questions", faq, Path(place)):
            one.chmod(0o755)
    async with office.store.database.read() as tx:
        [patch] = await office.store.edits.patches(tx)
    assert patch.startswith("--- a/questions/facebook.yaml") and ANSWER[:20] in patch
    assert [edit.state for edit in (await office.cluster_of(id)).edits] == ["patch"]
