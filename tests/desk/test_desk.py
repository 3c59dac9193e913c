"""Tests of each action of the desk: its right, its effect, its undo, its trace, and what a stale one leaves alone."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.desk import Actor, Claimed, Desk, DeskError, Gone, NotAllowed, Settled, TooLate, Unfit
from bot.store import Sought, Transaction
from tests.desk.conftest import ENTRY, TAKE_BACK, ZOE, Office

LETTER = "faut-il envoyer une newsletter à mes clients"

Act = Callable[[Desk, Transaction, Actor, int, int], Awaitable[object]]

ACTIONS: dict[str, Act] = {
    "claim": lambda desk, tx, who, id, now: desk.claim(tx, who, id, now),
    "release": lambda desk, tx, who, id, now: desk.release(tx, who, id, now),
    "answer": lambda desk, tx, who, id, now: desk.answer(tx, who, id, "Oui.", now),
    "same as": lambda desk, tx, who, id, now: desk.same_as(tx, who, id, ENTRY, now),
    "ignore": lambda desk, tx, who, id, now: desk.ignore(tx, who, id, now),
    "merge": lambda desk, tx, who, id, now: desk.merge(tx, who, id, id + 1, now),
    "ask back": lambda desk, tx, who, id, now: desk.ask_back(tx, who, id, "Quel métier ?", now),
    "take back": lambda desk, tx, who, id, now: desk.take_back(tx, who, id, now),
    "reopen": lambda desk, tx, who, id, now: desk.reopen(tx, who, id, now),
}


async def refused(office: Office, act: Act, who: Actor, id: int) -> type[DeskError]:
    """Try an action that must be refused, and give the reason."""
    async with office.store.database.begin() as tx:
        with pytest.raises(DeskError) as error:
            await act(office.desk, tx, who, id, office.now)
    return error.type


async def do(office: Office, name: str, who: Actor, id: int) -> object:
    async with office.store.database.begin() as tx:
        return await ACTIONS[name](office.desk, tx, who, id, office.now)


async def test_an_answer_reaches_each_person_once_under_their_own_question(office: Office) -> None:
    first = await office.ask(1, "peut-on faire un podcast pour mon cabinet")
    await office.ask(1, "un podcast pour un cabinet c'est utile")
    third = await office.ask(2, "faire un podcast est-ce utile pour un cabinet", wants=True)
    await office.ask(3, "podcast utile pour mon cabinet ?", wants=False)
    cluster = await office.cluster_of(first)
    assert (cluster.people, cluster.wanting, len(cluster.wordings)) == (3, 2, 4)
    assert await do(office, "answer", office.zoe, cluster.id) == 2
    assert await office.send() == []  # it can still be taken back
    office.now += TAKE_BACK
    arrived = dict(await office.send())
    assert set(arrived) == {1, 2}
    assert "un podcast pour un cabinet" in arrived[1] and "Oui." in arrived[1]
    assert "faire un podcast est-ce utile" in arrived[2]
    after = await office.cluster_of(first)
    assert (after.state, after.tally.delivered, after.wanting) == ("answered", 2, 0)
    assert (await office.question(first)).told_at == office.now
    assert (await office.question(third)).state == "answered"
    office.now += 3600
    assert await office.send() == []
    [trace] = await office.store.journal.latest(1)
    assert (trace.actor, trace.action, trace.subject) == (office.zoe.person, "answered", f"cluster:{cluster.id}")


@pytest.mark.parametrize("name", ["answer", "same as", "ignore"])
async def test_what_is_taken_back_in_time_reaches_nobody_and_waits_again(office: Office, name: str) -> None:
    id = await office.ask(1, "peut-on faire un podcast")
    cluster = await office.cluster_of(id)
    await do(office, name, office.zoe, cluster.id)
    assert await office.waiting() == 1
    office.now += TAKE_BACK - 1
    await do(office, "take back", office.max, cluster.id)
    office.now += TAKE_BACK
    assert await office.send() == [] and await office.waiting() == 0
    after = await office.cluster_of(id)
    assert after.state == "open" and after.wanting == 1 and after.edits == ()
    assert (await office.question(id)).state == "open"


async def test_what_has_left_cannot_be_taken_back(office: Office) -> None:
    cluster = await office.cluster_of(await office.ask(1, "peut-on faire un podcast"))
    await do(office, "answer", office.zoe, cluster.id)
    office.now += TAKE_BACK
    assert await refused(office, ACTIONS["take back"], office.zoe, cluster.id) is TooLate
    assert [chat for chat, _ in await office.send()] == [1]


@pytest.mark.parametrize("name", ACTIONS)
async def test_a_stranger_and_a_removed_organiser_change_nothing_and_are_recorded(office: Office, name: str) -> None:
    id = await office.ask(1, "peut-on faire un podcast")
    await office.ask(2, LETTER)
    cluster = await office.cluster_of(id)
    async with office.store.database.begin() as tx:
        await office.desk.rights.add(tx, office.zoe, 900, "Nino", office.now)
    nino = Actor(office.person(900), "Nino")
    async with office.store.database.begin() as tx:
        assert await office.desk.rights.remove(tx, office.zoe, 900, office.now)
    for who in (nino, Actor(office.person(13), "Personne")):
        assert await refused(office, ACTIONS[name], who, cluster.id) is NotAllowed
        [trace] = await office.store.journal.latest(1)
        assert (trace.actor, trace.action, trace.details) == (who.person, "refused", {"action": name})
    assert await office.cluster_of(id) == cluster and await office.waiting() == 0


@pytest.mark.parametrize("name", ["claim", "answer", "same as", "ignore", "merge", "ask back", "release"])
async def test_what_another_organiser_claimed_is_theirs_until_the_claim_lapses(office: Office, name: str) -> None:
    id = await office.ask(1, "peut-on faire un podcast")
    await office.ask(2, LETTER)
    cluster = await office.cluster_of(id)
    await do(office, "claim", office.zoe, cluster.id)
    claimed = await office.cluster_of(id)
    assert claimed.claimant(office.now) == "Zoé"
    assert await refused(office, ACTIONS[name], office.max, cluster.id) is Claimed
    assert await office.cluster_of(id) == claimed
    office.now += 2 * 3600
    assert claimed.claimant(office.now) is None
    await do(office, name, office.max, cluster.id)


@pytest.mark.parametrize("name", ["claim", "release", "answer", "same as", "ignore", "merge", "ask back"])
async def test_a_settled_question_is_settled_once(office: Office, name: str) -> None:
    id = await office.ask(1, "peut-on faire un podcast")
    await office.ask(2, LETTER)
    cluster = await office.cluster_of(id)
    await do(office, "answer", office.zoe, cluster.id)
    before = await office.cluster_of(id), await office.waiting()
    assert await refused(office, ACTIONS[name], office.max, cluster.id) is Settled
    assert (await office.cluster_of(id), await office.waiting()) == before


@pytest.mark.parametrize("name", ACTIONS)
async def test_nothing_is_done_to_what_is_not_there(office: Office, name: str) -> None:
    assert await refused(office, ACTIONS[name], office.zoe, 77) is Gone


@pytest.mark.parametrize("text", ["", "   ", "<b>", "<script>x</script>", "x" * 3001])
async def test_an_answer_that_cannot_be_sent_is_refused_with_the_reason(office: Office, text: str) -> None:
    cluster = await office.cluster_of(await office.ask(1, "peut-on faire un podcast"))
    assert await refused(office, lambda d, tx, who, id, now: d.answer(tx, who, id, text, now), office.zoe, cluster.id)
    assert await office.waiting() == 0


async def test_an_entry_answers_and_learns_the_wordings(office: Office) -> None:
    id = await office.ask(1, "peut-on faire un podcast")
    await office.ask(2, "peut-on faire un podcast, appelez-moi au [téléphone]")
    cluster = await office.cluster_of(id)
    await do(office, "same as", office.zoe, cluster.id)
    [edit] = (await office.cluster_of(id)).edits
    assert (edit.edit.kind, edit.edit.body) == ("phrasing", {"entry_id": ENTRY, "text": "peut-on faire un podcast"})
    office.now += TAKE_BACK
    assert all("Vérifié le" in text for _, text in await office.send())


async def test_what_was_ignored_stays_ignored_also_when_asked_again_and_is_said_kindly(office: Office) -> None:
    id = await office.ask(1, "peut-on faire un podcast")
    cluster = await office.cluster_of(id)
    await do(office, "ignore", office.zoe, cluster.id)
    again = await office.ask(2, "peut on faire un podcast ?")
    assert (await office.question(again)).state == "ignored" and (await office.cluster_of(again)).id == cluster.id
    office.now += TAKE_BACK
    [(chat, text)] = await office.send()
    assert chat == 1 and "n’aura pas de réponse" in text
    await do(office, "reopen", office.zoe, cluster.id)
    assert (await office.question(again)).state == "open"


async def test_two_clusters_are_one_after_a_merge_and_one_is_two_after_a_split(office: Office) -> None:
    podcast = await office.ask(1, "peut-on faire un podcast")
    letter = await office.ask(2, LETTER)
    one, other = await office.cluster_of(podcast), await office.cluster_of(letter)
    assert one.id != other.id
    async with office.store.database.begin() as tx:
        await office.desk.merge(tx, office.zoe, other.id, one.id, office.now)
    both = await office.cluster_of(letter)
    assert (both.id, both.people) == (one.id, 2)
    async with office.store.database.begin() as tx:
        new = await office.desk.split(tx, office.zoe, letter, office.now)
    assert (await office.cluster_of(letter)).id == new
    assert [wording.question_id for wording in (await office.cluster_of(podcast)).wordings] == [podcast]


@pytest.mark.parametrize("later", [0, TAKE_BACK + 1])
async def test_a_merge_is_taken_apart_as_it_was(office: Office, later: int) -> None:
    podcast, letter = await office.ask(1, "peut-on faire un podcast"), await office.ask(2, LETTER)
    again = await office.ask(3, f"{LETTER} ?")
    one, other = await office.cluster_of(podcast), await office.cluster_of(letter)
    async with office.store.database.begin() as tx:
        await office.desk.merge(tx, office.zoe, other.id, one.id, office.now)
    office.now += later
    undo = office.desk.reopen if later else office.desk.take_back
    async with office.store.database.begin() as tx:
        await undo(tx, office.max, other.id, office.now)
    assert [(await office.cluster_of(id)).id for id in (podcast, letter, again)] == [one.id, other.id, other.id]
    assert (await office.cluster_of(letter)).state == "open"
    assert await refused(office, ACTIONS["reopen"], office.zoe, other.id) is Settled


async def test_a_merge_with_what_was_answered_can_be_taken_back_and_nobody_is_told(office: Office) -> None:
    cluster = await office.cluster_of(await office.ask(1, "peut-on faire un podcast"))
    letter = await office.ask(2, LETTER)
    other = await office.cluster_of(letter)
    await do(office, "answer", office.zoe, cluster.id)
    office.now += TAKE_BACK
    assert len(await office.send()) == 1
    async with office.store.database.begin() as tx:
        assert await office.desk.merge(tx, office.zoe, other.id, cluster.id, office.now) == 1
    await do(office, "take back", office.max, other.id)
    office.now += TAKE_BACK
    assert await office.send() == []
    assert (await office.question(letter)).state == "open" and (await office.cluster_of(letter)).wanting == 1


async def test_what_was_answered_is_proposed_to_whoever_sees_it_asked_again(office: Office) -> None:
    cluster = await office.cluster_of(await office.ask(1, "peut-on faire un podcast"))
    await do(office, "answer", office.zoe, cluster.id)
    again = await office.cluster_of(await office.ask(2, "peut-on faire un podcast"))
    assert again.id != cluster.id and again.neighbours == (cluster.id,)


async def test_a_wording_leaves_with_all_who_use_the_same_words(office: Office) -> None:
    first = await office.ask(1, "peut-on faire un podcast")
    letter = await office.ask(2, LETTER)
    again = await office.ask(3, f"{LETTER} ?")
    one, other = await office.cluster_of(first), await office.cluster_of(letter)
    async with office.store.database.begin() as tx:
        await office.desk.merge(tx, office.zoe, other.id, one.id, office.now)
        new = await office.desk.split(tx, office.zoe, letter, office.now)
    assert [(await office.cluster_of(id)).id for id in (first, letter, again)] == [one.id, new, new]
    async with office.store.database.begin() as tx:
        with pytest.raises(Settled):
            await office.desk.split(tx, office.zoe, again, office.now)


async def test_who_asks_what_was_answered_gets_that_answer_by_a_merge_and_nobody_else_does(office: Office) -> None:
    podcast = await office.ask(1, "peut-on faire un podcast")
    cluster = await office.cluster_of(podcast)
    await do(office, "answer", office.zoe, cluster.id)
    office.now += TAKE_BACK
    await office.send()
    late = await office.ask(2, "peut-on faire un podcast")
    fresh = await office.cluster_of(late)
    assert fresh.id != cluster.id
    async with office.store.database.begin() as tx:
        assert await office.desk.merge(tx, office.max, fresh.id, cluster.id, office.now) == 1
    assert await office.send() == []  # it can still be taken back
    office.now += TAKE_BACK
    [(chat, text)] = await office.send()
    assert chat == 2 and "Oui." in text


async def test_who_blocked_the_bot_is_said_so_and_a_failed_answer_is_tried_again(office: Office) -> None:
    first = await office.ask(1, "peut-on faire un podcast")
    await office.ask(2, "peut-on faire un podcast ?")
    await office.ask(3, "faire un podcast peut-on")
    cluster = await office.cluster_of(first)
    await do(office, "answer", office.zoe, cluster.id)
    office.now += TAKE_BACK
    assert [chat for chat, _ in await office.send({1: "blocked", 2: "chat not found"})] == [3]
    tally = (await office.cluster_of(first)).tally
    assert (tally.delivered, tally.blocked, tally.waiting, tally.failed) == (1, 1, 1, 0)
    office.now += 600
    assert [chat for chat, _ in await office.send()] == [2]
    assert (await office.cluster_of(first)).tally.delivered == 2


async def test_an_answer_that_fails_three_times_is_shown_with_the_reason(office: Office) -> None:
    first = await office.ask(1, "peut-on faire un podcast")
    cluster = await office.cluster_of(first)
    await do(office, "answer", office.zoe, cluster.id)
    for _ in range(4):
        office.now += 3600
        await office.send({1: "chat not found"})
    tally = (await office.cluster_of(first)).tally
    assert (tally.failed, tally.waiting, tally.errors) == (1, 0, ("chat not found",))
    assert await office.waiting() == 0


async def test_both_sides_write_back_and_forth_and_what_is_private_is_masked(office: Office) -> None:
    id = await office.ask(1, "peut-on faire un podcast")
    cluster = await office.cluster_of(id)
    await do(office, "ask back", office.zoe, cluster.id)
    [(chat, text)] = await office.send()
    assert chat == 1 and "Quel métier" in text
    async with office.store.database.begin() as tx:
        assert await office.desk.hear(tx, id, "notaire, 06 12 34 56 78", office.now) == cluster.id
    assert [(note.author, note.text) for note in (await office.cluster_of(id)).notes] == [
        ("organiser", "Quel métier ?"),
        ("asker", "notaire, [téléphone]"),
    ]


async def test_a_draft_is_made_of_what_people_asked(office: Office) -> None:
    id = await office.ask(1, "peut-on faire un podcast pour son entreprise")
    await office.ask(2, "faire un podcast pour mon entreprise, écrivez à [e-mail]")
    cluster = await office.cluster_of(id)
    draft = office.desk.draft(cluster)
    assert draft.id == "peut-faire-podcast-pour-entreprise"
    assert draft.theme == "facebook" and "[e-mail]" not in str(draft.phrasings)
    assert office.desk.draft_problems(draft)  # there is no answer yet
    whole = replace(draft, answer="Oui, si vous avez quelque chose à dire.")
    assert office.desk.draft_problems(whole) == []
    async with office.store.database.begin() as tx:
        await office.desk.new_entry(tx, office.zoe, cluster.id, whole, office.now)
    [edit] = (await office.cluster_of(id)).edits
    assert edit.edit.kind == "entry" and edit.edit.body["id"] == whole.id
    office.now += TAKE_BACK
    assert all("si vous avez quelque chose" in text for _, text in await office.send())


async def test_a_draft_with_a_taken_name_or_theme_is_refused(office: Office) -> None:
    cluster = await office.cluster_of(await office.ask(1, "peut-on faire un podcast"))
    draft = replace(office.desk.draft(cluster), answer="Oui.", id=ENTRY, theme="rien")
    problems = office.desk.draft_problems(draft)
    assert any("déjà pris" in one for one in problems) and any("pas de thème" in one for one in problems)
    async with office.store.database.begin() as tx:
        with pytest.raises(Unfit):
            await office.desk.new_entry(tx, office.zoe, cluster.id, draft, office.now)


async def test_clusters_are_ranked_by_distinct_people_then_by_age(office: Office) -> None:
    await office.ask(1, "peut-on faire un podcast")
    office.now += 1
    await office.ask(1, LETTER)
    office.now += 1
    for person in (1, 2, 2):
        await office.ask(person, "comment avoir le badge bleu vérifié")
    async with office.store.database.read() as tx:
        found = await office.desk.views.ranked(tx, Sought())
        assert await office.store.clusters.count(tx, Sought()) == 3
    assert [(cluster.title, cluster.people) for cluster in found] == [
        ("comment avoir le badge bleu vérifié", 2),
        ("peut-on faire un podcast", 1),
        ("faut-il envoyer une newsletter à mes clients", 1),
    ]


async def test_what_its_person_took_back_waits_no_more(office: Office) -> None:
    id = await office.ask(1, "peut-on faire un podcast")
    cluster = await office.cluster_of(id)
    async with office.store.database.begin() as tx:
        await office.desk.withdraw(tx, id)
        assert await office.store.wordings.ids(tx, cluster.id) == []


async def test_a_blocked_person_is_kept_as_blocked_until_they_are_let_in_again(office: Office) -> None:
    id = await office.ask(1, "peut-on faire un podcast")
    async with office.store.database.begin() as tx:
        await office.desk.block(tx, office.zoe, id, office.now)
        assert (await office.store.preferences.get(tx, office.person(1))).blocked
        await office.desk.block(tx, office.zoe, id, office.now, blocked=False)
        assert not (await office.store.preferences.get(tx, office.person(1))).blocked


async def test_organisers_of_the_settings_and_those_added_are_organisers(office: Office) -> None:
    async with office.store.database.begin() as tx:
        assert await office.desk.rights.has(tx, office.person(ZOE))
        assert not await office.desk.rights.has(tx, office.person(900))
        assert await office.desk.rights.add(tx, office.zoe, 900, "Nino", office.now)
        assert await office.desk.rights.has(tx, office.person(900))


async def test_claims_end_in_time_and_with_the_rights_of_the_organiser(office: Office) -> None:
    cluster = await office.cluster_of(await office.ask(1, "peut-on faire un podcast"))
    async with office.store.database.begin() as tx:
        await office.desk.rights.add(tx, office.zoe, 900, "Nino", office.now)
    await do(office, "claim", Actor(office.person(900), "Nino"), cluster.id)
    async with office.store.database.begin() as tx:
        await office.desk.rights.remove(tx, office.zoe, 900, office.now)
    await do(office, "claim", office.max, cluster.id)
    before = await office.version(cluster.id)
    await office.desk.tend(office.now + 2 * 3600 - 1)
    assert await office.version(cluster.id) == before
    await office.desk.tend(office.now + 2 * 3600)
    assert await office.version(cluster.id) == before + 1  # the card says it no more


async def test_the_card_changes_when_nothing_can_be_taken_back_any_more(office: Office) -> None:
    cluster = await office.cluster_of(await office.ask(1, "peut-on faire un podcast", wants=False))
    await do(office, "ignore", office.zoe, cluster.id)
    before = await office.version(cluster.id)
    office.now += TAKE_BACK
    await office.desk.tend(office.now)
    await office.desk.tend(office.now)
    assert await office.version(cluster.id) == before + 1
