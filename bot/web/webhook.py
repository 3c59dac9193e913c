"""Telegram's webhook: an update is accepted (200) only once it is stored. Source: Bot API, setWebhook."""

import hmac
import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.problem import MendableError
from bot.store import StorageError

MAX_BODY = 2**20
_MAX_ID = 2**63


class WebhookReceiver:
    """Takes updates at a path, from whoever knows its secret: both are new at each start, and only Telegram gets them.

    `receive` stores an update, or raises StorageError or MendableError.
    """

    def __init__(self, receive: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self._receive = receive
        self.path = f"/telegram/{secrets.token_urlsafe(24)}"
        self.secret = secrets.token_urlsafe(32)

    @property
    def route(self) -> Route:
        """The place of this webhook among what is served."""
        return Route(self.path, self._take, methods=["POST"])

    async def _take(self, request: Request) -> Response:
        shown = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(shown.encode(), self.secret.encode()):
            return Response(status_code=403)
        body = bytearray()
        try:
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BODY:
                    return Response(status_code=413)
        except ClientDisconnect:
            return Response(status_code=400)
        update = _update(bytes(body))
        return Response(status_code=400 if update is None else await self._stored(update))

    async def _stored(self, update: dict[str, Any]) -> int:
        """Store an update, and give the status: after 503, Telegram brings it again."""
        try:
            await self._receive(update)
        except (StorageError, MendableError):
            return 503
        return 200


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(update, dict):
        return None
    update_id = update.get("update_id")
    return update if type(update_id) is int and 0 <= update_id < _MAX_ID else None
