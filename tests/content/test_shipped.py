"""The FAQ of this repository: all of it there, and fit to be sent."""

import re
from collections import Counter

import pytest

from bot.content import Content, Entry, load
from bot.content.markup import to_html, to_plain
from bot.matching.text import words
from tests.conftest import FAQ

IDS = [
    "accompagnement-strategique",
    "acheter-des-fans",
    "adapter-son-message",
    "animer-communaute",
    "avantages-communaute",
    "avis-negatifs",
    "business-internet-accessible",
    "calculer-roi",
    "combiner-les-canaux",
    "compte-pirate",
    "definition-communaute",
    "deleguer-community-manager",
    "donnees-personnelles",
    "droit-a-l-image",
    "e-reputation",
    "etudes-de-cas",
    "evenement-faire-venir",
    "eviter-decouragement",
    "facebook-profession-liberale",
    "facebook-seul-reseau",
    "fiche-google",
    "financer-formation",
    "formation-e-reputation",
    "formation-facebook",
    "frequence-publication",
    "indicateurs-avant-apres",
    "instagram-commerce",
    "jeu-concours",
    "linkedin-b2b",
    "nombre-de-fans",
    "portee-en-baisse",
    "premiers-abonnes",
    "prochaine-rencontre",
    "profil-ou-page",
    "publicite-facebook",
    "quel-reseau-choisir",
    "quoi-publier",
    "site-ou-reseaux",
    "temps-et-budget",
    "tiktok-video",
    "trouver-un-expert",
]

ENTRIES = [pytest.param(entry, id=entry.id) for entry in load(FAQ).entries.values()]


def test_every_entry_of_the_scope_is_there_and_no_other(shipped: Content) -> None:
    assert len(IDS) == 41
    assert sorted(shipped.entries) == IDS


def test_no_optional_file_is_missing(shipped: Content) -> None:
    assert shipped.offers and shipped.exchanges and shipped.off_topics and shipped.messages
    assert shipped.vocabulary.abbreviations and shipped.vocabulary.spellings and shipped.vocabulary.families


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_is_asked_for_in_12_to_40_ways_all_different(entry: Entry) -> None:
    assert 12 <= len(entry.phrasings) <= 40
    assert len({phrasing.casefold() for phrasing in entry.phrasings}) == len(entry.phrasings)


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_answer_is_valid_html_of_400_to_1200_characters(entry: Entry) -> None:
    to_html(entry.answer)
    assert 400 <= len(to_plain(entry.answer)) <= 1200


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_says_when_it_was_verified_and_where_it_comes_from(entry: Entry) -> None:
    assert entry.verified_on and entry.source


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_leads_to_others_and_not_to_itself(entry: Entry) -> None:
    assert entry.see_also and entry.id not in entry.see_also


def test_no_phrasing_belongs_to_two_entries(shipped: Content) -> None:
    texts = [text.casefold() for one in shipped.entries.values() for text in {one.question, *one.phrasings}]
    assert len(set(texts)) == len(texts)


def test_a_subject_has_enough_examples_and_shares_none_with_another(shipped: Content) -> None:
    texts = [tuple(words(text)) for one in shipped.subjects for text in one.examples]
    assert len(shipped.subjects) >= 250 and min(len(one.examples) for one in shipped.subjects) >= 40
    assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_every_link_is_https(shipped: Content) -> None:
    links = [link for entry in shipped.entries.values() for link in entry.links]
    links += [link for topic in shipped.off_topics for link in topic.links]
    texts = [entry.answer for entry in shipped.entries.values()] + [topic.answer for topic in shipped.off_topics]
    urls = [url for text in texts for url in re.findall(r"https?://[^\s\"'<]+", text)]
    urls += [link.url for link in links] + [offer.link for offer in shipped.offers]
    urls += [meeting.link for meeting in shipped.meetings if meeting.link]
    assert [url for url in urls if not url.startswith("https://")] == []


def test_every_reply_of_small_talk_and_every_neighbouring_topic_is_valid_html(shipped: Content) -> None:
    for text in [*(text for one in shipped.exchanges for text in one.replies), *(o.answer for o in shipped.off_topics)]:
        to_html(text)
