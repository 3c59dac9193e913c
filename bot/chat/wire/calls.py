"""The methods of the Bot API by name, with the parameters each takes, decoded from what a request carries."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.chat.wire.refusal import bad_request, stand_in

if TYPE_CHECKING:
    from bot.chat.wire.server import Telegram

Params = dict[str, Any]
Run = Callable[["Telegram", Params], object | Awaitable[object]]


class Kind(Enum):
    """How a parameter is written in a request."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    JSON = "json"
    FILE = "file"


TEXT, NUMBER, FLAG, JSON, FILE = Kind
CHAT = TEXT  # an id, or @name

# What Telegram calls the parameters it reads as JSON, where that is not their name.
_JSON_NAMES = {
    "reply_markup": "reply keyboard markup",
    "reply_parameters": "reply parameters",
    "link_preview_options": "link preview options",
    "results": "inline query results",
    "menu_button": "menu button",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    content: bytes
    mime: str


class Call(NamedTuple):
    """One request: the method and its parameters, decoded (as they came, when they could not be)."""

    method: str
    params: Params


@dataclass(frozen=True, slots=True)
class Method:
    """A method's parameters and what it does."""

    kinds: Mapping[str, Kind]
    run: Run


METHODS: dict[str, Method] = {}


def method(name: str, **kinds: Kind) -> Callable[[Run], Run]:
    """Register a function as a method of the Bot API, with the parameters it takes."""

    def register(run: Run) -> Run:
        METHODS[name] = Method(kinds, run)
        return run

    return register


def decode(name: str, raw: Mapping[str, str], files: Mapping[str, Upload]) -> Params:
    """Read a request's parameters by what the method takes; raise Refusal (400) for one it does not take."""
    kinds = METHODS[name].kinds
    params: Params = {}
    for key, value in raw.items():
        if key not in kinds:
            raise stand_in(f"unknown parameter {key!r} for {name}")
        params[key] = _decoded(key, value, kinds[key], files)
    attached = {value[len("attach://") :] for value in raw.values() if value.startswith("attach://")}
    for key in files.keys() - attached:
        if kinds.get(key) is not Kind.FILE:
            raise stand_in(f"unknown file {key!r} for {name}")
        params[key] = files[key]
    return params


def _decoded(key: str, value: str, kind: Kind, files: Mapping[str, Upload]) -> object:
    _check_utf8(value)
    match kind:
        case Kind.TEXT:
            return value
        case Kind.NUMBER:
            try:
                return int(value)
            except ValueError as error:
                raise stand_in(f"{key} is not a whole number: {value!r}") from error
        case Kind.FLAG:
            if value.lower() not in ("true", "false", "1", "0", "yes", "no"):
                raise stand_in(f"{key} is neither true nor false: {value!r}")
            return value.lower() in ("true", "1", "yes")
        case Kind.JSON:
            try:
                decoded = json.loads(value)
            except ValueError as error:
                raise bad_request(f"can't parse {_JSON_NAMES.get(key, key)} JSON object") from error
            _check_utf8(json.dumps(decoded, ensure_ascii=False))
            return decoded
        case Kind.FILE:
            if not value.startswith("attach://"):
                return value
            name = value.removeprefix("attach://")
            if name not in files:
                raise bad_request(f"can't find the file {name!r} attached to the request")
            return files[name]


def _check_utf8(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
