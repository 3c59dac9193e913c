"""What people type, or what anybody could send in its place."""

from collections.abc import Sequence

from hypothesis import strategies as st

from bot.chat import buttons
from bot.content import Content
from bot.content.departements import DEPARTEMENTS
from bot.wording import Erase, NoneOfThese, Pick, Rate, ShowEntry, ShowOffers, ShowTheme, ShowThemes, Why
from bot.wording.deep_links import payload

_QUESTION_IDS = st.integers(0, 400)
_REASONS = st.sampled_from(("not_my_question", "unclear", "outdated"))
_COMMANDS = (
    *("/start", "/aide", "/help", "/themes", "/formations", "/rencontres", "/confidentialite", "/confidentialité"),
    *("/mesdonnees", "/oublier", "/id", "/inconnue", "/start@table_ronde_bot", "/aide@autre_bot", "/"),
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
        links.map("/start {}".format),
        _one_of(list(DEPARTEMENTS)).map("/formations {}".format),
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200),
    )


def data(content: Content) -> st.SearchStrategy[str]:
    """Give what a tap brings: "#n" for the n-th button that is there, made-up actions, any 1 to 64 bytes."""
    entries, themes = _one_of(list(content.entries)), _one_of([theme.slug for theme in content.themes])
    offered = _one_of(sorted({name for offer in content.offers for name in offer.themes}))
    departements = _one_of(["", *DEPARTEMENTS])
    pages = st.integers(0, 9)
    actions = st.one_of(
        st.builds(ShowThemes, st.booleans(), pages),
        st.builds(ShowTheme, themes, st.booleans(), pages),
        st.builds(ShowEntry, entries, st.booleans()),
        st.builds(ShowOffers, st.none() | offered, st.booleans(), st.none() | departements),
        st.builds(Pick, _QUESTION_IDS, entries),
        st.builds(NoneOfThese, _QUESTION_IDS),
        st.builds(Rate, _QUESTION_IDS, st.booleans()),
        st.builds(Why, _QUESTION_IDS, _REASONS),
        st.builds(Erase, st.booleans()),
    )
    forged = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=16)
    return st.integers(0, 12).map("#{}".format) | actions.map(buttons.encode) | forged


def _one_of(many: Sequence[str]) -> st.SearchStrategy[str]:
    """Give one of many, which hypothesis is not to write out each time it names the strategy."""
    return st.integers(0, len(many) - 1).map(lambda number: many[number])
