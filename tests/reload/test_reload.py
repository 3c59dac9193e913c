"""The measuring of edits measures: each kind of edit is served by the running bot."""

import shutil
from pathlib import Path

import pytest

from bot.content import load
from tests.conftest import FAQ
from tests.reload.measure import PATH, Kind, enlarge, measure


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest theme of the shipped FAQ."""
    folder = Path(shutil.copytree(FAQ, tmp_path / "faq"))
    for path in (folder / "questions").iterdir():
        if path.name != Path(PATH).name:
            path.unlink()
    (folder / PATH).write_text(
        "\n".join(line for line in (folder / PATH).read_text(encoding="utf-8").split("\n") if "voir_aussi" not in line),
        encoding="utf-8",
    )
    (folder / "faq.yaml").unlink()
    return folder


@pytest.mark.parametrize("kind", ["answer", "phrasings", "vocabulary"])
async def test_an_edit_is_measured_until_its_text_is_served(kind: Kind, folder: Path, tmp_path: Path) -> None:
    found = await measure(tmp_path, folder, kind, edits=1)
    assert len(found.edits) == 1 and found.p95 == found.median > 0
    assert found.meanwhile and len(found.at_rest) >= 20


def test_a_folder_is_filled_up_to_the_entries_wanted(folder: Path) -> None:
    enlarge(folder, 30)
    assert len(load(folder).entries) == 30
    enlarge(folder, 10)
    assert len(load(folder).entries) == 30
