import pytest

from bot.content import Content
from bot.matching.answering import Answerer
from bot.matching.replies import Reply
from bot.wording.knowledge import Current, Knowledge
from bot.wording.pages import Pages
from tests.fuzz.run import furnished, generated, run
from tests.fuzz.texts import CANARY, SECRET
from tests.fuzz.updates import Json


@pytest.mark.parametrize("number", [1001, 1002])
async def test_updates_of_any_kind_raise_nothing_and_ask_nothing_that_telegram_refuses(
    shipped: Content, answerer: Answerer, number: int
) -> None:
    current = Current(Knowledge(furnished(shipped), answerer))
    brought = generated(current, 200, number)
    assert {kind for update in brought for kind in update} >= {"message", "edited_message", "callback_query"}
    outcome = await run(current, brought)
    assert outcome.holds, outcome.wrong
    assert outcome.handled == len(brought)


class Poisoned(Answerer):
    """Raises for every text."""

    def __init__(self) -> None: ...

    def reply_to(self, text: str) -> list[Reply]:
        raise ValueError(text)


WRITTEN: Json = {
    "message_id": 1,
    "date": 0,
    "chat": {"id": 7, "type": "private"},
    "text": "a b",
    "from": {"id": 7, "is_bot": False, "first_name": "Z"},
}


async def test_what_a_handler_raises_for_is_found(shipped: Content) -> None:
    outcome = await run(Current(Knowledge(shipped, Poisoned())), [{"message": WRITTEN}])
    assert outcome.raised and list(outcome.wrong) == outcome.raised


async def test_words_taken_for_markup_and_words_of_others_are_found(shipped: Content) -> None:
    knowledge = Knowledge(shipped, Poisoned())
    leaky = knowledge.messages.model_copy(update={"our_error": f"{SECRET}8 <b>{CANARY}</b>"})
    object.__setattr__(knowledge, "pages", Pages(shipped, leaky))
    outcome = await run(Current(knowledge), [{"message": WRITTEN}])
    assert outcome.told and outcome.injected and not outcome.refused
