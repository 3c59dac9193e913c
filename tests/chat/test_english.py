"""Another FAQ, in another language, is another folder and nothing else: a conversation in English from start to end."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from bot.chat.wire import Person
from bot.content import Content, load
from bot.maintain.check import check
from bot.maintain.exchange import COLUMNS, rows
from bot.matching.answering import Answerer
from bot.wording.knowledge import Current, Knowledge
from tests.chat.conftest import FAQ, Bot, labels, last

PACK = Path(__file__).parents[1] / "packs" / "english"

FRENCH = re.compile(r"[éèêàâçùûîôœ«»]|\b(?:le|la|les|des|une?|est|vous|votre|pour|dans|avec|je|nous)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack, with the sentences that only organisers see taken from the shipped FAQ."""
    folder = Path(shutil.copytree(PACK, tmp_path_factory.mktemp("english") / "faq"))
    sentences = [yaml.safe_load((one / "messages.yaml").read_text(encoding="utf-8")) for one in (FAQ, PACK)]
    text = yaml.safe_dump(sentences[0] | sentences[1], allow_unicode=True)
    (folder / "messages.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def learnt(folder: Path) -> tuple[Content, Answerer]:
    content = load(folder)
    return content, Answerer.build(content)


@pytest.fixture
def current(learnt: tuple[Content, Answerer]) -> Current:
    return Current(Knowledge(*learnt))


def test_the_pack_is_valid(folder: Path) -> None:
    findings = check(folder)
    assert findings.errors == () and findings.counted.startswith("10 fiches")


def test_questions_with_the_endings_of_english_find_their_entries(learnt: tuple[Content, Answerer]) -> None:
    content, answerer = learnt
    asked = {
        "how do the repair cafes work": "what-is-it",
        "could you fix my broken lamps pls": "what-to-bring",
        "fixing microwaves, do u do that": "what-not-to-bring",
        "what are your charges for repairing a radio": "price",
        "is booking in advance needed": "booking",
        "how long are the queues": "waiting",
        "volunteering, how do i join": "volunteer",
        "are skills needed to help": "skills",
        "giving away a box of tools": "donate-tools",
        "starting a repair café in my town": "start-one",
    }
    assert asked.keys().isdisjoint(row[COLUMNS.index("question")] for row in rows(content))
    assert {text: answerer.reply_to(text)[0].candidates[0].id for text in asked} == asked


async def test_a_conversation_is_english_from_start_to_end(bot: Bot, person: Person) -> None:
    await bot.says(person, "/start")
    await bot.says(person, "hello")
    answer = await bot.says(person, "is it free")
    assert "The help is free." in answer.text and "Checked on 2 March 2026" in answer.text
    await bot.taps(person, answer, "👎")
    noted = await bot.says(person, "xylophone zebra quartz umbrella")
    assert "It is noted for the repair café team." in noted.text and "Tell me" in labels(noted)
    await bot.taps(person, noted, "Tell me")
    assert person.notices[-1].text.startswith("Noted: I will write to you here")
    assert "council" in (await bot.says(person, "which bin for glass")).text
    for command in ("/themes", "/aide", "/mesquestions", "/confidentialite", "/formations", "/rencontres"):
        await bot.says(person, command)
    said = [one for one in person.chat.messages if one.from_bot]
    french = [
        text for one in said for text in (one.text, *labels(one)) if FRENCH.search(re.sub(r"/\w+|café", "", text))
    ]
    assert french == []
    assert "Look here again soon." in last(person).text


async def test_somebody_who_writes_french_is_told_in_french(bot: Bot, person: Person) -> None:
    await bot.says(person, "bonjour, est-ce que vous pouvez réparer ma vieille lampe ?")
    assert any("Je ne réponds qu'en anglais" in one.text for one in person.chat.messages if one.from_bot)
