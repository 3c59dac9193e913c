from pathlib import Path

from tests.cli.conftest import Run
from tests.conftest import FAQ


def test_a_poster_is_two_files(run: Run, tmp_path: Path) -> None:
    ran = run("qr", "theme-facebook", "--bot", "@b_bot", "--faq", FAQ)
    assert (ran.code, ran.out.split()) == (0, ["affiche-theme-facebook.svg", "affiche-theme-facebook.png"])
    assert "@b_bot" in (tmp_path / "affiche-theme-facebook.svg").read_text(encoding="utf-8")
    assert (tmp_path / "affiche-theme-facebook.png").read_bytes().startswith(b"\x89PNG")


def test_a_page_that_does_not_exist_leaves_no_file(run: Run, tmp_path: Path) -> None:
    ran = run("qr", "fiche-zut", "--bot", "b_bot", "--faq", FAQ)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "affiche-bot.svg").mkdir()
    ran = run("qr", "--bot", "b_bot", "--faq", FAQ)
    assert (ran.code, ran.out) == (2, "") and ran.err.startswith("affiche-bot.svg : impossible")
