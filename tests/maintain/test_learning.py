"""A content is learnt in a process of its own, or here where there is no room for one."""

import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children

import pytest

from bot.content import load
from bot.maintain import learning
from bot.matching.answering import Answerer
from tests.conftest import SMALL, Write

ASKED = ["ouvrir une pagge facebok", "mes photos sont moches ?", "merci bcp", "xyz"]


def test_what_another_process_learnt_replies_as_what_is_learnt_here(write: Write) -> None:
    content = load(write(SMALL))
    learning.get_ready()
    there, here = learning.learn(content, 0.95), Answerer.build(content)
    assert [there.reply_to(text) for text in ASKED] == [here.reply_to(text) for text in ASKED]


def test_where_the_process_is_killed_it_is_learnt_here(write: Write, caplog: pytest.LogCaptureFixture) -> None:
    content = load(write(SMALL))
    with ThreadPoolExecutor(1) as beside:
        learning_there = beside.submit(learning.learn, content, 0.95)
        while not (children := active_children()):
            time.sleep(0.0001)
        for child in children:
            child.kill()
        there = learning_there.result()
    assert "L'apprentissage se fait dans le bot même" in caplog.text
    assert there.reply_to(ASKED[0]) == Answerer.build(content).reply_to(ASKED[0])
