"""The demo: the bot in a browser, at an address of this machine, with the organisers' chat beside it."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.web.pages import MIDDLEWARE as PAGES

MIDDLEWARE: Final = [Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]), *PAGES]
"""Another name that leads to this machine (DNS rebinding) opens nothing."""

_MAX_BODY: Final = 64 * 1024
_JSON: Final = "application/json"
_HERE: Final = Path(__file__).parent


class Stage(Protocol):
    """What is played: chats with the bot, by name; `view` is JSON that the page draws."""

    def view(self) -> dict[str, Any]: ...  # noqa: D102  # the class says it

    async def changed(self, since: dict[str, Any]) -> dict[str, Any]: ...  # noqa: D102

    def say(self, chat: str, text: str, reply_to: int | None) -> None: ...  # noqa: D102

    def tap(self, chat: str, message_id: int, choice: str) -> None: ...  # noqa: D102

    def file(self, id: str) -> tuple[bytes, str] | None: ...  # noqa: D102


class Demo:
    """Shows a stage, and passes on what is typed and tapped.

    `unplayable`: what the stage raises for what cannot be done. `door`: makes the address by which the demo's organiser
    enters the organisers' page. `over`: says whether the demo ends.
    """

    def __init__(
        self,
        stage: Stage,
        title: str,
        unplayable: type[Exception],
        door: Callable[[], str],
        over: Callable[[], bool],
    ) -> None:
        self._stage, self._title, self._unplayable, self._door, self._over = stage, title, unplayable, door, over
        self._templates = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=select_autoescape())

    def routes(self) -> Sequence[BaseRoute]:
        """Give the addresses; what is typed is never part of one."""
        return [
            Route("/", self._page),
            Route("/demo/suite", self._events),
            Route("/demo/dire", self._say, methods=["POST"]),
            Route("/demo/toucher", self._tap, methods=["POST"]),
            Route("/demo/fichier/{id}", self._file),
            Route("/demo/tableau", self._enter),
        ]

    async def _page(self, request: Request) -> Response:
        return HTMLResponse(self._templates.get_template("demo.html").render(title=self._title))

    async def _events(self, request: Request) -> Response:
        """Stream the view, now and after each change. Source: https://html.spec.whatwg.org/#server-sent-events."""
        return StreamingResponse(self._views(), media_type="text/event-stream")

    async def _views(self) -> AsyncIterator[str]:
        shown: dict[str, Any] = {}
        view = self._stage.view()
        while not self._over():
            yield f"data: {json.dumps(view, ensure_ascii=False)}\n\n" if view != shown else ":\n\n"
            shown = view
            view = await self._stage.changed(shown)

    async def _say(self, request: Request) -> Response:
        body = await _body(request)
        reply_to = body.get("reply_to")
        return self._played(
            lambda: self._stage.say(
                str(body.get("chat")), str(body.get("text", ""))[:4096], reply_to if type(reply_to) is int else None
            )
        )

    async def _tap(self, request: Request) -> Response:
        body = await _body(request)
        message = body.get("message")
        return self._played(
            lambda: self._stage.tap(
                str(body.get("chat")), message if type(message) is int else 0, str(body.get("choice"))
            )
        )

    def _played(self, act: Callable[[], None]) -> Response:
        try:
            act()
        except self._unplayable:
            return Response(status_code=409)
        return Response(status_code=204)

    async def _file(self, request: Request) -> Response:
        found = self._stage.file(request.path_params["id"])
        return Response(found[0], media_type=found[1]) if found else Response(status_code=404)

    async def _enter(self, request: Request) -> Response:
        return RedirectResponse(self._door(), 303)


async def _body(request: Request) -> dict[str, Any]:
    """Read what our own page sends; {} for anything else: no other page can send JSON here."""
    origin = request.headers.get("origin", "")
    if urlsplit(origin).netloc != request.headers.get("host") or request.headers.get("content-type") != _JSON:
        return {}
    if int(request.headers.get("content-length") or _MAX_BODY + 1) > _MAX_BODY:
        return {}
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
