"""The kill test, short, and its counting."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.wire import Telegram
from tests.kill.questions import TOPICS, Question, Sent, Tally, tally
from tests.kill.rounds import Mode, Run

ONE, TWO, THREE = (Question(1, topic) for topic in TOPICS[:3])
LOGGED = {ONE: 1, TWO: 1, THREE: 1}


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_nothing_is_lost_by_kills_and_a_stop(mode: Mode, tmp_path: Path) -> None:
    outcome = await Run(mode, tmp_path, seed=1).play(rounds=3)
    assert outcome.holds, f"{replace(outcome, log='')}\n{outcome.log}"
    assert outcome.tally.questions > 20
    assert "Traceback" not in outcome.log and Telegram().token not in outcome.log


def counted(asked: list[Question], sent: list[Sent], logged: dict[Question, int] | None = None) -> Tally:
    return tally(asked, sent, LOGGED if logged is None else logged, allowed=[1, 0])


def test_a_question_of_which_no_trace_is_left_is_lost() -> None:
    found = counted([ONE, TWO], [Sent(ONE, 0)], {ONE: 1})
    assert (found.lost, found.unanswered, found.unlogged, found.holds) == (1, 1, 1, False)


def test_a_reply_sent_again_is_charged_to_the_round_before() -> None:
    found = counted([ONE], [Sent(ONE, 0), Sent(ONE, 1)])
    assert (found.doubled, found.excess, found.holds) == (1, 0, True)
    found = counted([ONE, TWO], [Sent(ONE, 0), Sent(TWO, 0), Sent(ONE, 1), Sent(TWO, 1)])
    assert (found.doubled, found.excess, found.holds) == (2, 1, False)


def test_a_reply_that_overtakes_another_of_the_same_person_is_out_of_order() -> None:
    found = counted([ONE, TWO, THREE], [Sent(TWO, 0), Sent(ONE, 0), Sent(THREE, 0)])
    assert (found.out_of_order, found.holds) == (1, False)


def test_a_reply_sent_again_is_not_out_of_order() -> None:
    assert counted([ONE, TWO], [Sent(ONE, 0), Sent(TWO, 0), Sent(ONE, 1)]).out_of_order == 0


def test_a_question_handled_twice_is_found() -> None:
    found = counted([ONE], [Sent(ONE, 0)], {ONE: 2})
    assert (found.logged_twice, found.holds) == (1, False)
