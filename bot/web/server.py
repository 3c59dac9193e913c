"""The HTTP server, inside the bot's own event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from bot.problem import MendableError

STOP_SECONDS = 5
"""How long requests under way may take to end."""


def application(
    is_ready: Callable[[], Awaitable[bool]], routes: Iterable[BaseRoute] = (), middleware: Sequence[Middleware] = ()
) -> Starlette:
    """Make what is served: /sante, and the given routes."""

    async def health(_request: Request) -> JSONResponse:
        return JSONResponse({"alive": True, "ready": await is_ready()})

    return Starlette(routes=[Route("/sante", health), *routes], middleware=list(middleware))


@asynccontextmanager
async def serving(
    served: Starlette, listen: tuple[str, int], stop: asyncio.Event, setting: str = "BOT_LISTEN"
) -> AsyncIterator[None]:
    """Listen at (host, port) until the block ends; from `stop` on no connection is accepted any more.

    Raises MendableError, which names the `setting`, when the address cannot be had.
    """
    listening = _listening(listen, setting)
    config = uvicorn.Config(
        served,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,  # it would write the webhook's path
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    server = _Server(config, stop)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await running


class _Server(uvicorn.Server):
    """Stops with the bot, which has its own handlers for signals: uvicorn raises them again once it has stopped."""

    def __init__(self, config: uvicorn.Config, stop: asyncio.Event) -> None:
        super().__init__(config)
        self._stop = stop

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def on_tick(self, counter: int) -> bool:
        """Say whether to stop; asked ten times a second."""
        return self._stop.is_set() or await super().on_tick(counter)


def _listening(listen: tuple[str, int], setting: str) -> socket.socket:
    host, port = listen
    try:
        return socket.create_server(listen, family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        what = f"{setting} : impossible d'écouter sur {host}, port {port} ({error.strerror})."
        raise MendableError(f"{what} Choisissez un autre port, ou arrêtez le programme qui l'occupe.") from None
