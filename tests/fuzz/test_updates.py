import pytest

from bot.content import Content
from bot.matching.answering import Answerer
from bot.matching.replies import Reply
from bot.wording.knowledge import Current, Knowledge
from tests.fuzz.run import generated, run


@pytest.mark.parametrize("number", [1001, 1002])
async def test_updates_of_any_kind_raise_nothing_and_ask_nothing_that_telegram_refuses(
    shipped: Content, answerer: Answerer, number: int
) -> None:
    current = Current(Knowledge(shipped, answerer))
    brought = generated(current, 200, number)
    assert {kind for update in brought for kind in update} >= {"message", "edited_message", "callback_query"}
    outcome = await run(current, brought)
    assert outcome.holds, (outcome.raised, outcome.refused)
    assert outcome.handled == len(brought)


async def test_what_a_handler_raises_for_is_found(shipped: Content) -> None:
    class Poisoned(Answerer):
        def __init__(self) -> None: ...

        def reply_to(self, text: str) -> list[Reply]:
            raise ValueError(text)

    written = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}, "text": "a b"}
    sender = {"id": 7, "is_bot": False, "first_name": "Z"}
    outcome = await run(Current(Knowledge(shipped, Poisoned())), [{"message": {**written, "from": sender}}])
    assert not outcome.holds and outcome.refused == []
