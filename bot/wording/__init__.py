"""What the bot says, ready to be read: HTML and buttons within Telegram's limits, without a word of Telegram's API."""

from bot.wording.message import (
    Action,
    Button,
    Erase,
    Message,
    NoneOfThese,
    Pick,
    Rate,
    Remind,
    Result,
    Share,
    ShowEntry,
    ShowOffers,
    ShowTheme,
    ShowThemes,
    Why,
)
from bot.wording.offers import Offers
from bot.wording.pages import Pages
from bot.wording.replies import Replies

__all__ = [
    "Action",
    "Button",
    "Erase",
    "Message",
    "NoneOfThese",
    "Offers",
    "Pages",
    "Pick",
    "Rate",
    "Remind",
    "Replies",
    "Result",
    "Share",
    "ShowEntry",
    "ShowOffers",
    "ShowTheme",
    "ShowThemes",
    "Why",
]
