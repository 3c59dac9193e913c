"""What fits: Telegram's limits on texts and what stays readable on a button.

Source: https://core.telegram.org/bots/api#sendmessage (1 to 4,096 characters after entities parsing).
"""

import html
import re

MAX_TEXT = 4096
MAX_LABEL = 60
MAX_TOAST = 200

_PIECE = re.compile(r"<(?P<close>/?)(?P<name>[a-z]+)[^<>]*>|&(?:\w+|#\w+);|.", re.DOTALL)


def shorten(text: str, limit: int = MAX_LABEL) -> str:
    """Cut a plain text to `limit` characters, at a word where there is one, and say so with "…"."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    word = cut.rpartition(" ")[0]
    return (word if len(word) > limit // 2 else cut).rstrip(" ,;:\u00a0\u202f") + "…"


def fit(text: str, limit: int = MAX_TEXT) -> str:
    """Cut HTML so that `limit` characters are read of it at the most, its tags closed."""
    if len(text) <= limit or len(html.unescape(re.sub(r"<[^<>]*>", "", text))) <= limit:
        return text
    out: list[str] = []
    opened: list[str] = []
    read = 0
    for piece in _PIECE.finditer(text):
        if piece["name"]:
            if piece["close"]:
                opened.pop()
            else:
                opened.append(piece["name"])
        elif read == limit - 1:
            out.append("…")
            break
        else:
            read += 1
        out.append(piece[0])
    return "".join(out) + "".join(f"</{name}>" for name in reversed(opened))
