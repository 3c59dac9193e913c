"""The questions of the kill test, each told by who asked it and what about, and what became of them."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.conftest import FAQ, SMALL


class Topic(NamedTuple):
    """A question with the outcome and entry that the log gives it, and some words of its reply."""

    text: str
    outcome: str
    entry: str | None
    reply: str


TOPICS = (
    Topic("comment créer une page pour mon magasin", "answer", "page", "puis Pages"),
    Topic("quelles photos de mes produits publier", "answer", "photo", "lumière du jour"),
    Topic("un client mécontent a mis un mauvais avis", "answer", "avis", "Remerciez"),
    Topic("comment déclarer la tva", "out_of_scope", None, "service des impôts"),
    Topic("merci beaucoup", "smalltalk", None, "Avec plaisir"),
    Topic("xylophone zébulon quarante trottinettes", "none", None, "noté"),
)
"""One for each outcome at least, every one with a reply of its own, on `write_content`'s FAQ."""

PEOPLE_AT_ONCE = 12


class Question(NamedTuple):
    """Somebody asks about each topic once: the two say which question it is."""

    person: int
    topic: Topic


class Sent(NamedTuple):
    """A reply that Telegram accepted, and the round in which it did."""

    question: Question
    round: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run has to show; every number but `questions` and `doubled` must be zero.

    `doubled`: replies sent again, each charged to the round that sent it before; `excess`: those beyond the calls that
    can be under way when a round is killed.
    """

    questions: int
    lost: int
    unanswered: int
    doubled: int
    excess: int
    out_of_order: int
    unlogged: int
    logged_twice: int

    @property
    def holds(self) -> bool:
        """Whether the promise was kept."""
        wrong = (self.lost, self.unanswered, self.excess, self.out_of_order, self.unlogged, self.logged_twice)
        return self.questions > 0 and not any(wrong)


def write_content(folder: Path) -> None:
    """Write a FAQ that is learnt in no time."""
    for path, text in {**SMALL, "messages.yaml": (FAQ / "messages.yaml").read_text(encoding="utf-8")}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def stream(chance: random.Random) -> Iterator[Question]:
    """Give questions without end: new people all the time, some at once, each through the topics in their own order."""
    people: list[list[Question]] = []
    newest = 0
    while True:
        while len(people) < PEOPLE_AT_ONCE:
            newest += 1
            people.append([Question(newest, topic) for topic in chance.sample(TOPICS, len(TOPICS))])
        one = chance.choice(people)
        yield one.pop()
        if not one:
            people.remove(one)


def answered(person: int, text: str) -> Question | None:
    """Tell which question a message replies to."""
    return next((Question(person, topic) for topic in TOPICS if topic.reply in text), None)


def tally(
    asked: Sequence[Question], sent: Sequence[Sent], logged: Mapping[Question, int], allowed: Sequence[int]
) -> Tally:
    """Count; `allowed`: how many replies of each round may be sent again."""
    copies: dict[Question, list[int]] = {question: [] for question in asked}
    for one in sent:
        copies[one.question].append(one.round)
    again = Counter(round for rounds in copies.values() for round in rounds[:-1])
    return Tally(
        questions=len(asked),
        lost=sum(not rounds and not logged.get(question) for question, rounds in copies.items()),
        unanswered=sum(not rounds for rounds in copies.values()),
        doubled=again.total(),
        excess=sum(max(0, count - allowed[round]) for round, count in again.items()),
        out_of_order=_out_of_order(asked, sent),
        unlogged=sum(not logged.get(question) for question in asked),
        logged_twice=sum(logged.get(question, 0) > 1 for question in asked),
    )


def _out_of_order(asked: Sequence[Question], sent: Sequence[Sent]) -> int:
    """Count the replies that came, for the first time, before that to an earlier question of the same person."""
    place = {question: number for number, question in enumerate(asked)}
    furthest: dict[int, int] = {}
    late = 0
    for question in dict.fromkeys(one.question for one in sent):
        late += place[question] < furthest.get(question.person, -1)
        furthest[question.person] = max(place[question], furthest.get(question.person, -1))
    return late
