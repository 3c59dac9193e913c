"""What the bot says, as maintainers write it: YAML files under `faq/` in, frozen typed content out."""

from bot.content.load import load
from bot.content.model import (
    Content,
    Entry,
    Exchange,
    Link,
    Meeting,
    Offer,
    OffTopic,
    Pack,
    Session,
    Subject,
    Theme,
    Vocabulary,
)
from bot.content.problems import ContentError, Problem

__all__ = [
    "Content",
    "ContentError",
    "Entry",
    "Exchange",
    "Link",
    "Meeting",
    "OffTopic",
    "Offer",
    "Pack",
    "Problem",
    "Session",
    "Subject",
    "Theme",
    "Vocabulary",
    "load",
]
