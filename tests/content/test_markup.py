import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.wire.markup import parse_html
from bot.content.markup import MarkupError, escape, to_html, to_plain

TAGS = ["<b>", "</b>", "<i>", "</i>", "<B>", "</b >", "<code>", "</code>", "<blockquote>", "</blockquote>", "<p>"]
LINKS = ['<a href="https://x.fr/?a=1&b=2">', "<a href='http://x.fr'>", "<a>", "</a>"]
SIGNS = ["<", ">", "&", "&amp;", "&#39;", "&nbsp;", "<3", "a < b", "R&D", "- ", "\n", "été", "👋", '"', "'"]
PIECES = st.sampled_from([*TAGS, *LINKS, *SIGNS])
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))


@given(TEXTS)
def test_what_is_not_refused_is_html_that_telegram_takes(text: str) -> None:
    try:
        html = to_html(text)
    except MarkupError:
        return
    assert parse_html(html).text == to_plain(text)


@given(TEXTS)
def test_anything_escaped_reads_as_it_was_typed(text: str) -> None:
    assert parse_html(escape(text)).text == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("On vous aime <3", "On vous aime &lt;3"),
        ("R&D et a < b", "R&amp;D et a &lt; b"),
        ("R&amp;D &lt;b&gt;", "R&amp;D &lt;b&gt;"),
        ("&nbsp;", "&amp;nbsp;"),
        ("<B>oui</B>", "<b>oui</b>"),
        ("<b>très <i>bien</i></b>", "<b>très <i>bien</i></b>"),
        ("<a href='https://x.fr/?a=1&b=2'>x</a>", '<a href="https://x.fr/?a=1&amp;b=2">x</a>'),
        ("- un\n  - deux\nsous-titre - trois", "• un\n• deux\nsous-titre - trois"),
    ],
)
def test_texts_become_html(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<b>oui", "<b> n'est jamais refermée ; ajoutez </b>"),
        ("oui</b>", "</b> ne referme rien"),
        ("<b><i>oui</b></i>", "</b> ne referme rien"),
        ("<h1>oui</h1>", "ne connaît pas la balise <h1>"),
        ("<script>x</script>", "ne connaît pas la balise <script>"),
        ("un<br>deux", "ne connaît pas la balise <br>"),
        ('<b class="x">oui</b>', "ne prend rien d'autre que son nom"),
        ("<a>oui</a>", 'un lien s\'écrit <a href="https://…">'),
        ('<a href="javascript:x()">oui</a>', "un lien s'écrit"),
        ('<a href="https://x.fr" onclick="y">oui</a>', "un lien s'écrit"),
    ],
)
def test_a_tag_that_telegram_refuses_is_refused(text: str, why: str) -> None:
    with pytest.raises(MarkupError, match=why):
        to_html(text)


@pytest.mark.parametrize("text", ["&#0;", "&#55296;", "&#x110000;"])
def test_a_reference_to_no_character_does_not_reach_telegram(text: str) -> None:
    assert parse_html(to_html(text)).text == text


def test_people_read_the_text_without_its_tags() -> None:
    assert to_plain('- <b>R&D</b> : <a href="https://x.fr">x</a> &lt; y') == "• R&D : x < y"


def test_what_a_person_writes_cannot_become_a_tag() -> None:
    assert escape("<b>Zoé</b> & Cie") == "&lt;b&gt;Zoé&lt;/b&gt; &amp; Cie"
