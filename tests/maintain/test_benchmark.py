import json
import sys
from pathlib import Path

import pytest

from bot.content import load
from bot.maintain.baselines import BASELINES
from bot.maintain.benchmark import OURS, Contender, compare, load_public
from bot.matching.evaluation import SMALL_TALK, Case
from bot.problem import MendableError
from tests.conftest import SMALL, Write

CASES = [
    Case("une page facebook pour mon salon", "page"),
    Case("un client méchant m'a mis un commentaire", "avis"),
    Case("déclarer mes revenus et la tva", None),
    Case("bonsoir", SMALL_TALK),
]
INTENTS = [
    {"id": "card_lost", "phrasings": ["i lost my card", "my card is gone"]},
    {"id": "top_up", "phrasings": ["how do i top up", "add money to my account"]},
]


@pytest.fixture(scope="module")
def contenders(tmp_path_factory: pytest.TempPathFactory) -> list[Contender]:
    pytest.importorskip("bm25s", reason="needs: uv sync --group benchmark")
    pytest.importorskip("sklearn", reason="needs: uv sync --group benchmark")
    folder = tmp_path_factory.mktemp("faq")
    (folder / "questions").mkdir()
    for path, text in SMALL.items():
        (folder / path).write_text(text, encoding="utf-8")
    return list(compare(load(folder), CASES))


@pytest.fixture
def public(tmp_path: Path) -> Path:
    (tmp_path / "faq.json").write_text(json.dumps(INTENTS), encoding="utf-8")
    lines = [{"q": "lost card", "id": "card_lost"}, {"q": "weather tomorrow", "id": None}]
    (tmp_path / "test.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return tmp_path


def test_every_engine_is_measured_ours_first(contenders: list[Contender]) -> None:
    assert [one.name for one in contenders] == [OURS, *(one.name for one in BASELINES)]


def test_each_report_rests_on_the_same_questions(contenders: list[Contender]) -> None:
    for contender in contenders:
        assert contender.report is not None
        assert contender.report.figures["right first"].cases == 2
        assert contender.report.figures["auroc"].cases == 4


def test_an_easy_question_is_right_first_for_every_engine(contenders: list[Contender]) -> None:
    assert [one.report and one.report.figures["right first"].value for one in contenders] == [1.0] * len(contenders)


def test_a_missing_package_is_said_and_stops_nothing(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bm25s", None)
    bm25, fuzzy = BASELINES[2], BASELINES[1]
    found = list(compare(load(write(SMALL)), CASES, (bm25, fuzzy)))
    assert [one.report is None for one in found] == [False, True, False]


def test_a_public_set_becomes_a_content_in_english(public: Path) -> None:
    content, cases = load_public(public)
    assert content.pack.language == "en"
    assert content.entries["top_up"].phrasings == ("add money to my account",)
    assert [case.id for case in cases] == ["card_lost", None]


def test_a_public_set_is_measured_without_small_talk_or_topics(public: Path) -> None:
    (ours,) = compare(*load_public(public), baselines=())
    assert ours.report is not None
    assert ours.report.figures["right first"].value == 1.0


def test_a_folder_without_faq_json_is_refused_with_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(MendableError, match=r"faq\.json : fichier absent ou illisible .*Donnez un dossier"):
        load_public(tmp_path)


def test_a_faq_json_of_another_form_is_refused(public: Path) -> None:
    (public / "faq.json").write_text('{"id": "x"}', encoding="utf-8")
    with pytest.raises(MendableError, match=r"faq\.json .*Donnez un dossier"):
        load_public(public)


def test_a_public_set_without_questions_is_refused(public: Path) -> None:
    (public / "test.jsonl").unlink()
    with pytest.raises(MendableError, match=r"test\.jsonl"):
        load_public(public)
