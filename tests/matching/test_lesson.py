"""A model is made of the lesson alone: all else of a content may change without a new fit."""

from dataclasses import replace

from bot.content import Link, Subject, Theme, load
from bot.matching.answering import Answerer
from bot.matching.lesson import lesson
from tests.conftest import SMALL, Write

ASKED = ["ouvrir une page pour mon magasin", "mes photos sont moches", "merci beaucoup", "payer la tva", "xyz"]


def test_what_is_only_shown_is_no_part_of_it_and_changes_no_reply(write: Write) -> None:
    content = load(write(SMALL))
    [theme] = content.themes
    links = (Link("a", "https://a.fr"),)
    other = replace(
        content,
        pack=replace(content.pack, title="Autre", body="moi", welcome=("page",)),
        themes=(
            Theme(
                "facebook",
                "Autre",
                tuple(
                    replace(entry, answer="Autre.", links=links, see_also=("photo",), source="ici")
                    for entry in theme.entries
                ),
            ),
        ),
        exchanges=tuple(replace(one, replies=("Oui.",), page="themes") for one in content.exchanges),
        off_topics=tuple(replace(one, answer="Non.", title="Autre") for one in content.off_topics),
    )
    assert lesson(other) == lesson(content)
    before, after = Answerer.build(content), Answerer.build(other)
    assert [after.reply_to(text) for text in ASKED] == [before.reply_to(text) for text in ASKED]


def test_what_is_learnt_is_part_of_it(write: Write) -> None:
    content = load(write(SMALL))
    [theme] = content.themes
    first, *rest = theme.entries
    others = [
        replace(content, pack=replace(content.pack, language="en")),
        replace(content, vocabulary=replace(content.vocabulary, abbreviations={"fb": "facebook"})),
        *(
            replace(content, themes=(Theme("facebook", theme.title, (replace(first, **change), *rest)),))
            for change in ({"id": "x"}, {"question": "x"}, {"phrasings": first.phrasings[1:]})
        ),
        replace(content, exchanges=content.exchanges[1:]),
        replace(content, off_topics=()),
        replace(content, subjects=(Subject("live", "Le live", ("filmer en direct",)),)),
    ]
    assert all(lesson(other) != lesson(content) for other in others)
