"""Draw the pictures of the README: `python -m tests.pictures [NAME …]`, all of them without a name.

Each is what the real bot does on the shipped FAQ, behind the stand-in for Telegram: a conversation, or a state of the
demo and of the organisers' page. States that the README does not show are drawn where they are named.
"""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.content import load
from bot.matching.answering import Answerer
from bot.wording.knowledge import Current, Knowledge
from tests.conftest import FAQ
from tests.pictures.browser import photograph
from tests.pictures.conversations import CONVERSATIONS
from tests.pictures.hold import hold
from tests.pictures.page import page
from tests.pictures.states import STATES, photograph_states

IMAGES = Path(__file__).parents[2] / ".github/images"
IN_README = (*CONVERSATIONS, "demo", "page-question")


def main(names: Sequence[str]) -> None:
    if unknown := set(names) - {*CONVERSATIONS, *STATES}:
        sys.exit(f"No such picture: {', '.join(unknown)}. There are {', '.join((*CONVERSATIONS, *STATES))}.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    names = names or IN_README
    if states := [name for name in names if name in STATES]:
        photograph_states(states, IMAGES)
        print(*(IMAGES / f"{name}.png" for name in states), sep="\n")
    if conversations := [name for name in names if name in CONVERSATIONS]:
        draw(conversations)


def draw(names: Sequence[str]) -> None:
    content = load(FAQ)
    current = Current(Knowledge(content, Answerer.build(content)))
    for name in names:
        screens = asyncio.run(hold(CONVERSATIONS[name], current))
        image = IMAGES / f"{name}.png"
        photograph(page(content.pack.title, screens), image)
        print(image)


main(sys.argv[1:])
