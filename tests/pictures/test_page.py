from dataclasses import replace

import pytest

from bot.chat.wire import Message
from tests.pictures.page import page, rich

MESSAGE = Message(id=1, chat={}, sender={"is_bot": True}, date=0)


def test_what_somebody_typed_is_text_and_not_html() -> None:
    assert rich(replace(MESSAGE, text="<b>&")) == "&lt;b&gt;&amp;"


def test_entities_are_found_behind_an_emoji() -> None:
    message = replace(MESSAGE, text="👍 oui, non", entities=({"type": "bold", "offset": 3, "length": 3},))
    assert rich(message) == '👍 <span class="bold">oui</span>, non'


def test_entities_that_overlap_are_cut_where_they_meet() -> None:
    bold, italic = {"type": "bold", "offset": 0, "length": 4}, {"type": "italic", "offset": 2, "length": 4}
    shown = rich(replace(MESSAGE, text="abcdef", entities=(bold, italic)))
    assert shown == '<span class="bold">ab</span><span class="bold italic">cd</span><span class="italic">ef</span>'


@pytest.mark.parametrize(("is_bot", "side"), [(True, "bot"), (False, "person")])
def test_a_message_stands_on_the_side_of_who_wrote_it(is_bot: bool, side: str) -> None:
    assert f'<article class="{side}">' in page("Chat", [[replace(MESSAGE, sender={"is_bot": is_bot}, text="a")]])


def test_a_button_that_opens_an_address_looks_like_one() -> None:
    keyboard = {"inline_keyboard": [[{"text": "CNIL", "url": "https://www.cnil.fr"}]]}
    assert '<nav><a class="url">CNIL</a></nav>' in page("Chat", [[replace(MESSAGE, text="a", reply_markup=keyboard)]])
