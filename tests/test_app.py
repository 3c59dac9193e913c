import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.app import health
from bot.config import Settings

TOKEN = "123456789:AAbbccddeeffgghhiijjkkllmmnnooppqqr"  # pragma: allowlist secret


def test_a_bot_that_gave_no_sign_is_not_well(tmp_path: Path) -> None:
    assert health(Settings(data=tmp_path)) == 1


def test_a_bot_is_well_for_a_minute_after_its_sign(tmp_path: Path) -> None:
    beat = tmp_path / "heartbeat"
    beat.touch()
    assert health(Settings(data=tmp_path)) == 0
    os.utime(beat, (0, time.time() - 61))
    assert health(Settings(data=tmp_path)) == 1


def test_a_sign_from_the_future_says_nothing(tmp_path: Path) -> None:
    beat = tmp_path / "heartbeat"
    beat.touch()
    os.utime(beat, (0, time.time() + 3600))
    assert health(Settings(data=tmp_path)) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_bot_cleanly_even_without_telegram(number: signal.Signals, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": "http://127.0.0.1:1",
        "BOT_DATA": str(tmp_path),
        "BOT_KEY_FILE": str(tmp_path / "key"),
    }
    code = "import sys; from bot import app, config; sys.exit(app.run(config.read()))"
    running = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE, text=True)
    assert running.stderr
    line = running.stderr.readline()
    running.send_signal(number)
    rest = running.communicate(timeout=15)[1]
    assert running.returncode == 0, line + rest
    assert "Telegram ne répond pas" in line and TOKEN not in line + rest
