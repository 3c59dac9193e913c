import json
from pathlib import Path

import pytest

from bot.content import Content
from bot.matching.answering import Answerer
from bot.matching.followup import with_platform
from bot.matching.replies import Answer, NoAnswer, SmallTalk, Suggestions

DIALOGUES = Path(__file__).parents[1] / "evaluation" / "dialogues" / "followups.jsonl"
CASES = [json.loads(line) for line in DIALOGUES.read_text(encoding="utf-8").splitlines()]


def test_no_message_with_a_subject_of_its_own_is_taken_for_a_follow_up(shipped: Content, answerer: Answerer) -> None:
    own = [case for case in CASES if case["ids"] is None]
    assert len(own) >= 20
    for case in own:
        alone = answerer.reply_to(case["then"])[0]
        assert answerer.follow_up(case["then"], alone, case["first"], shipped.entries[case["entry"]]) is None, case


def test_nine_follow_ups_in_ten_are_answered_rightly(shipped: Content, answerer: Answerer) -> None:
    right = []
    following = [case for case in CASES if case["ids"]]
    for case in following:
        alone = answerer.reply_to(case["then"])[0]
        entry = shipped.entries[case["entry"]]
        reply = answerer.follow_up(case["then"], alone, case["first"], entry) or alone
        shown = {reply.entry} if isinstance(reply, Answer) else set(getattr(reply, "entries", ()))
        right.append(bool(shown & set(case["ids"])))
    assert len(following) >= 20 and sum(right) >= 0.9 * len(right)


def test_a_follow_up_keeps_the_words_of_both_questions(shipped: Content, answerer: Answerer) -> None:
    entry = shipped.entries["publicite-facebook"]
    [alone] = answerer.reply_to("combien ça coûte ?")
    reply = answerer.follow_up("combien ça coûte ?", alone, "je fais de la pub sur fb ?", entry)
    assert isinstance(reply, Answer | Suggestions)
    assert reply.question == "je fais de la pub sur fb ? combien ça coûte ?"


def test_an_answer_that_does_not_speak_of_the_price_is_not_given_for_it(shipped: Content, answerer: Answerer) -> None:
    [alone] = answerer.reply_to("combien ça coûte ?")
    reply = answerer.follow_up("combien ça coûte ?", alone, "quoi publier", shipped.entries["quoi-publier"])
    assert not isinstance(reply, Answer)


@pytest.mark.parametrize("then", ["insta", "google ?", "sur facebook"])
def test_a_platforms_name_alone_asks_what_there_is_about_it(then: str, shipped: Content, answerer: Answerer) -> None:
    [alone] = answerer.reply_to(then)
    assert answerer.follow_up(then, alone, "comment répondre à un avis", shipped.entries["avis-negatifs"]) is None


def test_an_entry_about_one_platform_is_not_given_again_for_another(shipped: Content, answerer: Answerer) -> None:
    [alone] = answerer.reply_to("et sur facebook ?")
    reply = answerer.follow_up("et sur facebook ?", alone, "ma fiche google", shipped.entries["fiche-google"])
    assert not (isinstance(reply, Answer) and reply.entry == "fiche-google")


def test_after_an_answer_the_price_is_not_that_of_this_bot(shipped: Content, answerer: Answerer) -> None:
    [alone] = answerer.reply_to("c'est gratuit ?")
    assert isinstance(alone, SmallTalk)
    reply = answerer.follow_up("c'est gratuit ?", alone, "ma fiche google", shipped.entries["fiche-google"])
    assert isinstance(reply, Answer) and reply.entry == "fiche-google"


@pytest.mark.parametrize(
    ("before", "then", "together"),
    [
        ("publier sur facebook", "et sur instagram", "publier sur instagram"),
        ("publier sur ma page", "et sur instagram", None),
        ("publier sur facebook", "pourquoi", None),
    ],
)
def test_a_platform_replaces_one(before: str, then: str, together: str | None) -> None:
    assert with_platform(before.split(), then.split()) == together


@pytest.mark.parametrize(
    ("third", "missed"),
    [
        ("Comment réparer la vitre de mon camion ?", True),
        ("Vous en pensez quoi ?", False),
        ("Combien ça coûte ?", False),
        ("Et pour les pompiers volontaires ?", False),
    ],
)
def test_a_question_beside_two_answered_ones_is_not_lost(third: str, missed: bool, answerer: Answerer) -> None:
    first, second, *rest = answerer.reply_to(f"Faut-il acheter des fans ? Comment animer ma communauté ? {third}")
    assert isinstance(first, Answer) and isinstance(second, Answer)
    assert [(type(reply), reply.question) for reply in rest] == ([(NoAnswer, third)] if missed else [])
