"""Reading and learning a content folder beside a running bot, in a process of its own: replies do not wait for it.

The process is forked from one that has loaded the matcher and nothing else (`multiprocessing`'s fork server), so that
it is there in no time. Where a system has no room for it, the folder is read here.
"""

import gc
import logging
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from threading import Thread
from typing import TypeAlias

from bot.content import Content, load
from bot.matching.answering import Answerer
from bot.matching.lesson import lesson
from bot.problem import MendableError

_log = logging.getLogger(__name__)
FRESH = get_context("forkserver")

_NICE = 5
"""How far the process stands back, in steps of nice(2)."""

Learnt: TypeAlias = tuple[Content, Answerer | None]
"""A content, and what was learnt of it: None where that is what was learnt before."""


def get_ready() -> None:
    """Start the process that others are forked from; blocks for a moment, and loads in the background."""
    FRESH.set_forkserver_preload(["bot.maintain.learning"])
    try:
        ensure_running()
    except OSError as error:
        _log.info("L'apprentissage se fera dans le bot même (%s).", error)


class Learner:
    """Reads a folder again and again; its process stays until `rest`, and is quicker the second time."""

    def __init__(self, folder: Path, precision: float) -> None:
        self._folder = folder
        self._precision = precision
        self._pool: ProcessPoolExecutor | None = None

    def read(self, known: Content) -> Learnt:
        """Read the folder, and learn what is not the same as in the content known; blocks until it is done.

        Raises MendableError when the folder cannot be used.
        """
        asked = self._folder, self._precision, lesson(known)
        try:
            self._pool = self._pool or ProcessPoolExecutor(1, FRESH, initializer=_settle_in)
            found = self._pool.submit(_read, *asked).result()
        except (OSError, BrokenProcessPool) as error:
            _log.warning("L'apprentissage se fait dans le bot même (%s).", repr(error))
            self.rest()
            found = _read(*asked)
        if isinstance(found, str):
            raise MendableError(found)
        return found

    def rest(self) -> None:
        """End the process, and give its memory back; the next reading starts another."""
        if self._pool:
            self._pool.shutdown(wait=False)
            self._pool = None


def _read(folder: Path, precision: float, known: tuple[object, ...]) -> Learnt | str:
    """Read a folder and learn what is new in it, or say why it cannot be used."""
    try:
        content = load(folder)
        content.required_messages()
    except MendableError as error:
        return str(error)
    return content, None if lesson(content) == known else Answerer.build(content, precision)


def _settle_in() -> None:
    """Make room for replies: they come first, and what is learnt stays, so that it need not be gone through.

    And end when the bot does, however it does: a pool's processes wait for work for ever.
    """
    os.nice(_NICE)
    gc.disable()
    Thread(target=_wait_and_end, daemon=True).start()


def _wait_and_end() -> None:
    if bot := parent_process():
        bot.join()
        os._exit(0)
