"""A folder is read and learnt in a process of its own, or here where there is no room for one."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest

from bot.content import Content, load
from bot.maintain.learning import Learner, get_ready
from bot.matching.answering import Answerer
from bot.problem import MendableError
from tests.conftest import FAQ, SMALL, Write

ASKED = ["ouvrir une pagge facebok", "mes photos sont moches ?", "merci bcp", "xyz"]
SECONDS = 20
BESIDE_A_BOT = """
import sys, time
from multiprocessing import active_children
from pathlib import Path
from bot.content import load
from bot.maintain.learning import Learner
learner = Learner(Path(sys.argv[1]), 0.95)
learner.read(load(Path(sys.argv[1])))
print(active_children()[0].pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder(write: Write) -> Path:
    return write({**SMALL, "messages.yaml": (FAQ / "messages.yaml").read_text(encoding="utf-8")})


@pytest.fixture
def learner(folder: Path) -> Iterator[Learner]:
    get_ready()
    learner = Learner(folder, 0.95)
    yield learner
    learner.rest()


def other(content: Content) -> Content:
    """Give a content of which other things are learnt."""
    return replace(content, off_topics=())


def until_gone(pid: int) -> bool:
    """Wait for the end of a process; one that nobody has asked how it ended (a zombie) has ended."""
    stat = Path(f"/proc/{pid}/stat")
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        try:
            if stat.read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_what_another_process_learnt_replies_as_what_is_learnt_here(learner: Learner, folder: Path) -> None:
    content = load(folder)
    read, there = learner.read(other(content))
    assert read == content and there is not None
    here = Answerer.build(content)
    assert [there.reply_to(text) for text in ASKED] == [here.reply_to(text) for text in ASKED]


def test_what_is_known_is_not_learnt_again(learner: Learner, folder: Path) -> None:
    assert learner.read(load(folder)) == (load(folder), None)


def test_a_folder_that_cannot_be_used_is_said_so_and_the_next_reading_works(learner: Learner, folder: Path) -> None:
    content, file = load(folder), folder / "messages.yaml"
    good = file.read_text(encoding="utf-8")
    file.write_text("titre: [", encoding="utf-8")
    with pytest.raises(MendableError, match=r"messages\.yaml"):
        learner.read(content)
    file.write_text(good, encoding="utf-8")
    assert learner.read(content) == (content, None)


def test_where_the_process_is_killed_it_is_learnt_here(
    learner: Learner, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    content = load(folder)
    others = {one.pid for one in active_children()}  # of an earlier test, not quite gone yet
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(learner.read, other(content))
        while not (children := [one for one in active_children() if one.pid not in others]):
            time.sleep(0.0001)
        for child in children:
            child.kill()
        _, there = reading.result()
    assert "L'apprentissage se fait dans le bot même" in caplog.text
    assert there and there.reply_to(ASKED[0]) == Answerer.build(content).reply_to(ASKED[0])
    assert learner.read(content) == (content, None)


def test_one_process_reads_again_and_again_until_it_may_rest(learner: Learner, folder: Path) -> None:
    content = load(folder)
    learner.read(content)
    [first] = active_children()
    learner.read(content)
    assert [one.pid for one in active_children()] == [first.pid]
    learner.rest()
    first.join(SECONDS)
    assert not first.is_alive()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_the_process_ends_with_a_bot_that_is_killed(folder: Path) -> None:
    words = [sys.executable, "-c", BESIDE_A_BOT, str(folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdout
        learning = int(bot.stdout.readline())
        bot.kill()
    assert until_gone(learning)
