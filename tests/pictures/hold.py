"""A conversation, held: the real handlers, store and sender behind the stand-in for Telegram."""

import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from bot.chat.wire import Message, Person, Telegram
from bot.store import Store, Vault
from bot.wording.knowledge import Current
from tests.chat.conftest import Bot, labels
from tests.pictures.conversations import Act, Edit, Screen, Send, Tap

_EVENING = datetime(2026, 11, 26, 19, 42, tzinfo=UTC).timestamp()
_STEP_SECONDS = 47


class _Clock:
    """Moves with each thing said only, so that a picture drawn again shows the same times."""

    def __init__(self) -> None:
        self.now = _EVENING

    def __call__(self) -> float:
        return self.now


async def _do(bot: Bot, person: Person, act: Act) -> None:
    match act:
        case str():
            person.say(act)
        case Send():
            person.send(act.kind)
        case Edit():
            own = [one for one in person.chat.messages if not one.from_bot]
            person.edit(own[-1].id, act.text)
        case Tap():
            under = reversed(person.chat.messages)
            buttons = ((one.id, label) for one in under for label in labels(one) if label.startswith(act.label))
            found = next(buttons, None)
            if found is None:
                raise LookupError(f"no button to tap begins with {act.label!r}: {labels(person.chat.messages[-1])}")
            person.tap(*found)
    await bot.settle()


async def hold(screens: Iterable[Screen], current: Current) -> list[list[Message]]:
    """Hold a conversation and give the messages of each screen, as they stand at the end."""
    clock = _Clock()
    telegram = Telegram(clock=clock)
    person = telegram.person(1, "Camille")
    ends = [0]
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite:///{folder}/bot.db", Vault.open(Path(folder, "key")))
        bot = Bot(telegram, store, current, clock=clock)
        await bot.start()
        for screen in screens:
            for act in screen:
                clock.now += _STEP_SECONDS
                await _do(bot, person, act)
            ends.append(len(person.chat.messages))
        await bot.end()
        await store.close()
    assert not telegram.refusals
    return [list(person.chat.messages[start:end]) for start, end in pairwise(ends)]
