"""A real Chromium for tests of pages: what it sees, where the keyboard gets it, and what axe-core says of it."""

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import FAQ

CHROMIUM = os.environ.get("BOT_TEST_CHROMIUM") or shutil.which("chromium") or ""
"""Where CI names one it has to be there; elsewhere the tests of pages are skipped without."""

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 60_000
_MOST_TABS = 80
_FOCUSED = """() => {
  const one = document.activeElement;
  const labels = [...one.labels || []].map((label) => label.innerText).join();
  return one.getAttribute("aria-label") || labels || one.innerText;
}"""
_Given = TypeVar("_Given")


class Background:
    """A thread with an event loop of its own: the server works there while a test drives the browser."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever)
        self._thread.start()

    def do(self, work: Coroutine[Any, Any, _Given]) -> _Given:
        """Run something there, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@contextmanager
def launched() -> Iterator[Browser]:
    """Launch a headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """Run the demo as anybody runs it, with its copies in `folder`; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "BOT_FAQ": str(FAQ), "TMPDIR": str(folder)}
    command = [sys.executable, "-m", "bot.cli", "demo", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        try:
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(30)
    assert code == 0


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until what has the focus says this; fail where it is never reached."""
    seen = []
    for _ in range(_MOST_TABS):
        page.keyboard.press(key)
        seen.append(page.evaluate(_FOCUSED))
        if name in seen[-1]:
            return
    pytest.fail(f"{name!r} is not reached by the keyboard: {seen}")


def fits(page: Page) -> bool:
    """Say whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def violations(page: Page) -> list[str]:
    """Give what axe-core finds (WCAG 2.2 AA and best practices); skip where it is not installed."""
    place = os.environ.get("BOT_TEST_AXE", "")
    if not place:
        pytest.skip("BOT_TEST_AXE does not name axe.min.js (npm install axe-core)")
    page.evaluate(Path(place).read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run()")["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
