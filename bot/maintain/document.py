"""A YAML file that is changed where it must be, and keeps every other byte: comments, order, quotes, line endings.

A change is a list of splices of the text, at places that the parser's marks give.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import yaml

from bot.content.source import compose, decode, parse, read_bytes

_BOM = b"\xef\xbb\xbf"

_UNPRINTABLE = re.compile("[^\n\\x20-\\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML cannot hold as it is, and what it would take for the end of a line."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_STEP = 2
"""By how many columns a list is further in than its key, where the file does not show it."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Text to put in the place of the characters from `start` to `stop`."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it is on disk: its bytes, its text (line endings as they are), its tree of nodes."""

    path: str
    raw: bytes
    text: str
    root: yaml.Node

    @classmethod
    def open(cls, folder: Path, path: str) -> "Document":
        """Read a file of a content folder; raises ContentError when it cannot be read or is not valid."""
        return cls.of(path, read_bytes(folder, path))

    @classmethod
    def of(cls, path: str, raw: bytes) -> "Document":
        """Take the bytes of a file; raises ContentError when they are not valid."""
        text = decode(path, raw)
        parse(path, text)
        return cls(path, raw, text, compose(text) or yaml.MappingNode("", []))

    def splice(self, splices: Sequence[Splice]) -> bytes:
        """Give the file with some changes made, none of which overlap."""
        text = self.text
        for one in sorted(splices, key=lambda one: (one.start, one.stop), reverse=True):
            text = text[: one.start] + one.text.replace("\n", self._newline) + text[one.stop :]
        return (_BOM if self.raw.startswith(_BOM) else b"") + text.encode()

    @property
    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def get(self, mapping: yaml.Node, name: str) -> tuple[yaml.Node, yaml.Node] | None:
        """Give a key of a mapping, and its value."""
        pairs = mapping.value if isinstance(mapping, yaml.MappingNode) else []
        return next(((key, value) for key, value in pairs if key.value == name), None)

    def items(self, mapping: yaml.Node, name: str) -> list[yaml.Node]:
        """Give the items of the list under a key."""
        found = self.get(mapping, name)
        return list(found[1].value) if found and isinstance(found[1], yaml.SequenceNode) else []

    def set_text(self, mapping: yaml.Node, name: str, text: str) -> list[Splice]:
        """Put a text under a key: in its own style where it has one, in a block where it has several lines."""
        found = self.get(mapping, name)
        if found is None:
            return [self.add_key(mapping, f"{name}: {_scalar(text, self._column(mapping) + _STEP)}")]
        key, value = found
        assert isinstance(value, yaml.ScalarNode)  # the schema wants a text
        stop = self._content_end(value)
        if value.style == "|" and not _UNPRINTABLE.search(text):
            header = self._line_end(value.start_mark.index)
            if self.text[value.start_mark.index : header].split("#")[0].strip() in ("|", "|-", "|+"):
                return [Splice(header, stop, "\n" + _indented(text, self._inner_column(header, stop)))]
        if value.style in ("|", ">") or "\n" in text:
            return [Splice(self._after_colon(key), stop, " " + _scalar(text, key.start_mark.column + _STEP))]
        space = "" if self.text[value.start_mark.index - 1 : value.start_mark.index] == " " else " "
        return [Splice(value.start_mark.index, stop, space + quoted(text))]

    def set_list(self, mapping: yaml.Node, name: str, texts: Sequence[str], after: str) -> list[Splice]:
        """Make the list under a key hold these texts; those it holds already stay as they are written.

        Where there is no such key, it goes below the key `after`.
        """
        found = self.get(mapping, name)
        if found is None:
            block = "\n".join([f"{name}:", *self._lines(self._column(mapping) + self._list_step(), texts)])
            return [self.add_key(mapping, block, after)] if texts else []
        key, value = found
        old = [str(item.value) for item in value.value] if isinstance(value, yaml.SequenceNode) else []
        if not old or not texts or (isinstance(value, yaml.CollectionNode) and value.flow_style):
            if old == list(texts):
                return []
            lines = self._lines(key.start_mark.column + self._list_step(), texts)
            text = "\n" + "\n".join(lines) if texts else " []"
            return [Splice(self._after_colon(key), self._content_end(value), text)]
        return list(self._changed_items(value, old, texts))

    def set_block(self, mapping: yaml.Node, name: str, lines: Sequence[str]) -> list[Splice]:
        """Put a list of anything under a key, given as its lines without indent, the dashes first."""
        found = self.get(mapping, name)
        column = self._column(mapping) + self._list_step()
        text = "".join(f"\n{' ' * column}{line}" for line in lines) or " []"
        if found is None:
            return [self.add_key(mapping, f"{name}:{text}")]
        return [Splice(self._after_colon(found[0]), self._content_end(found[1]), text)]

    def add_item(self, mapping: yaml.Node, name: str, lines: Sequence[str]) -> list[Splice]:
        """Add an item to the list under a key: its lines without indent, the first of which goes beside the dash."""
        found = self.get(mapping, name)
        if found is None or not isinstance(found[1], yaml.SequenceNode):
            raise KeyError(name)
        key, value = found
        column = value.start_mark.column if value.value else key.start_mark.column + _STEP
        block = "\n".join(f"{' ' * column}{'  ' if n else '- '}{line}".rstrip(" ") for n, line in enumerate(lines))
        if not value.value:
            return [Splice(self._after_colon(key), self._content_end(value), f"\n{block}")]
        apart = "\n" if len(value.value) == 1 or self._stands_apart(value.value[-1]) else ""
        end = self._line_end(self._content_end(value))
        return [Splice(end, end, f"\n{apart}{block}")]

    def add_key(self, mapping: yaml.Node, block: str, after: str = "") -> Splice:
        """Add a key with its value to a mapping, below another key or at its end."""
        found = self.get(mapping, after)
        end = self._line_end(self._content_end(found[1] if found else mapping))
        return Splice(end, end, f"\n{' ' * self._column(mapping)}{block}")

    def _changed_items(self, value: yaml.Node, old: Sequence[str], new: Sequence[str]) -> Iterator[Splice]:
        lines = self._lines(value.start_mark.column, new)
        starts = [self._line_start(self.text.rindex("-", 0, item.start_mark.index)) for item in value.value]
        ends = [self._line_end(self._content_end(item)) for item in value.value]
        for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            block = "".join(f"{line}\n" for line in lines[k:m])
            if kind == "insert" and i == len(old):
                yield Splice(ends[-1], ends[-1], "".join(f"\n{line}" for line in lines[k:m]))
            elif kind == "insert":
                yield Splice(starts[i], starts[i], block)
            elif kind == "replace":
                yield Splice(starts[i], ends[j - 1], block[:-1])
            elif kind == "delete":
                yield Splice(starts[i], self.text.find("\n", ends[j - 1]) + 1 or len(self.text), "")

    def _lines(self, column: int, texts: Sequence[str]) -> list[str]:
        return [f"{' ' * column}- {quoted(text)}" for text in texts]

    def _list_step(self) -> int:
        """Give by how many columns the file sets lists further in than their keys."""
        for mapping in _mappings(self.root):
            for key, value in mapping.value:
                if (
                    isinstance(value, yaml.SequenceNode)
                    and value.value
                    and not value.flow_style
                    and key.start_mark.column
                ):
                    return int(value.start_mark.column - key.start_mark.column)
        return _STEP

    def _column(self, mapping: yaml.Node) -> int:
        return int(mapping.start_mark.column)

    def _stands_apart(self, item: yaml.Node) -> bool:
        """Say whether an empty line comes before an item, or before the comment on it."""
        before = self.text[: self._line_start(item.start_mark.index)].split("\n")[:-1]
        while before and before[-1].lstrip().startswith("#"):
            before.pop()
        return bool(before) and not before[-1].strip()

    def _inner_column(self, start: int, stop: int) -> int:
        """Give the column of the first line of a block text."""
        for line in self.text[start:stop].split("\n"):
            if line.strip():
                return len(line) - len(line.lstrip(" "))
        return self.text[self._line_start(start) : start].count(" ") + _STEP

    def _content_end(self, node: yaml.Node) -> int:
        """Give where the last value of a node ends, without the comments and empty lines below it."""
        last = node
        while isinstance(last, yaml.CollectionNode) and last.value and not last.flow_style:
            last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
        return max(last.start_mark.index, len(self.text[: last.end_mark.index].rstrip()))

    def _after_colon(self, key: yaml.Node) -> int:
        return self.text.index(":", key.end_mark.index) + 1

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > at and self.text[end - 1] == "\r" else end


def quoted(text: str) -> str:
    """Write a text between straight quotes, on one line; a date, as people write it, without."""
    if _DAY.fullmatch(text):
        return text
    escaped = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\U{ord(found[0]):08x}", escaped)


def block(name: str, text: str) -> list[str]:
    """Write a key with a text of several lines, at no indent."""
    return f"{name}: {_scalar(text, _STEP, always=True)}".split("\n")


def _scalar(text: str, column: int, always: bool = False) -> str:
    if _UNPRINTABLE.search(text) or not (always or "\n" in text):
        return quoted(text)
    return "|\n" + _indented(text, column)


def _indented(text: str, column: int) -> str:
    return "\n".join(f"{' ' * column}{line}".rstrip(" ") for line in text.split("\n"))


def texts(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Give every text below a node, keys left out."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for one in node.value:
            yield from texts(one[1] if isinstance(node, yaml.MappingNode) else one)


def _mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Give every mapping below a node, itself included."""
    if isinstance(node, yaml.MappingNode):
        yield node
    if isinstance(node, yaml.CollectionNode):
        for one in node.value:
            yield from _mappings(one[1] if isinstance(node, yaml.MappingNode) else one)
