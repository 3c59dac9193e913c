"""Real questions put again, to a content in force and to an edited one: what the edit wins, changes and loses."""

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.content import Content, ContentError, load
from bot.maintain.git import extract
from bot.maintain.learning import FRESH, get_ready
from bot.matching.answering import Answerer
from bot.matching.evaluation import SMALL_TALK, Case
from bot.matching.lesson import lesson
from bot.matching.replies import Answer, Reply, Suggestions, gist
from bot.problem import MendableError

Kind = Literal["won", "changed", "lost", "other"]

_AT_ONCE = 100
"""How many questions a process is given at a time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to put again: how many times it was asked, and, of an evaluation set, what answers it.

    Each is taken alone: one that leant on the answer before it ("et pour Instagram ?") is the same for both contents.
    """

    text: str
    times: int = 1
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A question whose replies are not the same any more."""

    kind: Kind
    asked: Asked
    before: Sequence[Reply]
    after: Sequence[Reply]


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of the questions put again; `asked` of them, all different."""

    asked: int
    differences: Sequence[Difference]

    def of(self, kind: Kind) -> list[Difference]:
        """Give the differences of a kind, those asked most first."""
        return sorted((one for one in self.differences if one.kind == kind), key=lambda one: -one.asked.times)


def at_revision(folder: Path, revision: str) -> Content:
    """Load a content folder as it was at a revision of its repository; raises MendableError."""
    with tempfile.TemporaryDirectory() as place:
        past = extract(folder, revision, Path(place))
        # The bot's own sentences decide no reply, and another version of the program had others.
        (past / "messages.yaml").unlink(missing_ok=True)
        try:
            return load(past)
        except ContentError as error:
            what = f"À la révision « {revision} », la FAQ n'est pas utilisable. Donnez-en une autre."
            raise MendableError(f"{what}\n{error}") from None


def replay(
    before: Content,
    after: Content,
    asked: Sequence[Asked],
    precision: float,
    advance: Callable[[int], None] = lambda _more: None,
) -> Replayed:
    """Put each question to both contents; `advance` hears how many more replies there are, two a question."""
    texts = [one.text for one in asked]
    if lesson(before) == lesson(after):  # nothing that decides a reply is another
        advance(2 * len(texts))
        return Replayed(len(asked), ())
    old, new = _replies([before, after], texts, precision, advance)
    differences = []
    for one, was, now in zip(asked, old, new, strict=True):
        if _told(was) != _told(now):
            differences.append(Difference(_kind(one, was, now), one, was, now))
    return Replayed(len(asked), tuple(differences))


def _replies(
    contents: Sequence[Content], texts: Sequence[str], precision: float, advance: Callable[[int], None]
) -> list[list[Sequence[Reply]]]:
    """Give the replies of each content to each text; each content is learnt in a process of its own."""
    parts = [texts[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE)]
    get_ready()
    with ExitStack() as stack:
        given: list[list[Future[list[Sequence[Reply]]]]] = []
        for content in contents:
            pool = ProcessPoolExecutor(1, mp_context=FRESH, initializer=_learn, initargs=(content, precision))
            stack.enter_context(pool)
            given.append([pool.submit(_ask, part) for part in parts])
        for done in as_completed([one for part in given for one in part]):
            advance(len(done.result()))
        return [[replies for part in one for replies in part.result()] for one in given]


_mind: list[Answerer] = []
"""Of a process that answers: what it has learnt."""


def _learn(content: Content, precision: float) -> None:
    _mind[:] = [Answerer.build(content, precision)]


def _ask(texts: Sequence[str]) -> list[Sequence[Reply]]:
    [answerer] = _mind
    return [answerer.reply_to(text) for text in texts]


def _told(replies: Sequence[Reply]) -> frozenset[tuple[str, ...]]:
    """Give what a person is told; in which order things are suggested is the same to them."""
    return frozenset(tuple(sorted(one.entries)) if isinstance(one, Suggestions) else gist(one) for one in replies)


def _kind(asked: Asked, before: Sequence[Reply], after: Sequence[Reply]) -> Kind:
    if asked.case:
        good, better = _right(asked.case, before), _right(asked.case, after)
        if good != better:
            return "won" if better else "lost"
    was, now = answering(before), answering(after)
    if was and now:
        return "changed" if was != now else "other"
    if asked.case or not (was or now):  # of an evaluation set it is known whether an answer is a gain
        return "other"
    return "won" if now else "lost"


def _right(case: Case, replies: Sequence[Reply]) -> bool:
    """Say whether the entry that answers is given, or none where there is none."""
    given = answering(replies)
    return not given if case.id in (None, SMALL_TALK) else case.id in given


def answering(replies: Sequence[Reply]) -> tuple[str, ...]:
    """Give the ids of the entries that answer, sorted."""
    return tuple(sorted(one.entry for one in replies if isinstance(one, Answer)))
