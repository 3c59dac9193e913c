"""Whether Telegram is reached and lets the bot do its work, asked without taking anything from it."""

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import httpx
from telegram import Bot
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import InvalidToken, TelegramError

from bot.chat.api import in_short
from bot.chat.http import HttpRequest
from bot.problem import Finding

_MOST_SECONDS_OFF = 60
_MANY = 1000
"""Updates that wait at Telegram: a bot that runs has none."""


async def examine(
    token: str,
    api_url: str,
    *,
    webhook: str | None,
    organisers_chat: int | None,
    clock: Callable[[], float] = time.time,
) -> list[Finding]:
    """Examine what Telegram says; `webhook`: the address that is set (None: the bot fetches its messages)."""
    bot = Bot(token, base_url=f"{api_url}/bot", request=HttpRequest(), get_updates_request=HttpRequest())
    try:
        await bot.initialize()
        found = [Finding("fine", f"Telegram répond : le bot est @{bot.username}.")]
        found += await _clock(api_url, clock)
        found += await _webhook(bot, webhook)
        return found + (await _chat(bot, organisers_chat) if organisers_chat is not None else [])
    except InvalidToken:
        remedy = "Recopiez celui que donne @BotFather (/mybots, API Token) dans BOT_TOKEN."
        return [Finding("wrong", "Telegram ne reconnaît pas le jeton.", remedy)]
    except TelegramError as error:
        remedy = f"Vérifiez que cette machine atteint {api_url} (réseau, pare-feu, BOT_API_URL)."
        return [Finding("wrong", f"Telegram ne répond pas ({in_short(error)}).", remedy)]
    finally:
        await bot.shutdown()  # also when it never got to know Telegram


async def _clock(api_url: str, clock: Callable[[], float]) -> list[Finding]:
    try:
        async with httpx.AsyncClient(timeout=10) as client:
            said = (await client.head(api_url)).headers["date"]
        off = clock() - parsedate_to_datetime(said).timestamp()
    except (httpx.HTTPError, KeyError, ValueError):  # nothing tells the time there
        return []
    if abs(off) <= _MOST_SECONDS_OFF:
        return [Finding("fine", "L'horloge est à l'heure.")]
    sense = "avance" if off > 0 else "retarde"
    return [Finding("doubtful", f"L'horloge {sense} de {abs(off):.0f} s.", "Réglez-la : timedatectl set-ntp true")]


async def _webhook(bot: Bot, webhook: str | None) -> list[Finding]:
    info = await bot.get_webhook_info()
    found = []
    if webhook is None and info.url:
        remedy = "Au démarrage le bot le retire ; s'il revient, un autre programme utilise ce jeton."
        found.append(Finding("doubtful", "Un webhook est enregistré, alors que BOT_WEBHOOK manque.", remedy))
    if webhook is not None and not info.url.startswith(webhook.rstrip("/")):
        remedy = "Démarrez le bot : il l'enregistre. Si elle s'en va, un autre programme utilise ce jeton."
        found.append(Finding("doubtful", "L'adresse BOT_WEBHOOK n'est pas enregistrée chez Telegram.", remedy))
    if webhook is not None and info.last_error_message:
        what = f"Telegram n'arrive pas toujours à remettre les messages ({info.last_error_message})."
        found.append(Finding("doubtful", what, "Vérifiez ce qui mène de BOT_WEBHOOK à BOT_LISTEN, et le certificat."))
    waiting = f"Messages qui attendent chez Telegram : {info.pending_update_count}."
    many = info.pending_update_count >= _MANY
    remedy = "Démarrez le bot : Telegram ne les garde que 24 heures." if many else ""
    return [*found, Finding("doubtful" if many else "fine", waiting, remedy)]


async def _chat(bot: Bot, chat_id: int) -> list[Finding]:
    name = f"Le chat des organisateurs ({chat_id})"
    try:
        chat = await bot.get_chat(chat_id)
        if chat.type == ChatType.PRIVATE:
            return [Finding("fine", f"{name} est une personne, que le bot atteint.")]
        status = (await bot.get_chat_member(chat_id, bot.id)).status
    except TelegramError as error:
        remedy = "Ajoutez le bot à ce groupe, écrivez-y /id, et mettez ce numéro dans BOT_ORGANISERS_CHAT."
        return [Finding("wrong", f"{name} n'est pas accessible ({error}).", remedy)]
    if status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED):
        return [Finding("wrong", f"{name} : le bot n'en fait pas partie.", "Ajoutez-le à ce groupe.")]
    if status != ChatMemberStatus.ADMINISTRATOR:
        remedy = "Nommez-le : sinon il n'y lit que les réponses à ses messages et les commandes."
        return [Finding("doubtful", f"{name} : le bot n'y est pas administrateur.", remedy)]
    return [Finding("fine", f"{name} est accessible, et le bot y est administrateur.")]
