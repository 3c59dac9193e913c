"""How well open questions are put together, measured on wordings whose subject is known.

Pairwise precision and recall (Manning, Raghavan and Schütze 2008, chapter 16) of the groups, as they would have formed
one question after the other; and how often a person is offered the right one with a tap.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Final

from bot.matching.answering import Answerer
from bot.matching.grouping import Pool, alike, groups
from bot.matching.replies import Answer
from bot.problem import MendableError

PROPOSED: Final = 3
"""How many other groups a person is offered to put one with."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A question, and the subject it asks about."""

    q: str
    topic: str


@dataclass(frozen=True, slots=True)
class Grouped:
    """What came of it: `precision` and `recall` of pairs.

    `proposed` is the share of the groups that have another of their subject to which one is proposed; `answered` is
    the share of the questions that an entry answers, though none is about them.
    """

    questions: int
    subjects: int
    groups: int
    precision: float
    recall: float
    proposed: float
    answered: float


def read_worded(file: Path) -> list[Worded]:
    """Read JSON Lines of `q` and `topic`; raises MendableError naming the line that is none."""
    found = []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise MendableError(f"{file} : impossible de le lire ({error}).") from None
    for number, line in enumerate(lines, 1):
        try:
            one = json.loads(line)
            found.append(Worded(str(one["q"]), str(one["topic"])))
        except (ValueError, KeyError, TypeError):
            what = f"{file}:{number}: ce n'est pas une question."
            raise MendableError(f'{what} Écrivez {{"q": "…", "topic": "…"}}.') from None
    return found


def measure(answerer: Answerer, worded: Sequence[Worded]) -> Grouped:
    """Group questions in the order they are given, and compare with their subjects."""
    pool = Pool(answerer)
    for key, one in enumerate(worded):
        pool.add(key, one.q)
    found = groups(pool, range(len(worded)))
    right = sum(_pairs(worded[key].topic for key in group) for group in found)
    joined = sum(comb(len(group), 2) for group in found)
    same = _pairs(one.topic for one in worded)
    answered = sum(isinstance(answerer.reply_to(one.q)[0], Answer) for one in worded)
    size = max(1, len(worded))
    return Grouped(
        len(worded),
        len({one.topic for one in worded}),
        len(found),
        right / joined if joined else 1.0,
        right / same if same else 1.0,
        _proposed(pool, worded, found),
        answered / size,
    )


def _pairs(topics: Iterable[str]) -> int:
    return sum(comb(count, 2) for count in Counter(topics).values())


def _proposed(pool: Pool, worded: Sequence[Worded], found: Sequence[Sequence[int]]) -> float:
    """Give the share of groups to which one of the same subject is proposed, of those that have one."""
    home = {key: number for number, group in enumerate(found) for key in group}
    subjects = [Counter(worded[key].topic for key in group).most_common(1)[0][0] for group in found]
    sizes = dict(enumerate(map(len, found)))
    having, shown = 0, 0
    for number, group in enumerate(found):
        if subjects.count(subjects[number]) > 1:
            hits = ((home[hit.key], hit.likeness) for key in group for hit in pool.like_one(key))
            others = alike(((other, likeness) for other, likeness in hits if other != number), sizes, len(group))
            having += 1
            shown += subjects[number] in [subjects[other] for other in others[:PROPOSED]]
    return shown / having if having else 1.0
