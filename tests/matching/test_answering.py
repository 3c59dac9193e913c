import gc
import pickle
import unicodedata
import weakref
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.content import Content, Entry, Exchange, OffTopic, Pack, Subject, Theme, load
from bot.matching.answering import Answerer
from bot.matching.replies import Answer, NoAnswer, OutOfScope, SmallTalk, Suggestions, outcome
from bot.reports.explanation import as_text
from tests.conftest import SMALL, Write

WORDS = st.sampled_from(
    ["facebook", "comment", "avis", "koi", "tva", "salut", "?", ".", "et", "\n", "200", "👋", "zut"]
)
MESSAGES = st.one_of(st.text(), st.lists(WORDS, max_size=40).map(" ".join))
ZALGO = "comment " + "".join(letter + "\u0336\u0321\u031b\u0353" for letter in "facebook")
ODD = [
    "",
    " \n",
    "?",
    "👍🏽👨‍👩‍👧",
    "\u202efacebook\u202c ?\u200f",
    ZALGO,
    "a" * 10_000,
    "? " * 5_000,
    "comment faire ? " * 700,
]


@settings(max_examples=200)
@given(MESSAGES)
def test_every_message_gets_one_to_three_replies_with_five_candidates_best_first(answerer: Answerer, text: str) -> None:
    replies = answerer.reply_to(text)
    assert 1 <= len(replies) <= 3
    for reply in replies:
        confidences = [one.confidence for one in reply.candidates]
        assert len({one.id for one in reply.candidates}) == 5
        assert confidences == sorted(confidences, reverse=True)
        assert confidences[0] <= 1 and confidences[-1] >= 0


@pytest.mark.parametrize("text", ODD, ids=[ascii(text[:12]) for text in ODD])
def test_odd_messages_are_replied_to_and_explained(text: str, answerer: Answerer) -> None:
    [reply, *_] = answerer.reply_to(text)
    assert len(reply.candidates) == 5
    assert answerer.explain(text).reply.candidates


@example("comment créer une page ? combien coûte une pub ?")
@given(MESSAGES)
def test_the_same_message_gets_the_same_replies(answerer: Answerer, text: str) -> None:
    assert answerer.reply_to(text) == answerer.reply_to(text)


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("on a hacké mon compte facebook, je fais quoi", "answer", "compte-pirate"),
        ("Faut-il acheter des abonnés pour démarrer ?", "answer", "acheter-des-fans"),
        ("sa coute combien 1 pub sur fesbouk", "answer", "publicite-facebook"),
        ("bonjour !", "smalltalk", "salutation"),
        ("mercii bcp", "smalltalk", "remerciement"),
        ("j'ai pas compris", "smalltalk", "pas-compris"),
        ("/oublié", "smalltalk", "effacer"),
        ("supprimez ce que vous savez sur moi", "smalltalk", "effacer"),
        ("je ne veux plus de vos messages", "smalltalk", "ne-plus-ecrire"),
        ("quel taux de tva pour un traiteur", "out_of_scope", "fiscalite"),
        ("quelle est la capitale du Pérou", "none", None),
    ],
)
def test_each_kind_of_message_gets_its_kind_of_reply(
    text: str, kind: str, what: str | None, answerer: Answerer
) -> None:
    [reply] = answerer.reply_to(text)
    assert outcome(reply) == kind
    match reply:
        case Answer():
            assert reply.entry == what
        case SmallTalk():
            assert reply.exchange == what and 0.5 <= reply.confidence <= 1
        case OutOfScope():
            assert reply.topic == what and 0.5 <= reply.confidence <= 1


def test_suggestions_are_the_first_three_candidates(answerer: Answerer) -> None:
    unsure = [answerer.reply_to(text)[0] for text in ("facebook", "instagram", "avis", "photos", "formation", "page")]
    found = [reply for reply in unsure if isinstance(reply, Suggestions)]
    assert found
    assert all(reply.entries == tuple(one.id for one in reply.candidates[:3]) for reply in found)


@pytest.mark.parametrize("text", ["facebook", "Instagram ?", "les avis", "photos", "page", "kiné", "budget"])
def test_a_subject_that_many_entries_share_is_met_with_suggestions(
    text: str, shipped: Content, answerer: Answerer
) -> None:
    [reply] = answerer.reply_to(text)
    assert isinstance(reply, Suggestions)
    stem = text.lower().removeprefix("les ").rstrip("s ?")[:6]
    first = shipped.entries[reply.entries[0]]
    assert stem in " ".join((first.question, *first.phrasings)).lower()


@pytest.mark.parametrize(("text", "name"), [("youtube", "tiktok-video"), ("RGPD", "donnees-personnelles")])
def test_a_subject_of_one_entry_is_answered(text: str, name: str, answerer: Answerer) -> None:
    [reply] = answerer.reply_to(text)
    assert isinstance(reply, Answer) and reply.entry == name


@pytest.mark.parametrize(
    ("text", "kind"), [("tva", "out_of_scope"), ("formation", "smalltalk"), ("merci", "smalltalk"), ("zorglub", "none")]
)
def test_a_subject_of_another_kind_is_left_to_it(text: str, kind: str, answerer: Answerer) -> None:
    [reply] = answerer.reply_to(text)
    assert outcome(reply) == kind


@pytest.mark.parametrize(
    "text",
    [
        "On m'a piraté mon compte Instagram, comment le récupérer ? Et combien de fois par semaine faut-il publier ?",
        "comment récupérer un compte instagram piraté et combien de fois par semaine faut-il publier",
    ],
)
def test_two_questions_in_a_message_get_two_answers_in_their_order(text: str, answerer: Answerer) -> None:
    replies = answerer.reply_to(text)
    assert [reply.entry for reply in replies if isinstance(reply, Answer)] == ["compte-pirate", "frequence-publication"]
    assert [reply.question in text for reply in replies] == [True, True]


def test_the_same_question_twice_gets_one_answer(answerer: Answerer) -> None:
    text = "Faut-il acheter des abonnés sur Facebook ? Est-ce que je dois acheter des abonnés ?"
    assert len(answerer.reply_to(text)) == 1


def test_the_one_question_of_a_ramble_is_found(answerer: Answerer) -> None:
    text = (
        "Bonjour, nous tenons avec mon frère une petite ferme près de Clermont depuis le mois de mars. Il fait chaud. "
        "Le tracteur est encore en panne. Faut-il acheter des abonnés sur Facebook ? Merci de votre aide et bon été."
    )
    [reply] = answerer.reply_to(text)
    assert isinstance(reply, Answer) and reply.entry == "acheter-des-fans"


@pytest.mark.parametrize("text", ["كيف أنشئ صفحة على فيسبوك؟", "Как создать страницу?", "페이지를 어떻게 만드나요?"])
def test_a_question_in_letters_it_does_not_read_is_not_small_talk(text: str, answerer: Answerer) -> None:
    assert isinstance(answerer.reply_to(text)[0], NoAnswer)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_mean_the_same_however_they_are_encoded(form: str, answerer: Answerer) -> None:
    text = "Comment récupérer un compte piraté ?"
    written = unicodedata.normalize("NFD" if form == "NFC" else "NFC", text)
    assert answerer.reply_to(written)[0].candidates == answerer.reply_to(text)[0].candidates


def entry(name: str, question: str, *phrasings: str) -> Entry:
    """Make an entry of which only this matters."""
    return Entry(name, "t", question, phrasings, "Voici.")


FULL = (
    entry("page", "Comment créer une page ?", "ouvrir une page facebook", "je veux ma page pro"),
    entry("avis", "Que répondre à un mauvais avis ?", "un client m'a mis une étoile", "commentaire méchant"),
    entry("photo", "Quelles photos publier ?", "mes images sont moches", "photographier un produit"),
)
HELLO = (Exchange("salut", ("bonjour", "salut", "coucou"), ("Bonjour !",)),)
TAXES = (OffTopic("tva", "Impôts", ("payer la tva", "déclarer mes impôts", "taux de taxe"), "Voyez le fisc."),)
CONTENTS: dict[str, tuple[tuple[Entry, ...], tuple[OffTopic, ...], tuple[Exchange, ...]]] = {
    "all classes": (FULL, TAXES, HELLO),
    "no small talk": (FULL, TAXES, ()),
    "no neighbouring topics": (FULL, (), HELLO),
    "entries only": (FULL, (), ()),
    "two entries": (FULL[:2], (), ()),
    "a single entry": (FULL[:1], (), ()),
    "a single entry and small talk": (FULL[:1], (), HELLO),
    "entries without phrasings": (tuple(entry(one.id, one.question) for one in FULL), (), ()),
    "a single question in all": ((entry("page", "Comment créer une page ?"),), (), ()),
    "two entries asked the same way": ((entry("a", "Quoi faire ?"), entry("b", "Quoi faire ?")), (), ()),
    "questions without a word": ((entry("a", "?!"), entry("b", "👋")), (), ()),
    "no entry": ((), TAXES, HELLO),
    "nothing": ((), (), ()),
}
QUESTIONS = ["Comment créer une page ?", "bonjour", "payer la tva", "zut", ""]


@pytest.mark.parametrize("subjects", [(), (Subject("tva", "La TVA", ("payer la tva",)),)], ids=["", "a subject"])
@pytest.mark.parametrize(("entries", "topics", "exchanges"), CONTENTS.values(), ids=CONTENTS)
def test_any_content_can_be_learnt_and_asked(
    entries: tuple[Entry, ...],
    topics: tuple[OffTopic, ...],
    exchanges: tuple[Exchange, ...],
    subjects: tuple[Subject, ...],
) -> None:
    content = Content(Pack(), (Theme("t", "T", entries),), off_topics=topics, exchanges=exchanges, subjects=subjects)
    answerer = Answerer.build(content)
    answerer.get_ready()
    for text in QUESTIONS:
        [reply] = answerer.reply_to(text)
        assert len(reply.candidates) == min(5, len(entries))
        assert all(0 <= one.confidence <= 1 for one in reply.candidates)
        assert not isinstance(reply, Answer) or reply.candidates[0].confidence >= 0.5
        assert not isinstance(reply, SmallTalk) or exchanges
        assert not isinstance(reply, OutOfScope) or topics
        answerer.explain(text)


@pytest.mark.parametrize("name", [name for name, (entries, _, _) in CONTENTS.items() if FULL[0] in entries])
def test_a_small_content_ranks_the_right_entry_first(name: str) -> None:
    entries, topics, exchanges = CONTENTS[name]
    content = Content(Pack(), (Theme("t", "T", entries),), off_topics=topics, exchanges=exchanges)
    assert Answerer.build(content).reply_to("coment crée une paje facebook")[0].candidates[0].id == "page"


@pytest.mark.parametrize("name", ["all classes", "entries only", "two entries", "a single entry"])
@pytest.mark.parametrize("text", ["zorglub", "impôts", "recette de crêpes", "le prix du pain", "la capitale du Pérou"])
def test_a_small_content_does_not_answer_what_nobody_wrote_about(name: str, text: str) -> None:
    entries, topics, exchanges = CONTENTS[name]
    content = Content(Pack(), (Theme("t", "T", entries),), off_topics=topics, exchanges=exchanges)
    assert isinstance(Answerer.build(content).reply_to(text)[0], NoAnswer | OutOfScope)


def test_a_question_typed_as_it_stands_is_answered_by_its_entry(shipped: Content, answerer: Answerer) -> None:
    replies = {one.id: answerer.reply_to(one.question)[0] for one in shipped.entries.values()}
    assert [name for name, reply in replies.items() if not isinstance(reply, Answer) or reply.entry != name] == []


def test_a_question_typed_as_it_stands_is_answered_in_a_content_with_few_phrasings_too() -> None:
    content = Content(Pack(), (Theme("t", "T", FULL),), off_topics=TAXES, exchanges=HELLO)
    reply = Answerer.build(content).reply_to(FULL[0].question)[0]
    assert isinstance(reply, Answer) and reply.entry == FULL[0].id


WITHOUT_ENTRY = ("comment filmer en direct ?", "comment programmer mes publications à l'avance ?")


@pytest.mark.parametrize("text", WITHOUT_ENTRY)
def test_what_is_liker_a_subject_without_an_entry_is_not_answered_by_a_neighbour(
    text: str, shipped: Content, answerer: Answerer
) -> None:
    assert isinstance(answerer.reply_to(text)[0], NoAnswer)
    assert not isinstance(Answerer.build(replace(shipped, subjects=())).reply_to(text)[0], NoAnswer)
    explanation = answerer.explain(text)
    assert explanation.about in {one.title for one in shipped.subjects}
    assert as_text(explanation, shipped).count(f"« {explanation.about} » (sujets/) qu'à la première fiche") == 1


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("faut-il répondre aux avis et comment trouver le bon hashtag ?", "avis-negatifs"),
        ("combien de fois par semaine publier ? et est-ce que je dois mettre des hashtags ?", "frequence-publication"),
    ],
)
def test_a_question_without_an_entry_beside_a_single_answered_one_is_not_lost(
    text: str, entry: str, answerer: Answerer
) -> None:
    answer, missed = answerer.reply_to(text)
    assert isinstance(answer, Answer) and answer.entry == entry
    assert isinstance(missed, NoAnswer) and "hashtag" in missed.question


def test_a_neighbouring_topic_beside_an_answered_question_is_sent_elsewhere(answerer: Answerer) -> None:
    answer, elsewhere = answerer.reply_to("comment répondre à un avis négatif ? et comment déclarer la tva ?")
    assert isinstance(answer, Answer) and answer.entry == "avis-negatifs"
    assert isinstance(elsewhere, OutOfScope) and elsewhere.topic == "fiscalite"


def test_what_hardly_is_a_neighbouring_topic_and_is_liker_a_subject_is_noted(answerer: Answerer) -> None:
    for text in (
        "faut que jecrive en anglais pour les touristes ou juste en francais",
        "un podcast pour une boulangerie ?",
    ):
        assert isinstance(answerer.reply_to(text)[0], NoAnswer)
    assert isinstance(answerer.reply_to("comment déclarer la tva de mes ventes")[0], OutOfScope)


def test_questions_that_are_numbered_are_parted(answerer: Answerer) -> None:
    text = "bonjour j'ai 2 questions 1) qui peut payer ma formation 2) combien de hashtags je mets"
    answer, missed = answerer.reply_to(text)
    assert isinstance(answer, Answer) and answer.entry == "financer-formation"
    assert isinstance(missed, NoAnswer) and missed.question == "combien de hashtags je mets"


def test_what_goes_on_with_the_answered_need_is_not_taken_for_another(answerer: Answerer) -> None:
    [reply] = answerer.reply_to("Comment reconnaître un bon prestataire, et où le chercher dans l'Hérault ?")
    assert isinstance(reply, Answer)
    [reply] = answerer.reply_to("quand est la prochaine table ronde ? je peux venir avec mon mari ?")
    assert isinstance(reply, Answer)


def test_an_entry_on_a_subject_answers_though_the_subject_stays(shipped: Content) -> None:
    [subject] = [one for one in shipped.subjects if one.id == "direct-live"]
    new = Entry("direct", "t", "Comment filmer en direct ?", subject.examples[:15], "Ainsi.")
    learnt = Answerer.build(replace(shipped, themes=(*shipped.themes, Theme("t", "T", (new,)))))
    reply = learnt.reply_to("comment filmer en direct ?")[0]
    assert isinstance(reply, Answer) and reply.entry == "direct"
    found = [learnt.reply_to(text)[0] for text in ("faire un live sur facebook", "lancer un direct sur instagram")]
    assert [one.candidates[0].id for one in found if isinstance(one, Answer | Suggestions)] == ["direct", "direct"]
    assert learnt.explain("lancer un direct sur instagram").about == ""


def test_english_content_is_read_as_english() -> None:
    entries = (
        entry("page", "How do I open a page?", "create a business page", "set up my page"),
        entry("review", "How do I answer a bad review?", "one star comment", "angry customer online"),
    )
    content = Content(Pack(language="en"), (Theme("t", "T", entries),), exchanges=HELLO, off_topics=TAXES)
    assert Answerer.build(content).reply_to("answering reviews")[0].candidates[0].id == "review"


def test_more_precision_never_answers_more(shipped: Content, answerer: Answerer) -> None:
    strict = Answerer.build(shipped, precision=0.995)
    texts = [one for found in shipped.entries.values() for one in found.phrasings[:3]]
    texts = [text[: len(text) // 2] for text in texts]
    answered = [sum(isinstance(each.reply_to(text)[0], Answer) for text in texts) for each in (answerer, strict)]
    assert answered[1] < answered[0]


def test_a_mind_that_is_replaced_is_gone_at_once_without_the_collector(write: Write) -> None:
    mind = Answerer.build(load(write(SMALL)))
    mind.reply_to("ouvrir une pagge facebok")
    mind.explain("ouvrir une page facebook")
    parts = [mind, mind._model, mind._model._reader, mind._model._extractor, mind._model._index, mind._model._ranker]
    watched = [weakref.ref(part) for part in parts]
    gc.disable()
    try:
        del mind, parts
        assert [one() for one in watched] == [None] * len(watched)
    finally:
        gc.enable()


def test_a_mind_replies_the_same_in_another_process(write: Write) -> None:
    mind = Answerer.build(load(write(SMALL)))
    questions = ["ouvrir une pagge facebok", "merci bcp", "comment payer la tva", "mes photos sont moches ?"]
    sent = pickle.loads(pickle.dumps(mind))  # noqa: S301  # our own
    assert [sent.reply_to(text) for text in questions] == [mind.reply_to(text) for text in questions]
