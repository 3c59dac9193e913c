"""Actions as `callback_data`, and back. Telegram takes 1 to 64 bytes, and hands back any bytes whatsoever."""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from bot.chat import organiser_buttons
from bot.content import Content
from bot.content.departements import DEPARTEMENTS
from bot.wording import (
    Action,
    AskPlace,
    Button,
    Erase,
    KeepPlace,
    NoneOfThese,
    Pick,
    Rate,
    Remind,
    Revoke,
    Share,
    ShowEntry,
    ShowMine,
    ShowOffers,
    ShowTheme,
    ShowThemes,
    Tell,
    Why,
    Wish,
)
from bot.wording.deep_links import digest as _digest
from bot.wording.deep_links import sharing
from bot.wording.message import OrganiserAction, Reason, Step

Keyboard = list[list[dict[str, str]]]

_KIND, _NUMBER, _NAME = r"(?P<kind>[a-zTEOV])", r"(?P<number>\d{1,9})", r"(?P<name>[\w-]{10}|[+\-mco])"
_FORM = re.compile(f"{_KIND}(?::{_NUMBER})?(?::{_NAME})?", re.ASCII)
_KINDS: Mapping[str, type] = {
    "t": ShowTheme,
    "e": ShowEntry,
    "o": ShowOffers,
    "d": AskPlace,
    "s": KeepPlace,
    "z": Revoke,
    "m": Remind,
    "p": Pick,
    "n": NoneOfThese,
    "r": Rate,
    "w": Why,
    "x": Erase,
    "v": Tell,
    "i": Wish,
    "j": Wish,
    "k": Wish,
    "l": Wish,
    "y": ShowMine,
}
_STEPS: Mapping[str, Step] = {"i": "ask", "j": "agree", "k": "refuse", "l": "withdraw"}
_REVOKED: tuple[Literal["meeting", "interest"], ...] = ("meeting", "interest")
_DIGEST = 10
_REASONS: Mapping[str, Reason] = {"m": "not_my_question", "c": "unclear", "o": "outdated"}


def keyboard(rows: Iterable[Iterable[Button]], username: str) -> Keyboard:
    """Give Telegram's `inline_keyboard`; without the bot's username there is nothing to share."""
    shown = ([one for one in row if username or not isinstance(one.action, Share)] for row in rows)
    return [[{"text": one.label, **_does(one.action, username)} for one in row] for row in shown if row]


def _does(action: str | Action, username: str) -> dict[str, str]:
    match action:
        case str(address):
            return {"url": address}
        case Share():
            return {"url": sharing(username, action)}
    return {"callback_data": encode(action)}


def encode(action: Action) -> str:
    """Write an action in at most 64 bytes: its letter (a capital: in place), a number, a digest of an id."""
    if isinstance(action, OrganiserAction):
        return organiser_buttons.encode(action)
    match action:
        case ShowThemes(in_place, page):
            return f"{_letter('t', in_place)}:{page}"
        case ShowTheme(slug, in_place, page):
            return f"{_letter('t', in_place)}:{page}:{_digest(slug)}"
        case ShowEntry(id, in_place):
            return f"{_letter('e', in_place)}:{_digest(id)}"
        case ShowOffers(theme, in_place, departement):
            place = "" if departement is None else f":{_place(departement)}"
            return _letter("o", in_place) + place + (f":{_digest(theme)}" if theme else "")
        case AskPlace(theme):
            return f"d:0:{_digest(theme)}" if theme else "d"
        case KeepPlace(departement, wanted):
            return f"s:{_place(departement)}:{'+' if wanted else '-'}"
        case Revoke(what, digest):
            return f"z:{_REVOKED.index(what)}:{digest}"
        case Remind(meeting_id):
            return f"m:{_digest(meeting_id)}"
        case Pick(question_id, entry_id):
            return f"p:{question_id}:{_digest(entry_id)}"
        case NoneOfThese(question_id):
            return f"n:{question_id}"
        case Rate(question_id, helpful):
            return f"r:{question_id}:{'+' if helpful else '-'}"
        case Why(question_id, reason):
            return f"w:{question_id}:{next(letter for letter, one in _REASONS.items() if one == reason)}"
        case Wish(offer_id, step):
            return f"{next(letter for letter, one in _STEPS.items() if one == step)}:{_digest(offer_id)}"
        case Tell(question_id, wanted, listed):
            return f"{_letter('v', listed)}:{question_id}:{'+' if wanted else '-'}"
        case ShowMine(page):
            return f"y:{page}"
        case Erase(confirmed):
            return f"x:0:{'+' if confirmed else '-'}"
    raise TypeError(action)


def decode(data: str, content: Content) -> Action | None:
    """Read an action; None for what is not one, or names what the content no longer has."""
    if data.startswith(organiser_buttons.PREFIX):
        return organiser_buttons.decode(data, content)
    found = _FORM.fullmatch(data)
    if found is None:
        return None
    number, name, in_place = int(found["number"] or 0), found["name"], found["kind"].isupper()
    match found["kind"].lower():
        case "t" if name is None:
            return ShowThemes(in_place, number)
        case "t":
            slug = _named(name, (theme.slug for theme in content.themes))
            return ShowTheme(slug, in_place, number) if slug else None
        case "e" | "p" as kind:
            id = _named(name, content.entries)
            if id is None:
                return None
            return ShowEntry(id, in_place) if kind == "e" else Pick(number, id)
        case "o" | "d" | "s" as kind:
            return _about_offers(kind, found, content)
        case "z" if name and len(name) == _DIGEST and number < len(_REVOKED):
            return Revoke(_REVOKED[number], name)
        case "m":
            meeting = _named(name, (meeting.id for meeting in content.meetings))
            return Remind(meeting) if meeting else None
        case "n" if name is None:
            return NoneOfThese(number)
        case "r" if name in ("+", "-"):
            return Rate(number, name == "+")
        case "i" | "j" | "k" | "l" as letter:
            offer = _named(name, (offer.id for offer in content.offers))
            return Wish(offer, _STEPS[letter]) if offer else None
        case "v" if name in ("+", "-"):
            return Tell(number, name == "+", in_place)
        case "y" if name is None:
            return ShowMine(number)
        case "x" if name in ("+", "-"):
            return Erase(name == "+")
        case "w" if name in _REASONS:
            return Why(number, _REASONS[name])
    return None


def _about_offers(kind: str, found: re.Match[str], content: Content) -> Action | None:
    number, name = int(found["number"] or 0), found["name"]
    departement = (f"{number:02X}" if number else "") if found["number"] else None
    if departement and departement not in DEPARTEMENTS:
        return None
    if kind == "s":
        return KeepPlace(departement or "", name == "+") if name in ("+", "-") else None
    theme = _named(name, (theme for offer in content.offers for theme in offer.themes))
    if name and not theme:
        return None
    return ShowOffers(theme, found["kind"].isupper(), departement) if kind == "o" else AskPlace(theme)


def does(data: str, kinds: tuple[type, ...]) -> bool:
    """Say whether data made by `encode` stands for an action of one of these kinds."""
    return _KINDS.get(data[:1].lower()) in kinds


def _place(departement: str) -> int:
    """Write a département as a number: the codes are hexadecimal digits, 2A and 2B included; 0: all of France."""
    return int(departement or "0", 16)


def _letter(letter: str, in_place: bool) -> str:
    return letter.upper() if in_place else letter


def _named(digest: str | None, ids: Iterable[str]) -> str | None:
    return next((id for id in ids if _digest(id) == digest), None)
