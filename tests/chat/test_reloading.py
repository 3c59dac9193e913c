"""The content is edited while the bot runs: live within moments, or not at all."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest

from bot.chat.wire import Person, Telegram
from bot.content import ContentError, load
from bot.maintain import watch
from bot.maintain.edit import FolderEditor
from bot.maintain.reload import Reloader
from bot.matching.answering import Answerer
from bot.store import Store
from bot.wording.knowledge import Current, Knowledge
from tests.chat.conftest import ENTRY, FAQ, Bot, ByTheWord, last
from tests.conftest import SMALL, Write
from tests.content import test_load, test_source

PATH = "questions/facebook.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped FAQ."""
    return Path(shutil.copytree(FAQ, tmp_path / "faq"))


@pytest.fixture
def current(folder: Path) -> Current:
    return Current(Knowledge(load(folder), ByTheWord()))


@pytest.fixture
async def silent(silent: Bot, folder: Path) -> Bot:
    silent.reloader = Reloader(folder, silent.current)
    return silent


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110  # the reload tells the log and the organisers only
            await asyncio.sleep(0.01)


def edit(folder: Path, old: str, new: str, path: str = PATH) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")


async def test_an_edited_answer_is_what_the_next_question_gets(bot: Bot, person: Person, folder: Path) -> None:
    before = bot.current.knowledge
    FolderEditor(folder).set_entry(ENTRY, answer="<b>Tout neuf</b>")
    await until(lambda: bot.current.knowledge is not before)
    assert "Tout neuf" in (await bot.says(person, "sûr")).text
    assert bot.current.knowledge.answerer is before.answerer  # nothing to learn anew
    assert bot.announced == []


async def test_a_broken_edit_changes_nothing_and_is_told_once_and_when_it_is_over(
    bot: Bot, person: Person, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = bot.current.knowledge
    messages = before.messages
    good = (folder / PATH).read_bytes()
    edit(folder, "theme: ", "thème: ")
    await until(lambda: bool(bot.announced))
    assert bot.current.knowledge is before
    assert "Vérifié" in (await bot.says(person, "sûr")).text
    [told] = bot.announced
    assert f"{PATH}:2: il manque la clé « theme ». Ajoutez-la." in told and told in (
        messages.content_refused.replace("{mistakes}", told.partition("\n")[2])
    )
    assert f"{PATH}:2: il manque la clé « theme »" in caplog.text
    (folder / PATH).write_bytes((folder / PATH).read_bytes() + b"# rien\n")  # the same mistakes
    await asyncio.sleep(1)
    assert len(bot.announced) == 1
    edit(folder, "questions:", "question:")  # others
    await until(lambda: len(bot.announced) == 2)
    (folder / PATH).write_bytes(good)
    await until(lambda: len(bot.announced) == 3)
    assert bot.announced[-1] == messages.content_good
    assert bot.current.knowledge is before


async def test_new_words_for_the_commands_are_given_to_telegram(bot: Bot, folder: Path) -> None:
    edit(folder, "commande_aide: ", "commande_aide: Oh ! # ", "messages.yaml")
    await until(lambda: len(bot.telegram.calls("setMyCommands")) == 2)
    assert {"command": "aide", "description": "Oh !"} in bot.telegram.calls("setMyCommands")[-1]["commands"]


async def test_an_update_is_handled_with_one_version_from_its_beginning_to_its_end(
    bot: Bot, person: Person, folder: Path, store: Store
) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()
    seen: list[Knowledge] = []
    handle = bot.service.worker._conversation.process_update

    async def slow(update: object) -> None:
        seen.append(bot.current.knowledge)
        asked.set()
        await go_on.wait()
        seen.append(bot.current.knowledge)
        await handle(update)

    bot.service.worker._conversation.process_update = slow  # type: ignore[method-assign]  # a handler that waits
    person.say("sûr")
    await asked.wait()
    FolderEditor(folder).set_entry(ENTRY, answer="Tout neuf")
    await asyncio.sleep(1.5)  # the new version is ready by now, and waits
    go_on.set()
    await bot.settle()
    assert seen[0] is seen[1]
    await until(lambda: bot.current.knowledge is not seen[0])
    assert "Tout neuf" not in last(person).text
    assert "Tout neuf" in (await bot.says(person, "sûr")).text


@pytest.fixture
def small(write: Write) -> Path:
    """A folder with few phrasings, learnt in no time."""
    return write({**SMALL, "messages.yaml": (FAQ / "messages.yaml").read_bytes()})


@pytest.fixture
async def quick(small: Path, store: Store) -> AsyncIterator[Bot]:
    """A bot that runs on it, with its real mind."""
    content = load(small)
    current = Current(Knowledge(content, Answerer.build(content)))
    bot = Bot(Telegram(), store, current, reloader=Reloader(small, current))
    await bot.start()
    yield bot
    await bot.end()
    assert bot.telegram.refusals == []


async def test_new_phrasings_are_learnt_while_the_bot_runs(quick: Bot, small: Path) -> None:
    anne, before = quick.telegram.person(1, "Anne"), quick.current.knowledge
    assert "noté" in (await quick.says(anne, "xylophone zinzin")).text
    edit(small, "- ouvrir une page facebook\n", "- ouvrir une page facebook\n      - xylophone zinzin\n")
    await until(lambda: quick.current.knowledge is not before)
    assert "puis Pages" in (await quick.says(anne, "xylophone zinzin")).text


async def test_new_subjects_are_learnt_before_they_are_in_force(
    quick: Bot, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, ready = quick.current.knowledge, []
    learn = Answerer.get_ready

    def get_ready(answerer: Answerer) -> None:
        learn(answerer)
        ready.append((answerer, quick.current.knowledge))

    monkeypatch.setattr(Answerer, "get_ready", get_ready)
    (small / "sujets").mkdir()
    (small / "sujets/un.yaml").write_text("sujets: [{id: live, titre: Le live, exemples: [filmer en direct, un live]}]")
    await until(lambda: quick.current.knowledge is not before)
    now = quick.current.knowledge
    assert now.answerer.subjects == 1 and before.answerer.subjects == 0
    assert (now.answerer, before) in ready


FILES: dict[str, Mapping[str, str | bytes]] = {
    **{name: {PATH: raw} for name, (raw, _, _) in test_source.MISTAKES.items()},
    **{name: files for name, (files, _, _, _) in test_load.MISTAKES.items()},
}
TOLD = {
    **{name: message for name, (_, _, message) in test_source.MISTAKES.items()},
    **{name: message for name, (_, _, _, message) in test_load.MISTAKES.items()},
}


async def test_the_bot_never_stops_answering_through_every_mistake_of_a_maintainer(
    quick: Bot, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "SETTLED_SECONDS", 0.02)
    anne, before = quick.telegram.person(1, "Anne"), quick.current.knowledge
    good = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    assert len(FILES) > 60
    for name, files in FILES.items():
        for path in filter(Path.is_file, list(small.rglob("*"))):
            path.unlink()
        for path, raw in good.items():
            path.write_bytes(raw)
        for part, text in files.items():
            (small / part).parent.mkdir(exist_ok=True)
            (small / part).write_bytes(text if isinstance(text, bytes) else text.encode())
        anne.say("ouvrir une page facebook")
        with pytest.raises(ContentError, match=TOLD[name]) as refused:
            load(small)
        first = str(refused.value.problems[0])
        await until(lambda first=first: bool(quick.announced) and first in quick.announced[-1])  # type: ignore[misc]  # mypy takes a default for an argument
        assert "puis Pages" in (await quick.says(anne, "ouvrir une page facebook")).text
        assert quick.current.knowledge is before
    assert sum("puis Pages" in one.text for one in anne.chat.messages if one.from_bot) == 2 * len(FILES)
    for path in filter(Path.is_file, list(small.rglob("*"))):
        path.unlink()
    for path, raw in good.items():
        path.write_bytes(raw)
    await until(lambda: quick.announced[-1] == before.messages.content_good)
    assert len(quick.announced) > 30
