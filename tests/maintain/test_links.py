"""Addresses are asked once each, and those that do not answer are told with their place."""

from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bot.maintain.links import check_links
from tests.conftest import Write

ASKED: Counter[str] = Counter()


class Site(BaseHTTPRequestHandler):
    """A site with a page, one that moved, one that is gone, one that only knows GET, and one that is busy."""

    def do_HEAD(self) -> None:  # the library's name
        self._answer()

    def do_GET(self) -> None:  # the same
        self._answer()

    def _answer(self) -> None:
        ASKED[f"{self.command} {self.path}"] += 1
        status = {"/ici": 200, "/moved": 301, "/busy": 429, "/get": 200, "/boom": 500}.get(self.path, 404)
        if self.path == "/get" and self.command == "HEAD":
            status = 405
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/ici")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    ASKED.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_addresses_that_do_not_answer_are_told_with_their_line(
    site: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.maintain.links._PAUSE_SECONDS", 0)
    text = (
        "theme: Un\nquestions:\n  - id: a\n    question: Quoi ?\n    reponse: |\n"
        f'      Voyez <a href="{site}/gone">là</a>, ou {site}/ici.\n    liens:\n'
        + "".join(
            f"      - {{titre: x, url: '{site}/{page}'}}\n" for page in ("ici", "moved", "busy", "get", "boom", "gone")
        )
        + "      - {titre: x, url: 'http://127.0.0.1.invalid/x'}\n"
    )
    found = check_links(write({"questions/un.yaml": text}))
    assert [(one.line, one.what) for one in found] == [
        (5, f"{site}/gone n'existe plus (404)."),
        (12, f"{site}/boom répond par une erreur (500)."),
        (13, f"{site}/gone n'existe plus (404)."),
        (14, "http://127.0.0.1.invalid/x ne répond pas (ConnectError)."),
    ]
    assert ASKED["HEAD /gone"] == 1 and ASKED["HEAD /ici"] == 2  # once by itself, once from the page that moved
    assert all(one.remedy for one in found)
