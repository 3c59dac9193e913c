"""Tests of what texts are about: those that share no word are near each other where they share a subject."""

import pickle
from dataclasses import replace

import pytest

from bot.content import Content, Pack, Subject, Vocabulary
from bot.matching.reading import Reading
from bot.matching.semantics import SubjectSpace
from bot.matching.text import words

SUBJECTS = (
    Subject("direct", "Le direct", ("faire un live", "filmer en direct", "live ou direct", "un direct pour le four")),
    Subject("blocage", "Bloquer", ("bloquer un troll", "bannir un client", "bannir ou bloquer", "virer un troll")),
    Subject("horaires", "Les horaires", ("horaires du magasin", "mes heures", "heures et horaires", "horaires google")),
    Subject("photos", "Les photos", ("taille de la photo", "photo floue", "taille des images", "images floues")),
    Subject("stats", "Les chiffres", ("mes statistiques", "lire les chiffres", "chiffres et statistiques", "les vues")),
)
CONTENT = Content(Pack(), (), subjects=SUBJECTS)


@pytest.fixture(autouse=True)
def every_feature_is_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.matching.semantics._LEAST", 1)


def space_of(subjects: tuple[Subject, ...] = SUBJECTS) -> SubjectSpace:
    return SubjectSpace("fr", Vocabulary(), subjects)


def read(text: str) -> Reading:
    return Reading((*words(text),), (*words(text),))


def product(space: SubjectSpace, one: str, other: str) -> float:
    first, second = space.coordinates(read(one)), space.coordinates(read(other))
    return sum(value * second.get(subject, 0.0) for subject, value in first.items())


def test_texts_without_a_common_word_are_near_where_they_share_a_subject() -> None:
    space = space_of()
    assert product(space, "faire un live", "filmer en direct") > 0.9
    assert product(space, "bannir mon voisin", "un troll") > 0.7
    assert product(space, "faire un live", "bannir un client") < 0.5


def test_a_text_is_nearest_to_its_subject_and_never_further_out_than_1() -> None:
    space = space_of()
    for number, subject in enumerate(SUBJECTS):
        for text in subject.examples:
            found = space.coordinates(read(text))
            assert max(found, key=lambda one: found[one]) == number
            assert 0 < product(space, text, text) <= 1 + 1e-9


@pytest.mark.parametrize("text", ["", "???", "zzxq wwkj"])
def test_what_is_about_nothing_known_is_near_nothing(text: str) -> None:
    space = space_of()
    assert product(space, text, text) < 0.2
    assert product(space, text, "faire un live") < 0.2


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_subjects_are_a_space_too(count: int) -> None:
    assert len(space_of(SUBJECTS[:count]).coordinates(read("faire un live"))) == count


def test_a_space_serves_every_content_that_makes_the_same() -> None:
    one = SubjectSpace.of(CONTENT)
    assert SubjectSpace.of(replace(CONTENT, themes=(), pack=Pack(title="Autre"), subjects=(*SUBJECTS,))) is one
    assert pickle.loads(pickle.dumps(one)) is one  # noqa: S301  # our own
    other = SubjectSpace.of(replace(CONTENT, vocabulary=Vocabulary(abbreviations={"pk": "pourquoi"})))
    assert other is not one and SubjectSpace.of(CONTENT) is not one


def test_a_space_made_in_another_process_is_learnt_there_anew() -> None:
    sent = pickle.dumps(SubjectSpace.of(CONTENT))
    SubjectSpace.of(replace(CONTENT, subjects=()))
    arrived = pickle.loads(sent)  # noqa: S301  # our own
    assert arrived.coordinates(read("faire un live")) == space_of().coordinates(read("faire un live"))
    assert len(sent) < 2000  # what it is made of, not what it has learnt


def test_a_text_leans_to_the_subject_or_to_the_texts_it_is_liker() -> None:
    space = space_of()
    own = space.own(("virer un troll", "bannir un client"))
    away, subject = space.leaning(read("filmer en direct"), own)
    assert away > 1 and subject.id == "direct"
    near, subject = space.leaning(read("virer un client"), own)
    assert near < 0 and subject.id != "blocage"
    assert space.leaning(read("filmer en direct"), space.own(("zzxq",)))[0] <= away
    assert space.own(("virer un troll", "bannir un client")) is own


def test_the_subject_that_texts_are_about_is_no_other_than_theirs() -> None:
    space = space_of()
    few = space.own(("live facebook",))  # an entry of one phrasing
    assert SUBJECTS[few.subject].id == "direct"
    leaning, subject = space.leaning(read("filmer en direct"), few)
    assert leaning <= 0 and subject.id != "direct"


def test_the_shipped_subjects_tell_what_words_alone_do_not(shipped: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    space = SubjectSpace.of(shipped)
    assert product(space, "faire un live c compliké ?", "filmer en direct la sortie du pain") > 0.5
    assert product(space, "faire un live c compliké ?", "un type m'insulte, comment le virer") < 0.1
