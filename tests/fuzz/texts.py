"""What people type, or what anybody could send in its place."""

import dataclasses
from collections.abc import Sequence
from typing import Any, get_args

from hypothesis import strategies as st

from bot.chat import buttons
from bot.content import Content
from bot.content.departements import DEPARTEMENTS
from bot.wording import Action, Share, ShowEntry, ShowTheme
from bot.wording.deep_links import digest, payload

_COMMANDS = (
    *("/start", "/aide", "/help", "/themes", "/formations", "/rencontres", "/confidentialite", "/confidentialité"),
    *("/mesdonnees", "/mesquestions", "/oublier", "/ouvertes", "/organisateur", "/stats", "/interets", "/tableau"),
    *("/organisateur ajouter 99 Zoé", "/id", "/inconnue", "/start@table_ronde_bot", "/aide@autre_bot", "/"),
)
_TYPED = (
    *(
        "non",
        "2",
        "oui",
        "?",
        "34",
        "99",
        "2A",
        "👍🏽👍🏽",
        "https://exemple.fr",
        "et pour Instagram ?",
        "combien ça coûte ?",
    ),
    *("how do i get more followers on instagram", "بكم الإعلان", "merci", "bonjour", "tu es un robot ?"),
    *("@table_ronde_bot", "@table_ronde_bot c bien fb ?", "a\n" * 50, "\u202e", "\u200b", "é" * 4096),
)


SECRET = "ŜECRÊT"
"""Stands for something that only its writer may read; whoever brings a text adds their number to it."""

CANARY = "ÎNJECTÉ"
"""Stands in texts behind a ">" only: where it is read without it, what people wrote was taken for markup."""

_HOSTILE = (
    f"<b>{CANARY}</b>",
    f'<a href="https://exemple.fr/{SECRET}">{CANARY}</a>',
    f'<a href="tg://user?id=7">{CANARY}</a> </b></i><pre>',
    f"</b><tg-spoiler>{CANARY}</tg-spoiler> &lt;b&gt; &amp;amp; &#60;i&#62;",
    "**gras** __x__ `code` [lien](https://exemple.fr) ~~~ ||caché|| \\_*[]()~`>#+-=|{}.!",
    "Robert'); DROP TABLE questions;-- \" OR 1=1 /* */ \x00",
    "- !!python/object/apply:os.system ['true']\n&a [*a, *a]\n? : | > %YAML 1.2",
    "{organisme} {contact} {0} {} {{}} {question.__class__} %s %n %(x)s ${HOME} $(id) `id` {titre!r:>9999}",
    "Z̷̡̢͇̖̥̲̝͎͉͛͆̿̓͐a̸͚̣̓l̶̨̛g̵̢̛̹o̷͎͒ " * 40,
    "\u202e\u2066\u2067\u200f قلب \u2069\u202c fb \u061c",
    "\x00\x01\x07\x08\x1b[31m\x7f\x85\ufeff\ufffe\U000e0001",
    "😀" * 4096,
    "👨‍👩‍👧‍👦" * 300,
    "\u0300" * 500,
    "a" * 4096,
    "\n" * 2000 + "?",
    "../../../../etc/passwd\r\nSet-Cookie: a=b",
    "=cmd|'/c calc'!A0\t@SUM(1)",
    "/start " + "A" * 4000,
    "/oublier@table_ronde_bot " + "é" * 300,
)


def texts(content: Content) -> st.SearchStrategy[str]:
    """Give questions, commands, and anything else of 1 to 4,096 characters, none of them a lone surrogate."""
    asked = _one_of([way for entry in content.entries.values() for way in entry.phrasings])
    pages = [ShowEntry(id) for id in content.entries] + [ShowTheme(theme.slug) for theme in content.themes]
    links = _one_of([payload(page) for page in pages]) | st.text("fichetm-_0", max_size=70)
    return st.one_of(
        asked,
        st.lists(asked, min_size=2, max_size=4).map("\n".join),
        st.sampled_from(_COMMANDS),
        st.sampled_from(_TYPED),
        st.sampled_from(_HOSTILE),
        st.tuples(asked, st.sampled_from(_HOSTILE)).map(lambda two: " ".join(two)[:4096]),
        st.just(f"combien coûte un {SECRET} <b>{CANARY}</b> ?"),
        links.map("/start {}".format),
        _one_of(list(DEPARTEMENTS)).map("/formations {}".format),
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200),
    )


def data(content: Content) -> st.SearchStrategy[str]:
    """Give what a tap brings: "#n" for the n-th button that is there, made-up actions, any 1 to 64 bytes."""
    fields = _fields(content)
    actions = [
        st.builds(kind, **{one.name: fields[one.name] for one in dataclasses.fields(kind) if one.name in fields})
        for kind in get_args(Action)
        if kind is not Share
    ]
    forged = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=16)
    return st.integers(0, 12).map("#{}".format) | st.one_of(actions).map(buttons.encode) | forged


def _fields(content: Content) -> dict[str, st.SearchStrategy[Any]]:
    """Give what the fields of actions may hold by their name; the others are told by their type."""
    entries, themes = _one_of(list(content.entries)), _one_of([theme.slug for theme in content.themes])
    offered = _one_of(sorted({name for offer in content.offers for name in offer.themes}))
    digests = [digest(id) for id in (*content.entries, *(offer.id for offer in content.offers))]
    return {
        **dict.fromkeys(("id", "entry_id"), entries),
        "slug": themes,
        "theme": themes | offered,
        "offer_id": _one_of([offer.id for offer in content.offers]),
        "meeting_id": _one_of([meeting.id for meeting in content.meetings] or ["gone"]),
        "departement": _one_of(["", *DEPARTEMENTS]),
        "digest": _one_of(digests),
        "page": st.integers(0, 9),
        "question_id": st.integers(0, 400),
        "draft_id": st.integers(0, 20),
        **dict.fromkeys(("cluster_id", "into"), st.integers(0, 60)),
    }


def _one_of(many: Sequence[str]) -> st.SearchStrategy[str]:
    """Give one of many, which hypothesis is not to write out each time it names the strategy."""
    return st.integers(0, len(many) - 1).map(lambda number: many[number])
