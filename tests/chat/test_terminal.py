import asyncio
import io

from bot.chat.terminal import Terminal
from bot.store import Store
from bot.wording.knowledge import Current


async def converse(current: Current, store: Store, typed: str) -> str:
    """Type lines and give all that was shown."""
    shown = io.StringIO()
    await Terminal(current, store, io.StringIO(typed), shown).run()
    return shown.getvalue()


async def test_piped_input_is_echoed_and_answered(current: Current, store: Store) -> None:
    shown = await converse(current, store, "sûr fb\n")
    assert "> sûr fb\n" in shown and "Vérifié le 23 novembre 2026" in shown


async def test_a_second_conversation_is_heard_from_its_first_word(current: Current, store: Store) -> None:
    await converse(current, store, "un\ndeux\ntrois\n")
    assert "Vérifié le 23 novembre 2026" in await converse(current, store, "sûr fb\n")
    assert "notée" in await converse(current, store, "quatre\n")


async def test_what_is_not_utf_8_is_read_as_far_as_it_is(current: Current, store: Store) -> None:
    shown = io.StringIO()
    typed = io.TextIOWrapper(io.BytesIO(b"caf\xe9\ns\xc3\xbbr fb\n"), encoding="utf-8")
    async with asyncio.timeout(20):
        await Terminal(current, store, typed, shown).run()
    assert "> caf\ufffd\n" in shown.getvalue() and "Vérifié le 23 novembre 2026" in shown.getvalue()


async def test_a_number_taps_a_button_of_the_latest_message(current: Current, store: Store) -> None:
    shown = await converse(current, store, "/themes\n1\n")
    assert "[1] Facebook" in shown and "Touchez une question" in shown


async def test_a_link_is_shown_with_its_address(current: Current, store: Store) -> None:
    shown = await converse(current, store, "/confidentialite\n")
    assert "cnil.fr (https://www.cnil.fr" in " ".join(shown.split())


async def test_a_rating_is_thanked(current: Current, store: Store) -> None:
    shown = await converse(current, store, "sûr fb\n5\n")
    assert "[5] 👍" in shown and "(Merci, c’est noté\u202f!)" in shown
