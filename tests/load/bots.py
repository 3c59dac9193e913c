"""The bots that are measured, each a process of its own: `python -m tests.load.bots NAME URL TOKEN FOLDER`.

`bare` is python-telegram-bot as its manual has it; `echo` is the same handler between our inbox, outbox and sender;
`full` is the whole bot, with matching and log. None of them keeps to Telegram's pace.
"""

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from bot.chat import application
from bot.chat.pace import UNPACED
from bot.chat.service import Service
from bot.chat.turn import Turn
from bot.content import load
from bot.matching.answering import Answerer
from bot.store import Call, Store, Vault
from bot.wording.knowledge import Current, Knowledge
from tests.chat.conftest import ByTheWord
from tests.conftest import FAQ


def bare(url: str, token: str, folder: Path) -> None:
    """Echo what people write."""

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message and update.message.text:
            await update.message.reply_text(update.message.text)

    built = ApplicationBuilder().token(token).base_url(f"{url}/bot").build()
    built.add_handler(MessageHandler(filters.TEXT, echo))
    built.run_polling()


def echo(url: str, token: str, folder: Path) -> None:
    """Echo what people write, and lose nothing."""
    asyncio.run(_ours(url, token, folder, only_echo=True))


def full(url: str, token: str, folder: Path) -> None:
    """Answer what people ask."""
    asyncio.run(_ours(url, token, folder, only_echo=False))


async def _ours(url: str, token: str, folder: Path, *, only_echo: bool) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    content = load(FAQ)
    current = Current(Knowledge(content, ByTheWord() if only_echo else Answerer.build(content)))
    store = await Store.open(f"sqlite:///{folder / 'bot.db'}", Vault.open(folder / "key"))
    try:
        conversation = application.build(token, current, store, api_url=url, flood=0)
        if only_echo:
            for group, handlers in list(conversation.handlers.items()):
                for handler in list(handlers):
                    conversation.remove_handler(handler, group)
            conversation.add_handler(MessageHandler(filters.TEXT, _echo))
        await Service(conversation, store, current, pace=UNPACED).run(stop)
    finally:
        await store.close()


async def _echo(update: Update, turn: Turn) -> None:
    if update.message and update.message.text:
        chat_id = update.message.chat_id
        turn.scope.calls.append(Call("sendMessage", chat_id, {"chat_id": chat_id, "text": update.message.text}))


BOTS: Mapping[str, Callable[[str, str, Path], None]] = {"bare": bare, "echo": echo, "full": full}


def main(argv: Sequence[str]) -> Any:
    """Run a bot until SIGTERM."""
    name, url, token, folder = argv
    logging.getLogger("httpx").setLevel(logging.WARNING)
    BOTS[name](url, token, Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
