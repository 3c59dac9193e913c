"""The way in: a link that an organiser is sent in Telegram, and the session that its button opens."""

import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from itsdangerous import BadData, URLSafeTimedSerializer

from bot.desk import Actor

DOOR_SECONDS: Final = 600
SESSION_SECONDS: Final = 12 * 3600
_MOST_DOORS: Final = 1000
_TRIES, _TRIES_SECONDS = 20, 60


@dataclass(frozen=True, slots=True)
class _Door:
    actor: Actor
    until: float


class Doors:
    """Doors that open once, within ten minutes; kept in memory only, so that a restart closes them all."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._doors: dict[str, _Door] = {}
        self._tries: deque[float] = deque()

    def make(self, actor: Actor) -> str:
        """Give the secret part of a door's address."""
        now = self._clock()
        self._doors = {secret: door for secret, door in self._doors.items() if door.until > now}
        while len(self._doors) >= _MOST_DOORS:
            del self._doors[next(iter(self._doors))]
        secret = secrets.token_urlsafe(24)
        self._doors[secret] = _Door(actor, now + DOOR_SECONDS)
        return secret

    def may_try(self) -> bool:
        """Say whether another door may be tried now: twenty a minute, whoever knocks."""
        now = self._clock()
        while self._tries and self._tries[0] <= now - _TRIES_SECONDS:
            self._tries.popleft()
        if len(self._tries) >= _TRIES:
            return False
        self._tries.append(now)
        return True

    def is_open(self, secret: str) -> bool:
        """Say whether a door can still be gone through; looking does not use it up."""
        door = self._doors.get(secret)
        return door is not None and door.until > self._clock()

    def enter(self, secret: str) -> Actor | None:
        """Go through a door, which closes behind; None when it is not open."""
        door = self._doors.pop(secret, None)
        return door.actor if door and door.until > self._clock() else None


class Sessions:
    """Signed cookies that say who somebody is; whether they may still act is asked at each request."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self._signer = URLSafeTimedSerializer(key, salt="session", signer_kwargs={"digest_method": sha256})

    def seal(self, actor: Actor) -> str:
        """Make the cookie of a session."""
        return str(self._signer.dumps([actor.person, actor.name, secrets.token_urlsafe(9)]))

    def open(self, cookie: str) -> Actor | None:
        """Read a cookie; None for one that is forged or too old."""
        try:
            person, name, _ = self._signer.loads(cookie, max_age=SESSION_SECONDS)
        except (BadData, ValueError, TypeError):
            return None
        return Actor(person, name)

    def token(self, cookie: str) -> str:
        """Give what each form of a session has to bring (CSRF token)."""
        return hmac.digest(self._key, b"csrf:" + cookie.encode(), sha256).hex()

    def is_token(self, cookie: str, shown: str) -> bool:
        """Say whether a form comes from a page of this session."""
        return hmac.compare_digest(self.token(cookie).encode(), shown.encode())
