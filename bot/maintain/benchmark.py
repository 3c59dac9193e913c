"""Our matcher beside other engines: the same phrasings, the same questions, one run, one process.

Times are those of a core at work, so that other work on the machine counts for less.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.content import Content, Entry, Pack, Theme
from bot.maintain.baselines import BASELINES, Baseline
from bot.matching.answering import CANDIDATES, Answerer
from bot.matching.evaluation import Case, Outcome, Report, evaluate, read_cases, run
from bot.matching.replies import Candidate, NoAnswer
from bot.problem import MendableError

OURS = "table-ronde"

_WARM_UP = 50
"""How many phrasings an engine is asked before the clock starts."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One engine's figures and the seconds it took to build; `report` is None where its package is not installed."""

    name: str
    report: Report | None
    build_seconds: float = float("nan")


def compare(content: Content, cases: Sequence[Case], baselines: Iterable[Baseline] = BASELINES) -> Iterator[Contender]:
    """Put the questions to our matcher, then to each other engine, and give the figures of each as they come.

    In the others' reports the confidence is the engine's own score, whatever its scale: only what depends on the order
    of the scores means something (right first, right in three, AUROC, coverage), and the times.
    """
    phrasings = [text for entry in content.entries.values() for text in (entry.question, *entry.phrasings)]
    start = time.perf_counter()
    answerer = Answerer.build(content)
    seconds = time.perf_counter() - start
    answerer.get_ready()
    for text in phrasings[:_WARM_UP]:
        answerer.reply_to(text)
    yield Contender(OURS, evaluate(run(answerer.reply_to, cases)), seconds)
    for baseline in baselines:
        try:
            yield _best(baseline, content, cases)
        except ImportError:
            yield Contender(baseline.name, None)


def _best(baseline: Baseline, content: Content, cases: Sequence[Case]) -> Contender:
    """Measure an engine with and without the negatives; give the setting that best tells what has an entry.

    The choice is made on the questions themselves, to the engine's advantage.
    """
    negatives = [text for topic in content.off_topics for text in topic.examples]
    negatives += [text for exchange in content.exchanges for text in exchange.examples]
    contenders = [
        contender
        for others in ([[], negatives] if negatives else [[]])
        for contender in _measure(baseline, content, others, cases)
    ]
    return max(contenders, key=_auroc)


def _measure(
    baseline: Baseline, content: Content, negatives: Sequence[str], cases: Sequence[Case]
) -> Iterator[Contender]:
    """Measure one setting of an engine; negatives are one more class, which may count against the best entry or not."""
    ids = list(content.entries)
    classes = [(entry.question, *entry.phrasings) for entry in content.entries.values()]
    if negatives:
        classes.append(tuple(negatives))
    texts = [text for examples in classes for text in examples]
    start = time.perf_counter()
    engine = baseline.build(content.pack.language)
    engine.fit(texts, [label for label, examples in enumerate(classes) for _ in examples])
    built = time.perf_counter() - start
    for text in texts[:_WARM_UP]:
        engine.scores(text)
    scores = np.empty((len(cases), len(classes)))
    seconds = []
    for number, case in enumerate(cases):
        start = time.thread_time()
        scores[number] = engine.scores(case.q)
        seconds.append(time.thread_time() - start)
    entries, none = scores[:, : len(ids)], scores[:, len(ids) :]
    for against in (entries, entries - none) if negatives else (entries,):
        yield Contender(baseline.name, evaluate(list(_outcomes(against, seconds, cases, ids))), built)


def _outcomes(
    scores: NDArray[np.float64], seconds: Sequence[float], cases: Sequence[Case], ids: Sequence[str]
) -> Iterator[Outcome]:
    order = np.argsort(-scores, axis=1, kind="stable")[:, :CANDIDATES]
    for case, row, best, spent in zip(cases, scores, order, seconds, strict=True):
        candidates = tuple(Candidate(ids[column], float(row[column])) for column in best)
        yield Outcome(case, [NoAnswer(case.q, candidates)], spent)


def _auroc(contender: Contender) -> float:
    figure = contender.report and contender.report.figures.get("auroc")
    return figure.value if figure else 0.0


class _PublicEntry(BaseModel):
    """An intent of a public set."""

    model_config = ConfigDict(extra="ignore")

    id: str
    phrasings: list[str] = Field(min_length=1)


def load_public(folder: Path) -> tuple[Content, list[Case]]:
    """Load a public set in English: `faq.json`, `[{"id", "phrasings"}]`, and `test.jsonl`, lines of `{"q", "id"}`.

    Raises MendableError when a file is missing or is not of that form.
    """
    path = folder / "faq.json"
    try:
        intents = TypeAdapter(list[_PublicEntry]).validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        remedy = 'Donnez un dossier avec faq.json, [{"id": "…", "phrasings": ["…"]}], et test.jsonl.'
        raise MendableError(f"{path} : fichier absent ou illisible ({_first_line(error)}). {remedy}") from None
    entries = tuple(
        Entry(id=one.id, theme="public", question=one.phrasings[0], phrasings=tuple(one.phrasings[1:]), answer="")
        for one in intents
    )
    content = Content(Pack(title=folder.name, language="en"), (Theme("public", "public", entries),))
    return content, read_cases(folder / "test.jsonl")


def _first_line(error: Exception) -> str:
    return error.strerror or "" if isinstance(error, OSError) else str(error).splitlines()[0]
