"""The stand-in reads HTML as Telegram does. Expected words and offsets come from TDLib's own behaviour."""

import pytest

from bot.chat.wire.markup import parse_html
from bot.chat.wire.refusal import Refusal
from bot.chat.wire.text import FormattedText, detected, finished


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("é&lt;<b", "Unclosed start tag at byte offset 6"),
        ("é <br>", 'Unsupported start tag "br" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<3", "Unclosed start tag at byte offset 0"),
        ("<i =x>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i x>", 'Expected equal sign in declaration of an attribute of the tag "i" at byte offset 0'),
        ("<i x=", 'Unclosed start tag "i" at byte offset 0'),
        ("<i x=a,b>", "Unexpected end of name token at byte offset 5"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("😀</b>", "Unexpected end tag at byte offset 4"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
        ("&#xD83D;", "Text contains invalid Unicode characters after decoding HTML entities"),
    ],
)
def test_bad_markup_is_refused_in_telegrams_words(source: str, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(source)
    assert refused.value.status == 400
    assert refused.value.description.startswith(f"Bad Request: can't parse entities: {why}")


@pytest.mark.parametrize("source", ["caf&eacute;", "a&nbsp;b", "<a href='https://sansdomaine'>x</a>", "<a>x</a>"])
def test_what_telegram_would_spoil_in_silence_is_refused(source: str) -> None:
    with pytest.raises(Refusal, match="stand-in"):
        parse_html(source)


def test_more_entities_than_telegram_keeps_are_refused() -> None:
    assert len(parse_html("<b>x</b> " * 100).entities) == 100
    with pytest.raises(Refusal, match="101 entities"):
        parse_html("<b>x</b> " * 101)


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ("b strong", "bold"),
        ("i em", "italic"),
        ("u ins", "underline"),
        ("s strike del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
    ],
)
def test_each_tag_gives_its_entity(tags: str, kind: str) -> None:
    for tag in tags.split():
        assert parse_html(f"a<{tag}>b</{tag.upper()}>").entities == ({"type": kind, "offset": 1, "length": 1},)


def test_offsets_count_utf16_units() -> None:
    parsed = parse_html("🏟 é<i>🏟 &lt;<b>x</b></i>")
    assert parsed.text == "🏟 é🏟 <x"
    assert parsed.entities == (
        {"type": "italic", "offset": 4, "length": 5},
        {"type": "bold", "offset": 8, "length": 1},
    )


def test_references_are_decoded_and_the_semicolon_is_optional() -> None:
    assert parse_html("&lt;&gt;&amp;&quot;&#39;&#x27;&#233;&lt").text == "<>&\"''é<"


def test_an_ampersand_alone_is_text() -> None:
    assert parse_html("R&D & co &#12345678").text == "R&D & co &#12345678"


def test_a_link_is_kept_as_telegram_writes_it() -> None:
    [entity] = parse_html('<a href="https://www.cnil.fr?a=1&amp;b=2">CNIL</a>').entities
    assert entity == {"type": "text_link", "offset": 0, "length": 4, "url": "https://www.cnil.fr/?a=1&b=2"}


def test_code_in_pre_becomes_one_entity_with_its_language() -> None:
    [entity] = parse_html('<pre><code class="language-python">x</code></pre>').entities
    assert entity == {"type": "pre", "offset": 0, "length": 1, "language": "python"}


def test_a_quote_can_be_expandable() -> None:
    [entity] = parse_html("<blockquote expandable>x</blockquote>").entities
    assert entity["type"] == "expandable_blockquote"


def test_an_empty_tag_leaves_nothing() -> None:
    assert parse_html("a<b></b>") == FormattedText("a")


def test_cleaning_trims_and_moves_entities_along() -> None:
    shown = finished(parse_html(" \n \r\u202e<b> é\t</b>x \n"))
    assert shown.text == "é x"
    assert shown.entities == ({"type": "bold", "offset": 0, "length": 2},)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("/start fiche-x", "bot_command", "/start"),
        ("😀 /aide@table_ronde_bot", "bot_command", "/aide@table_ronde_bot"),
        ("dis @table_ronde_bot, alors", "mention", "@table_ronde_bot"),
        ("voir https://www.cnil.fr/fr?a=b.", "url", "https://www.cnil.fr/fr?a=b"),
        ("voir francenum.gouv.fr, merci", "url", "francenum.gouv.fr"),
        ("écrire à jean.dupont@orange.fr !", "email", "jean.dupont@orange.fr"),
    ],
)
def test_what_telegram_finds_by_itself(text: str, kind: str, found: str) -> None:
    [entity] = detected(text)
    units = text.encode("utf-16-le")
    assert entity["type"] == kind
    assert units[2 * entity["offset"] :][: 2 * entity["length"]].decode("utf-16-le") == found


@pytest.mark.parametrize("text", ["et/ou", "24/7 c'est top", "bonjour.merci", "a@b", "</b>"])
def test_what_only_looks_like_an_entity_is_none(text: str) -> None:
    assert detected(text) == []
