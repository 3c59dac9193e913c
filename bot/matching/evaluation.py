"""How good the replies are on questions whose answer is known: figures with their intervals, and what went wrong."""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.matching.replies import Reply, SmallTalk, Suggestions, outcome
from bot.problem import MendableError

SMALL_TALK = "smalltalk"
PRECISION = 0.95
"""The precision at which coverage is reported."""

_RESAMPLES = 500
_BINS = 10


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the entry that answers it: an id, None where none does, or `SMALL_TALK`."""

    q: str
    id: str | None
    style: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95 % interval and the number of cases it rests on."""

    value: float
    low: float
    high: float
    cases: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case."""

    case: Case
    replies: Sequence[Reply]
    seconds: float

    @property
    def candidates(self) -> list[str]:
        """The ids of the candidates, best first."""
        return [one.id for one in self.replies[0].candidates]

    @property
    def confidence(self) -> float:
        """The first candidate's."""
        return self.replies[0].best

    @property
    def has_entry(self) -> bool:
        """Whether an entry answers the question."""
        return self.case.id not in (None, SMALL_TALK)

    @property
    def right(self) -> bool:
        """Whether the first candidate is the entry that answers."""
        return self.has_entry and self.candidates[:1] == [self.case.id]

    @property
    def kind(self) -> str:
        """The kind of the first reply."""
        return self.kinds[0]

    @property
    def kinds(self) -> list[str]:
        """The kind of each reply."""
        return [outcome(reply) for reply in self.replies]


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a run; shares are between 0 and 1, times in milliseconds."""

    figures: Mapping[str, Figure]
    styles: Mapping[str, Mapping[str, float]]
    confusions: Sequence[tuple[str, str, int]]
    reliability: Sequence[tuple[float, float, int]]
    """(mean confidence, share right, cases) for each tenth of the confidence scale that has cases."""

    milliseconds: Mapping[str, float]

    def to_json(self) -> dict[str, object]:
        """Give the report as JSON data."""
        return asdict(self)


def read_cases(path: Path) -> list[Case]:
    """Read lines of `{"q", "id", "style"?}`; raises MendableError with the line that is not."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise MendableError(f"{path} : fichier illisible ({error}). Donnez un fichier JSON Lines en UTF-8.") from None
    cases = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            if not isinstance(data["id"], str | None):
                raise TypeError
            cases.append(Case(str(data["q"]), data["id"], str(data.get("style", ""))))
        except (ValueError, KeyError, TypeError, AttributeError):
            what = 'cette ligne n\'est pas de la forme {"q": "…", "id": "…" ou null}.'
            raise MendableError(f"{path}:{number}: {what} Corrigez-la ou supprimez-la.") from None
    if not cases:
        raise MendableError(f"{path} : aucune question. Mettez-en une par ligne.")
    return cases


def run(reply_to: Callable[[str], Sequence[Reply]], cases: Iterable[Case]) -> list[Outcome]:
    """Put every question and keep what came back, with the seconds of a core that it took: waiting does not count."""
    outcomes = []
    for case in cases:
        start = time.thread_time()
        replies = reply_to(case.q)
        outcomes.append(Outcome(case, replies, time.thread_time() - start))
    return outcomes


def evaluate(outcomes: Sequence[Outcome]) -> Report:
    """Work out the figures of a run."""
    has = np.array([one.has_entry for one in outcomes])
    right = np.array([one.right for one in outcomes])
    in_three = np.array([one.has_entry and one.case.id in one.candidates[:3] for one in outcomes])
    talk = np.array([one.case.id == SMALL_TALK for one in outcomes])
    confidence = np.array([one.confidence for one in outcomes])
    kind = np.array([one.kind for one in outcomes])
    answered = kind == "answer"
    suggested = np.array([isinstance(one.replies[0], Suggestions) for one in outcomes])
    chatted = np.array([isinstance(one.replies[0], SmallTalk) for one in outcomes])
    figures = {
        "right first": _share(right[has]),
        "right in three": _share(in_three[has]),
        "auroc": _bootstrap(auroc, confidence, has),
        "right at 95 % precision": _bootstrap(lambda c, r, h: coverage(c, r, h, PRECISION), confidence, right, has),
        "precision": _share(right[answered]),
        "answered right": _share((right & answered)[has]),
        "answered though none": _share(answered[~has & ~talk]),
        "suggestions hold": _share(in_three[suggested]),
        "small talk recognised": _share(chatted[talk]),
        "taken for small talk": _share(chatted[has]),
        "calibration error": _bootstrap(calibration_error, confidence, right),
    }
    times = np.array([one.seconds for one in outcomes]) * 1000
    wrong = Counter(
        (str(one.case.id), one.candidates[0]) for one in outcomes if one.has_entry and not one.right and one.candidates
    )
    return Report(
        {name: figure for name, figure in figures.items() if figure.cases},
        _by_style(outcomes),
        [(expected, found, count) for (expected, found), count in wrong.most_common(15)],
        list(_reliability(confidence, right)),
        {"median": float(np.median(times)), "p99": float(np.percentile(times, 99))},
    )


def auroc(score: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """Give the chance that a positive case scores above a negative one (Mann and Whitney 1947; ties count half)."""
    if positive.all() or not positive.any():
        return float("nan")
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positives = int(positive.sum())
    negatives = len(score) - positives
    return float((ranks[positive].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def coverage(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], has: NDArray[np.bool_], precision: float
) -> float:
    """Give the share of questions with an entry answered right, at the lowest threshold of this precision."""
    order = np.argsort(-confidence, kind="stable")
    ends = np.append(np.diff(confidence[order]) != 0, True)  # a threshold does not part equal confidences
    so_far = np.cumsum(right[order])
    enough = np.flatnonzero((so_far >= precision * np.arange(1, len(order) + 1)) & ends)
    return float(so_far[enough[-1]] / max(has.sum(), 1)) if len(enough) else 0.0


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Give the expected calibration error over ten bins of equal width (Naeini 2015)."""
    cases = len(confidence)
    return sum(count / cases * abs(mean - share) for mean, share, count in _reliability(confidence, right))


def _reliability(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> Iterable[tuple[float, float, int]]:
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    for number in range(_BINS):
        mine = bins == number
        if mine.any():
            yield float(confidence[mine].mean()), float(right[mine].mean()), int(mine.sum())


def _by_style(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    styles: defaultdict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        styles[one.case.style].append(one)
    table: dict[str, dict[str, float]] = {}
    for style, mine in sorted(styles.items()):
        kinds = Counter(one.kind for one in mine)
        row: dict[str, float] = {"cases": len(mine)}
        if with_entry := [one for one in mine if one.has_entry]:
            row["right first"] = sum(one.right for one in with_entry) / len(with_entry)
            row["answered right"] = sum(one.right and one.kind == "answer" for one in with_entry) / len(with_entry)
        row |= {kind: count / len(mine) for kind, count in kinds.items()}
        table[style] = row
    return table


def _share(flags: NDArray[np.bool_]) -> Figure:
    """Give a share with Wilson's interval (1927)."""
    n = len(flags)
    if n == 0:
        return Figure(float("nan"), float("nan"), float("nan"), 0)
    z, p = 1.96, float(flags.mean())
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Figure(p, float(middle - half), float(middle + half), n)


def _bootstrap(measure: Callable[..., float], *columns: NDArray[np.generic]) -> Figure:
    """Give a measure with its percentile bootstrap interval (Efron 1979; the draws are the same at every run)."""
    n = len(columns[0])
    draw = np.random.default_rng(0)
    values = []
    for _ in range(_RESAMPLES):
        rows = draw.integers(0, n, n)
        values.append(measure(*(column[rows] for column in columns)))
    low, high = np.nanpercentile(values, [2.5, 97.5]) if not np.isnan(values).all() else (float("nan"),) * 2
    value = measure(*columns)
    return Figure(value, float(low), float(high), 0 if np.isnan(value) else n)
