import sys

import pytest

from bot.maintain.baselines import BASELINES, Baseline

TOY = {
    "facebook": ("Comment créer une page Facebook ?", "ouvrir une page facebook", "page fb pour mon salon"),
    "avis": ("Comment répondre à un mauvais avis ?", "un client a laissé un avis méchant", "avis négatif google"),
    "photos": ("Quelles photos publier ?", "mes photos sont moches", "prendre de belles photos de mes gâteaux"),
    "temps": ("Combien de temps y passer ?", "je n'ai pas le temps", "une heure par semaine suffit ?"),
    "budget": ("Faut-il payer de la publicité ?", "combien coûte la pub", "budget publicité en ligne"),
}
TEXTS = [text for phrasings in TOY.values() for text in phrasings]
LABELS = [label for label, phrasings in enumerate(TOY.values()) for _ in phrasings]

every_engine = pytest.mark.parametrize("baseline", BASELINES, ids=lambda one: one.name)


@pytest.fixture(autouse=True)
def _packages() -> None:
    for name in ("bm25s", "sklearn"):
        pytest.importorskip(name, reason="needs: uv sync --group benchmark")


@every_engine
def test_an_engine_gives_one_finite_score_per_entry(baseline: Baseline) -> None:
    engine = baseline.build("fr")
    engine.fit(TEXTS, LABELS)
    scores = engine.scores("une page facebook, utile ?")
    assert scores.shape == (len(TOY),)
    assert all(abs(score) < 1e6 for score in scores)


@every_engine
def test_an_engine_puts_the_entry_whose_words_a_question_uses_first(baseline: Baseline) -> None:
    engine = baseline.build("fr")
    engine.fit(TEXTS, LABELS)
    questions = ("j'ai eu un avis négatif", "mes photos de gâteaux", "créer une page facebook", "combien coûte")
    found = [list(TOY)[int(engine.scores(question).argmax())] for question in questions]
    assert found == ["avis", "photos", "facebook", "budget"]


@every_engine
def test_an_engine_scores_a_question_of_unknown_words(baseline: Baseline) -> None:
    engine = baseline.build("fr")
    engine.fit(TEXTS, LABELS)
    assert engine.scores("xyzzy").shape == engine.scores("").shape == (len(TOY),)


@every_engine
def test_an_engine_reads_capitals_and_accents_as_their_plain_letters(baseline: Baseline) -> None:
    engine = baseline.build("fr")
    engine.fit(TEXTS, LABELS)
    assert (engine.scores("RÉPONDRE À UN AVIS") == engine.scores("repondre a un avis")).all()


def test_an_engine_without_its_package_raises_import_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bm25s", None)
    (bm25,) = (one for one in BASELINES if one.name.startswith("BM25"))
    with pytest.raises(ImportError):
        bm25.build("fr")
