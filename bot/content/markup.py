"""The light formatting of texts: Telegram's HTML, forgiving what people type and refusing what Telegram refuses.

Source: https://core.telegram.org/bots/api#html-style. A text may hold <b>, <i>, <u>, <s>, <code>, <blockquote>
and <a href="…">; a line that begins with "- " is a list item. Any other "<" or "&" is an ordinary character.
"""

import html
import re

TAGS = frozenset({"b", "strong", "i", "em", "u", "s", "code", "blockquote", "a"})

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<rest>[^<>]*)>")
_HREF = re.compile(r"""^\s+href\s*=\s*(["'])(?P<url>https?://[^"'\s]+)\1\s*$""")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot);)")
_BULLET = re.compile(r"(?m)^[ \t]*- ")


class MarkupError(ValueError):
    """A text's tags are not what Telegram accepts; the message says which, in French."""


def to_html(text: str) -> str:
    """Render a text of the content as HTML that Telegram accepts.

    Raises MarkupError for a tag that Telegram does not know, is not closed, or is closed in the wrong order.
    """
    out: list[str] = []
    opened: list[str] = []
    at = 0
    for tag in _TAG.finditer(text):
        out.append(_plain(text[at : tag.start()]))
        out.append(_tag(tag, opened))
        at = tag.end()
    out.append(_plain(text[at:]))
    if opened:
        raise MarkupError(f"la balise <{opened[-1]}> n'est jamais refermée ; ajoutez </{opened[-1]}>")
    return _BULLET.sub("• ", "".join(out))


def to_plain(text: str) -> str:
    """Give what people read of a text: the same without its tags."""
    return html.unescape(_TAG.sub("", to_html(text)))


def escape(text: str) -> str:
    """Make any text, a person's included, safe inside Telegram's HTML."""
    return html.escape(text, quote=False)


def _plain(text: str) -> str:
    return _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def _tag(tag: re.Match[str], opened: list[str]) -> str:
    name, rest = tag["name"].lower(), tag["rest"]
    if name not in TAGS:
        known = ", ".join(f"<{known}>" for known in ("b", "i", "u", "s", "code", "a"))
        raise MarkupError(f"Telegram ne connaît pas la balise <{name}> ; gardez {known}, ou retirez-la")
    if tag["close"]:
        if not opened or opened[-1] != name:
            raise MarkupError(f"</{name}> ne referme rien à cet endroit ; revoyez l'ordre des balises")
        opened.pop()
        return f"</{name}>"
    if name == "a":
        href = _HREF.match(rest)
        if href is None:
            raise MarkupError('un lien s\'écrit <a href="https://…">texte</a>')
        opened.append(name)
        return f'<a href="{html.escape(html.unescape(href["url"]))}">'
    if rest.strip():
        raise MarkupError(f"la balise <{name}> ne prend rien d'autre que son nom ; écrivez <{name}>")
    opened.append(name)
    return f"<{name}>"
