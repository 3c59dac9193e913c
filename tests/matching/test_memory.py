import platform
import subprocess
import sys

import pytest

from tests.conftest import FAQ

CODE = """
import sys
from pathlib import Path
from bot.content import load
from bot.matching.answering import Answerer
if sys.argv[2] == "kept":
    import bot.matching.answering
    bot.matching.answering.give_back = lambda: None
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1])
content = load(Path(sys.argv[1]))
before = resident()
answerer = Answerer.build(content)
print(resident() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library gives memory back")
def test_what_learning_took_for_a_moment_is_given_back() -> None:
    def added(how: str) -> int:
        command = [sys.executable, "-c", CODE, str(FAQ), how]
        return int(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout)

    assert added("given back") < 0.85 * added("kept")  # about two thirds
