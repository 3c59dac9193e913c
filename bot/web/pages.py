"""The organisers' page: its addresses, and what all of them share: session, right, forms, headers."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import time
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.desk import Actor, Desk
from bot.maintain.edit import FolderEditor
from bot.store import StorageError, Store
from bot.web.door import DOOR_SECONDS, SESSION_SECONDS, Doors, Sessions
from bot.wording.composer import long_date
from bot.wording.knowledge import Current

COOKIE: Final = "table-ronde"
HOME: Final = "/questions"
MAX_FORM: Final = 256 * 1024
_HERE: Final = Path(__file__).parent
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": a browser then says of its own forms that they come from nowhere (Origin: null).
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages are made of. `address`: the public one, without a slash at its end."""

    store: Store
    desk: Desk
    current: Current
    editor: FolderEditor
    folder: Path
    doors: Doors
    address: str

    @property
    def is_secure(self) -> bool:
        """Whether the page is reached by https: its cookie then never leaves it."""
        return self.address.startswith("https://")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of an organiser's, who may act now."""

    request: Request
    actor: Actor
    token: str
    now: int
    form: FormData

    def field(self, name: str) -> str:
        """Give a field of the form, or ""."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        """Give a number of the form or the address, or 0."""
        places = (self.form, self.request.path_params, self.request.query_params)
        value = next((str(place[name]) for place in places if place.get(name)), "")
        return int(value) if value.isdecimal() and len(value) < 10 else 0


Page = Callable[[Visit], Awaitable[Response]]


class Pages:
    """Opens the door, knows who comes, and draws templates."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.sessions = Sessions(site.store.database.vault.pseudonym("secret", "web"))
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {"day": _day, "moment": _moment, "safe_html": Markup}

    def routes(self) -> Sequence[BaseRoute]:
        """Give the door and what the pages look like."""
        return [
            Route("/", self._home),
            Route("/porte/{secret}", self._door, methods=["GET", "POST"]),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
            Route("/sortie", self.guarded(self._leave), methods=["POST"]),
        ]

    def guarded(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """Let organisers in, and forms only from our own pages; everybody else learns nothing."""

        async def run(request: Request) -> Response:
            cookie = request.cookies.get(COOKIE, "")
            actor = self.sessions.open(cookie) if cookie else None
            try:
                async with self.site.store.database.read() as tx:
                    may = actor is not None and await self.site.desk.rights.has(tx, actor.person)
                if actor is None or not may:
                    return self.draw("closed.html", status=403)
                form = FormData()
                if request.method == "POST":
                    if not self._is_ours(request):
                        return self.draw("closed.html", status=403)
                    if int(request.headers.get("content-length") or MAX_FORM + 1) > MAX_FORM:
                        return Response(status_code=413)
                    form = await request.form(max_files=0, max_fields=200)
                    if not self.sessions.is_token(cookie, str(form.get("jeton", ""))):
                        return self.draw("closed.html", status=403)
                return await page(Visit(request, actor, self.sessions.token(cookie), int(time()), form))
            except StorageError:
                return self.draw("trouble.html", status=503)

        return run

    def draw(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Draw a template."""
        knowledge = self.site.current.knowledge
        shared: Mapping[str, Any] = {"title": knowledge.content.pack.title, "visit": None}
        return HTMLResponse(self._templates.get_template(template).render({**shared, **values}), status)

    async def _home(self, request: Request) -> Response:
        return RedirectResponse(HOME, 303)

    async def _door(self, request: Request) -> Response:
        secret, doors = request.path_params["secret"], self.site.doors
        if not doors.may_try():
            return self.draw("closed.html", status=429)
        if request.method == "GET":  # a preview looks too: only the button uses the door up
            if not doors.is_open(secret):
                return self.draw("closed.html", status=404)
            return self.draw("door.html", minutes=DOOR_SECONDS // 60)
        actor = doors.enter(secret) if self._is_ours(request) else None
        if actor is None:
            return self.draw("closed.html", status=404)
        response = RedirectResponse(HOME, 303)
        response.set_cookie(
            COOKIE,
            self.sessions.seal(actor),
            max_age=SESSION_SECONDS,
            secure=self.site.is_secure,
            httponly=True,
            samesite="lax",
        )
        return response

    async def _leave(self, visit: Visit) -> Response:
        response = self.draw("left.html")
        response.delete_cookie(COOKIE, secure=self.site.is_secure, httponly=True, samesite="lax")
        return response

    def _is_ours(self, request: Request) -> bool:
        """Say whether a form was sent from a page of ours (https://owasp.org/www-community/attacks/csrf)."""
        origin = request.headers.get("origin")
        host = request.headers.get("host", "")
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        return origin is None or urlsplit(origin).netloc in (host, urlsplit(self.site.address).netloc)


class _Headers(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response


MIDDLEWARE: Final = [Middleware(_Headers)]


def _day(at: int | date) -> str:
    return long_date(at if isinstance(at, date) else datetime.fromtimestamp(at).date())


def _moment(at: int) -> str:
    moment = datetime.fromtimestamp(at)
    return f"{_day(at)} à {moment.hour} h {moment.minute:02d}"
