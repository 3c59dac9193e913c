"""Learning a content beside a running bot, in a process of its own: replies wait neither for it nor for its memory.

The process is forked from one that has loaded the matcher and nothing else (`multiprocessing`'s fork server), so that
it is there in no time. Where a system has no room for it, the content is learnt here.
"""

import logging
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from multiprocessing.forkserver import ensure_running

from bot.content import Content
from bot.matching.answering import Answerer

_log = logging.getLogger(__name__)
FRESH = get_context("forkserver")


def get_ready() -> None:
    """Start the process that others are forked from; blocks for a moment, and loads in the background."""
    FRESH.set_forkserver_preload(["bot.maintain.learning"])
    try:
        ensure_running()
    except OSError as error:
        _log.info("L'apprentissage se fera dans le bot même (%s).", error)


def learn(content: Content, precision: float) -> Answerer:
    """Learn a content; blocks until it is done."""
    try:
        with ProcessPoolExecutor(1, mp_context=FRESH) as pool:
            return pool.submit(Answerer.build, content, precision).result()
    except (OSError, BrokenProcessPool) as error:
        _log.warning("L'apprentissage se fait dans le bot même (%s).", repr(error))
        return Answerer.build(content, precision)
