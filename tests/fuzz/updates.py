"""Updates of any kind, made from python-telegram-bot's classes, which are written after Telegram's own types."""

import inspect
import sys
import types
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import telegram
from hypothesis import strategies as st
from telegram import CallbackQuery, Chat, InlineQuery, Message, MessageEntity, TelegramObject, Update, User

from bot.chat.api import ALLOWED_UPDATES
from bot.content import Content
from tests.fuzz.texts import data, texts

Json = dict[str, Any]

PEOPLE = (7, 8, 9)
GROUPS = (-100, -200)
NOW = datetime(2026, 11, 26, 19, 42, tzinfo=UTC)

_NAME = "@table_ronde_bot"
_DEEPEST = 3
_MOST_OPTIONAL = 3
_WITH_TEXT = ("text", "caption")
_TIED = {"api_kwargs", "entities", "caption_entities", "id", "quote", "correct_option_id"}
"""Arguments that are no field of Telegram's, or that must agree with another, or that the library gave up."""

_ALWAYS = {"can_react_to_messages", "persistent_id", "option_persistent_ids", "allows_revoting", "members_only"}
"""Arguments that Telegram always gives, optional only so that older programs go on working."""

_USERS = [User(id, f"Personne {id}", False, language_code="fr") for id in PEOPLE]
_PRIVATE = {id: Chat(id, Chat.PRIVATE, first_name=f"Personne {id}") for id in PEOPLE}
_SHARED = [Chat(id, Chat.SUPERGROUP, title=f"Groupe {id}") for id in GROUPS]


def updates(content: Content) -> st.SearchStrategy[Json]:
    """Give updates as Telegram's JSON, without their number: of each kind that the bot asks for."""
    words = texts(content)
    others = {name: _of(_hints(Update)[name], 1).map(lambda one: one.to_dict()) for name in ALLOWED_UPDATES}
    kinds: Mapping[str, st.SearchStrategy[Json]] = others | {
        "message": _messages(words),
        "edited_message": _messages(words, edited=True),
        "callback_query": _taps(data(content)),
        "inline_query": _lookups(words),
    }
    kind = st.sampled_from(("message", "message", "message", "callback_query", "callback_query", *ALLOWED_UPDATES))
    return kind.flatmap(lambda name: kinds[name].map(lambda body: {name: body}))


@st.composite
def _messages(draw: st.DrawFn, words: st.SearchStrategy[str], *, edited: bool = False) -> Json:
    """A message that somebody wrote in private or in a group: words, a caption, any other kind, an event."""
    body: Json = draw(_made(Message, 0)).to_dict()
    user = draw(st.sampled_from(_USERS))
    chat = draw(st.one_of(st.just(_PRIVATE[user.id]), st.sampled_from([_PRIVATE[user.id], *_SHARED])))
    body |= {"from": user.to_dict(), "chat": chat.to_dict()}
    field = draw(st.sampled_from((*_WITH_TEXT, "text", "text", None)))
    for one in _WITH_TEXT:
        body.pop(one, None)
    if field:
        body[field] = draw(words)
        entities = draw(_entities(body[field]))
        if entities:
            body["entities" if field == "text" else "caption_entities"] = entities
    return body | ({"edit_date": body["date"]} if edited else {})


@st.composite
def _entities(draw: st.DrawFn, text: str) -> list[Json]:
    """Entities that lie within a text, as Telegram's always do; a command is one where it begins one."""
    found = []
    if text.startswith("/") and len(text) > 1:
        found.append(_entity("bot_command", text, 0, len(text.split(maxsplit=1)[0])))
    for start in draw(st.lists(st.integers(0, len(text) - 1), max_size=2)):
        kind = draw(st.sampled_from(MessageEntity.ALL_TYPES))
        found.append(_entity(str(kind), text, start, draw(st.integers(start + 1, len(text)))))
    at = text.find(_NAME)
    if at >= 0:
        found.append(_entity("mention", text, at, at + len(_NAME)))
    return found


def _entity(kind: str, text: str, start: int, end: int) -> Json:
    """Mark characters of a text, counted in UTF-16 code units as Telegram does: never half of one."""
    before, marked = (len(one.encode("utf-16-le")) // 2 for one in (text[:start], text[start:end]))
    return {"type": kind, "offset": before, "length": marked}


@st.composite
def _taps(draw: st.DrawFn, carried: st.SearchStrategy[str]) -> Json:
    body: Json = draw(_made(CallbackQuery, 1)).to_dict()
    user = draw(st.sampled_from(_USERS))
    body |= {"from": user.to_dict()} | ({"data": draw(carried)} if draw(st.integers(0, 9)) else {})
    body.pop("message", None)  # nobody taps in the private chat of somebody else
    if draw(st.integers(0, 9)):
        message = {"message_id": draw(st.integers(1, 500)), "date": draw(st.sampled_from((0, 1_790_000_000)))}
        body["message"] = message | {"chat": draw(st.sampled_from([_PRIVATE[user.id], *_SHARED])).to_dict()}
    return body


@st.composite
def _lookups(draw: st.DrawFn, words: st.SearchStrategy[str]) -> Json:
    body: Json = draw(_made(InlineQuery, 1)).to_dict()
    return body | {"from": draw(st.sampled_from(_USERS)).to_dict(), "query": draw(words | st.just(""))[:256]}


@st.composite
def _made(draw: st.DrawFn, kind: Any, depth: int) -> Any:
    """An object of a type (of any of its kinds, where it has several), with up to three of its optional fields."""
    kind = draw(st.sampled_from(_kinds(kind)))
    hints, parameters = _hints(kind), inspect.signature(kind.__init__).parameters
    names = [name for name in hints if name in parameters and (name not in _TIED or not _is_optional(parameters[name]))]
    needed = [name for name in names if not _is_optional(parameters[name]) or name in _ALWAYS]
    optional = [name for name in names if name not in needed]
    chosen = draw(st.lists(st.sampled_from(optional), max_size=_MOST_OPTIONAL, unique=True)) if optional else []
    if depth >= _DEEPEST:
        chosen = []
    return kind(**{name: draw(_of(hints[name], depth + 1)) for name in dict.fromkeys((*needed, *chosen))})


def _is_optional(parameter: inspect.Parameter) -> bool:
    return parameter.default is not inspect.Parameter.empty


def _of(hint: Any, depth: int) -> st.SearchStrategy[Any]:
    """Give values of a type hint; of a union any of its kinds but None."""
    origin, arguments = get_origin(hint), [one for one in get_args(hint) if one not in (types.NoneType, ...)]
    if origin in (Union, types.UnionType):
        return st.one_of([_of(one, depth) for one in arguments])
    if origin is not None and issubclass(origin, Sequence):
        return st.lists(_of(arguments[0], depth), min_size=1, max_size=2)
    if isinstance(hint, type) and issubclass(hint, TelegramObject):
        return _POOLS[hint] if hint in _POOLS else _made(hint, depth)
    return _PLAIN[hint if hint in _PLAIN else object]


_POOLS: Mapping[Any, st.SearchStrategy[Any]] = {
    Chat: st.sampled_from([*_PRIVATE.values(), *_SHARED]),
    User: st.sampled_from(_USERS),
}
_PLAIN: Mapping[Any, st.SearchStrategy[Any]] = {
    int: st.integers(1, 2**31),
    float: st.floats(-90, 90),
    str: st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    bool: st.booleans(),
    datetime: st.integers(0, 10_000_000).map(lambda seconds: NOW - timedelta(seconds=seconds)),
    timedelta: st.integers(0, 86_400).map(lambda seconds: timedelta(seconds=seconds)),
    object: st.dictionaries(st.text("ab", max_size=3), st.integers()),
}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Give the types of a class's arguments; most are imported for the type checker only, hence by their names here."""
    everything = {**vars(telegram), "Sequence": Sequence, "Any": Any}
    return get_type_hints(kind.__init__, vars(sys.modules[kind.__module__]), everything)


@cache
def _kinds(kind: Any) -> list[type[TelegramObject]]:
    """Give a class, or the classes it stands for: each fixes the field that tells them apart."""
    below = [one for sub in kind.__subclasses__() for one in _kinds(sub) if one.__module__.startswith("telegram.")]
    return below if below and kind is not Message else [kind]
