"""One key for an answer, where a person sits at a terminal."""

import sys
import termios
import tty
from collections.abc import Collection


def can_ask() -> bool:
    """Say whether somebody sees what is printed, and can press a key."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def press(prompt: str, keys: Collection[str]) -> str:
    """Ask until one of these keys (lower case) is pressed, and give it; Ctrl+C interrupts, Ctrl+D gives ""."""
    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin, termios.TCSADRAIN)  # what was typed ahead is kept
    try:
        print(prompt, end=" ", flush=True)
        while True:
            key = sys.stdin.read(1).lower()
            if key in keys or key in ("", "\x04"):
                print(key if key in keys else "")
                return key if key in keys else ""
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
