"""Telegram's HTML, read as strictly as Telegram reads it.

Sources: https://core.telegram.org/bots/api#html-style, and TDLib's MessageEntity.cpp (parse_html) for the words of
each refusal. It knows nothing of the project's own markup on purpose: it is what checks it.
"""

import re
from dataclasses import dataclass, field

from bot.chat.wire import links
from bot.chat.wire.refusal import Json, Refusal, bad_request, stand_in
from bot.chat.wire.text import FormattedText, in_order, utf16_length

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?:x(?P<hex>[0-9a-fA-F]*)|(?P<decimal>[0-9]*))|(?P<name>[a-zA-Z]+))(?P<end>;?)")
_PLAIN = re.compile(r"[^<&]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NAME_TOKEN = re.compile(r"[a-zA-Z0-9.-]*")
_SPACES = " \t\n\r\v\f\0"
# Telegram keeps so many and drops the rest in silence.
MAX_ENTITIES = 100


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    start: int


@dataclass(slots=True)
class _Parser:
    source: str
    at: int = 0
    text: str = ""
    offset: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def parse(self) -> FormattedText:
        while self.at < len(self.source):
            plain = _PLAIN.match(self.source, self.at)
            if plain:
                self.at = plain.end()
                self._emit(plain.group())
            elif self._peek() == "&":
                self._emit(self._character())
            elif self.source.startswith("/", self.at + 1):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        if _SURROGATE.search(self.text):
            raise _refusal(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        if len(self.entities) > MAX_ENTITIES:
            raise stand_in(f"{len(self.entities)} entities; Telegram keeps {MAX_ENTITIES} and drops the rest")
        return FormattedText(self.text, in_order(self.entities))

    def _emit(self, shown: str) -> None:
        self.text += shown
        self.offset += utf16_length(shown)

    def _peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def _until(self, stops: str) -> str:
        start = self.at
        while self.at < len(self.source) and self.source[self.at] not in stops:
            self.at += 1
        return self.source[start : self.at]

    def _skip_spaces(self) -> None:
        while self._peek() and self._peek() in _SPACES:
            self.at += 1

    def _character(self) -> str:
        match = _REFERENCE.match(self.source, self.at)
        if match is None:
            self.at += 1
            return self.source[self.at - 1]
        self.at = match.end()
        if match["name"]:
            shown = _REFERENCES.get(match["name"])
        else:
            code = int(match["hex"] or "0", 16) if match["decimal"] is None else int(match["decimal"] or "0")
            short = len(match.group()) - len(match["end"]) < 10
            shown = chr(code) if 0 < code < 0x10FFFF and short else None
        if shown is None and match["end"]:
            raise stand_in(f"people would read {match.group()}: Telegram knows &lt; &gt; &amp; &quot; and numbers")
        return match.group() if shown is None else shown

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._until(_SPACES + ">").lower()
        if not self._peek():
            raise self._at("Unclosed start tag", begin)
        if tag not in _TYPES:
            raise self._at(f'Unsupported start tag "{tag}"', begin)
        argument = ""
        while self._peek() != ">":
            self._skip_spaces()
            if self._peek() == ">":
                break
            argument = self._attribute(tag, begin) or argument
        if tag == "span" and argument != "spoiler":
            raise self._at('Tag "span" must have class "tg-spoiler"', begin)
        self.at += 1
        self.open.append(_Open(tag, argument, self.offset, len(self.text)))

    def _attribute(self, tag: str, begin: int) -> str | None:
        """Read one attribute; give its value where it means something on this tag."""
        name = self._until(_SPACES + "=" + (">" if tag == "blockquote" else ""))
        if not name:
            raise self._at(f'Empty attribute name in the tag "{tag}"', begin)
        self._skip_spaces()
        if self._peek() != "=":
            if (tag, name) == ("blockquote", "expandable"):
                return "expandable"
            raise self._at(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
        self.at += 1
        self._skip_spaces()
        if not self._peek():
            raise self._at(f'Unclosed start tag "{tag}"', begin)
        value = self._value(begin)
        match tag, name:
            case ("a", "href") | ("tg-emoji", "emoji-id"):
                return value
            case ("code", "class") if value.startswith("language-"):
                return value.removeprefix("language-")
            case ("span", "class") if value.startswith("tg-"):
                return value.removeprefix("tg-")
            case ("blockquote", "expandable"):
                return "expandable"
        return None

    def _value(self, begin: int) -> str:
        quote = self._peek()
        if quote not in ("'", '"'):
            start = self.at
            match = _NAME_TOKEN.match(self.source, self.at)
            value = match.group() if match else ""
            self.at += len(value)
            if self._peek() and self._peek() not in _SPACES + ">":
                raise self._at("Unexpected end of name token", start)
            value = value.lower()
        else:
            self.at += 1
            value = ""
            while self._peek() not in ("", quote):
                value += self._character()
            self.at += 1
        if not self._peek():
            raise self._at("Unclosed start tag", begin)
        return value

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self._at("Unexpected end tag", begin)
        self.at += 2
        found = self._until(_SPACES + ">").lower()
        self._skip_spaces()
        if self._peek() != ">":
            raise self._at("Unclosed end tag", begin)
        self.at += 1
        opened = self.open.pop()
        if found and found != opened.tag:
            expected = f', expected "</{opened.tag}>", found "</{found}>"'
            raise _refusal(f"Unmatched end tag at byte offset {self._bytes(begin)}{expected}")
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        kind, argument = _TYPES[opened.tag], opened.argument
        entity: Json = {"type": kind, "offset": opened.offset, "length": self.offset - opened.offset}
        previous = self.entities[-1] if self.entities else {}
        together = all(previous.get(key) == entity[key] for key in ("offset", "length"))
        match kind:
            case "text_link":
                entity["url"] = self._link(argument or self.text[opened.start :])
            case "custom_emoji":
                if not argument.isdecimal() or not 0 < int(argument) < 2**63:
                    raise _refusal("Invalid custom emoji identifier specified")
                entity["custom_emoji_id"] = argument
            case "blockquote" if argument:
                entity["type"] = "expandable_blockquote"
            case "code" if argument and together and previous["type"] == "pre":
                previous["language"] = argument
                return
            case "code" if argument:
                entity["language"] = argument
            case "pre" if together and previous.get("language") and previous["type"] == "code":
                previous["type"] = "pre"
                return
        self.entities.append(entity)

    def _link(self, address: str) -> str:
        try:
            return links.checked(address)
        except ValueError as error:
            raise stand_in(f"Telegram would drop the link to {address!r}: {error}") from error

    def _at(self, why: str, position: int) -> Refusal:
        return _refusal(f"{why} at byte offset {self._bytes(position)}")

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())


def parse_html(source: str) -> FormattedText:
    """Read a message in Telegram's HTML; raise Refusal (400) in Telegram's words, with the byte offset."""
    formatted = _Parser(source).parse()
    for entity in formatted.entities:
        if entity["type"] == "code":
            # A language means something only inside <pre>.
            entity.pop("language", None)
    return formatted


def _refusal(why: str) -> Refusal:
    return bad_request(f"can't parse entities: {why}")
