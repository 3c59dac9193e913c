"""How the stand-in says no: an error Telegram answers with, or a connection that ends without an answer."""

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """An error answer of Telegram's: HTTP status, description as Telegram words it, seconds to wait (429)."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def to_json(self) -> Json:
        """Give the body of the answer."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


class ConnectionCut(Exception):
    """The connection ends without an answer: Telegram is down, or the network failed on the way back."""


def bad_request(why: str) -> Refusal:
    """Word a 400 as Telegram does."""
    return Refusal(400, f"Bad Request: {why}")


def stand_in(why: str) -> Refusal:
    """Refuse what Telegram would let pass in silence, and what we want to hear of."""
    return Refusal(400, f"Bad Request: stand-in: {why}")
