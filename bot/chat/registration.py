"""The webhook as Telegram knows it: where it brings updates, looked after while the bot runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.chat.api import ALLOWED_UPDATES, call
from bot.chat.reach import Reach

WEBHOOK_CHECK_SECONDS = 20

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Webhook:
    """The address that Telegram brings updates to, and the secret it shows there."""

    url: str
    secret: str = field(repr=False)


class Registration:
    """Has Telegram bring updates to a webhook, and sees to it that it goes on doing so."""

    def __init__(
        self,
        bot: ExtBot[None],
        webhook: Webhook,
        reach: Reach,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._webhook = webhook
        self._reach = reach
        self._clock = clock
        self._sleep = sleep
        self._registered = False
        self._error_at = 0.0

    async def run(self) -> None:
        """Register, then look again and again until cancelled; raises InvalidToken when it is revoked."""
        while True:
            try:
                await self._look()
            except InvalidToken:
                raise
            except TelegramError as error:
                if isinstance(error, BadRequest):
                    _log.error("Telegram refuse l'adresse de BOT_WEBHOOK (%s) : vérifiez-la.", error)
                await self._sleep(self._reach.pause(error))
                continue
            self._reach.answers()
            await self._sleep(WEBHOOK_CHECK_SECONDS)

    async def _look(self) -> None:
        info = await call(self._bot, "getWebhookInfo", {}) if self._registered else {}
        if not isinstance(info, Mapping):
            raise TelegramError("Invalid server response")
        if info.get("last_error_date", 0) > self._error_at:
            self._error_at = info["last_error_date"]
            what = "Telegram n'arrive pas à remettre les messages à BOT_WEBHOOK (%s)."
            _log.warning(what, info.get("last_error_message"))
        if info.get("url") == self._webhook.url:
            return
        if self._registered:
            self._reach.contested()
        # Never with drop_pending_updates: what waits at Telegram was asked while the bot was away.
        address = {"url": self._webhook.url, "secret_token": self._webhook.secret}
        await call(self._bot, "setWebhook", {**address, "allowed_updates": ALLOWED_UPDATES})
        self._registered = True
        self._error_at = self._clock()
