"""Which files a content folder has, also while somebody works in it."""

import threading
from pathlib import Path

from bot.content import load
from bot.content.files import theme_files, unread_files, yaml_files
from bot.maintain.watch import signature
from tests.conftest import SMALL, Write


def test_hidden_files_and_folders_do_not_count(write: Write) -> None:
    hidden = {".git/a.yml": "zut: [", "questions/.#facebook.yaml": "zut: [", ".vscode/b.yaml": "zut: ["}
    folder = write({**SMALL, **hidden})
    assert yaml_files(folder) == sorted(SMALL)
    assert theme_files(folder) == ["questions/facebook.yaml"]
    assert load(folder).entries


def test_what_is_no_theme_may_stand_beside_the_themes(write: Write) -> None:
    beside = {
        "questions/A_LIRE": "Une note.\n",
        "questions/facebook.yaml~": "zut: [",
        "questions/plan.txt": "questions:\n",
    }
    folder = write({**SMALL, **beside})
    assert unread_files(folder) == {} and load(folder).entries


def test_themes_mounted_as_a_link_are_seen_and_watched(write: Write, tmp_path: Path) -> None:
    folder = write(SMALL)
    (folder / "questions").rename(tmp_path / "mounted")
    (folder / "questions").symlink_to(tmp_path / "mounted")
    assert theme_files(folder) == ["questions/facebook.yaml"]
    before = signature(folder)
    with (tmp_path / "mounted/facebook.yaml").open("a") as file:
        file.write("# un mot\n")
    assert signature(folder) != before


def test_folders_that_come_and_go_meanwhile_stop_no_reading(write: Write) -> None:
    folder = write(SMALL)
    done = threading.Event()

    def git_works() -> None:
        while not done.is_set():
            for name in (".git/worktrees", "notes"):
                (folder / name).mkdir(parents=True, exist_ok=True)
                (folder / name).rmdir()

    working = threading.Thread(target=git_works)
    working.start()
    try:
        assert all(yaml_files(folder) == sorted(SMALL) for _ in range(3000))
        assert load(folder).entries
    finally:
        done.set()
        working.join()
