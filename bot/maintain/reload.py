"""The content folder, followed while the bot runs: a new version is read, checked and learnt beside the old one."""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.maintain.learning import Learner, get_ready
from bot.maintain.watch import changes
from bot.problem import MendableError
from bot.wording.knowledge import Current, Knowledge

_SWITCH_SECONDS = 0.0005
"""How long a fit may keep the interpreter when a reply waits for it (Python's own value, 5 ms, adds up)."""

_REST_SECONDS = 600
"""Who edits once, edits again soon: so long the process that learns is kept for it, with what it takes of memory."""


class Reloader:
    """Follows a content folder; whoever takes what it gives puts it in force."""

    def __init__(self, folder: Path, current: Current, precision: float = 0.95) -> None:
        self._folder = folder
        self._current = current
        self._learner = Learner(folder, precision)

    async def versions(self) -> AsyncIterator[Knowledge | MendableError]:
        """Give, at first and after each edit, the knowledge it makes, or why it cannot be used.

        An edit that changes nothing gives the knowledge in force itself.
        """
        await asyncio.to_thread(get_ready)
        resting: asyncio.TimerHandle | None = None
        try:
            async for _ in changes(self._folder):
                if resting:
                    resting.cancel()
                yield await asyncio.to_thread(self._read)
                resting = asyncio.get_running_loop().call_later(_REST_SECONDS, self._learner.rest)
        finally:
            self._learner.rest()

    def _read(self) -> Knowledge | MendableError:
        old = self._current.knowledge
        with out_of_the_way():
            try:
                content, learnt = self._learner.read(old.content)
            except MendableError as error:
                return error
            answerer = learnt or old.answerer
            answerer.get_ready()
            return old if content == old.content else Knowledge(content, answerer)


@contextmanager
def out_of_the_way() -> Iterator[None]:
    """Build something large beside a running bot without keeping it waiting.

    Other threads get the interpreter soon after they ask for it. The garbage collector does not go through what is
    built, neither now nor later: walking a million objects that stay stops every thread for a quarter of a second.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(before)
