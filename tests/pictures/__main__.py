"""Draw pictures: `python -m tests.pictures [--to FOLDER] [NAME …]`; without a name those of README and guide.

Each is what the real bot does on the shipped FAQ, behind the stand-in for Telegram: a conversation, or a state of the
demo and of the organisers' page. `chats`: every conversation, for whoever wants to see how typical chats look.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.content import Meeting, load
from bot.matching.answering import Answerer
from bot.wording.knowledge import Current, Knowledge
from tests.conftest import FAQ
from tests.pictures.browser import photograph
from tests.pictures.conversations import CONVERSATIONS
from tests.pictures.hold import hold
from tests.pictures.page import page
from tests.pictures.states import STATES, photograph_states

IMAGES = Path(__file__).parents[2] / ".github/images"
GUIDE = FAQ / "images"
IN_README, IN_GUIDE = ("conversation", "demo", "page-question"), ("reponse", "hesitation")

MEETING = Meeting(date(2026, 12, 17), "18 h 30", "Lunel", "Faire connaître son commerce", "https://exemple.fr")
"""The shipped FAQ plans none: it would have to be a real one."""


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description="Draw pictures.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join((*CONVERSATIONS, *STATES))}; or chats")
    parser.add_argument("--to", type=Path, help="the folder of the pictures (where they are shown)")
    options = parser.parse_args(argv)
    names = CONVERSATIONS if options.names == ["chats"] else options.names or (*IN_README, *IN_GUIDE)
    if unknown := set(names) - {*CONVERSATIONS, *STATES}:
        parser.error(f"no such picture: {', '.join(unknown)}")
    for folder in (IMAGES, GUIDE):
        shown = [name for name in names if (name in IN_GUIDE) == (folder == GUIDE)]
        _draw(shown, options.to or folder)


def _draw(names: Sequence[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if states := [name for name in names if name in STATES]:
        photograph_states(states, folder)
        print(*(folder / f"{name}.png" for name in states), sep="\n")
    if conversations := [name for name in names if name in CONVERSATIONS]:
        _hold_and_draw(conversations, folder)


def _hold_and_draw(names: Sequence[str], folder: Path) -> None:
    content = load(FAQ)
    answerer = Answerer.build(content)
    for name in names:
        shown = replace(content, meetings=(MEETING,)) if name == "meetings" else content
        screens = asyncio.run(hold(CONVERSATIONS[name], Current(Knowledge(shown, answerer))))
        image = folder / f"{name}.png"
        photograph(page(content.pack.title, screens), image)
        print(image)


main(sys.argv[1:])
