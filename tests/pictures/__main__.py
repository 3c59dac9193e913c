"""Draw the pictures of the README: `python -m tests.pictures [NAME …]`, all of them without a name.

Each is a conversation that the real bot holds on the shipped FAQ, behind the stand-in for Telegram.
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

IMAGES = Path(__file__).parents[2] / ".github/images"


def main(names: Sequence[str]) -> None:
    content = load(FAQ)
    current = Current(Knowledge(content, Answerer.build(content)))
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name in names or CONVERSATIONS:
        screens = asyncio.run(hold(CONVERSATIONS[name], current))
        image = IMAGES / f"{name}.png"
        photograph(page(content.pack.title, screens), image)
        print(image)


main(sys.argv[1:])
