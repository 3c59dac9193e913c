"""What the bot knows at a moment, replaced as a whole when its content is edited."""

from dataclasses import dataclass, field

from bot.content import Content
from bot.content.messages import Messages
from bot.matching.answering import Answerer
from bot.wording import Offers, Pages, Replies, Requests


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One version of the content, and all that is made from it. Raises MendableError without `messages.yaml`."""

    content: Content
    answerer: Answerer
    messages: Messages = field(init=False)
    replies: Replies = field(init=False)
    pages: Pages = field(init=False)
    offers: Offers = field(init=False)
    requests: Requests = field(init=False)
    version: str = field(init=False)

    def __post_init__(self) -> None:
        messages = self.content.required_messages()
        object.__setattr__(self, "messages", messages)
        object.__setattr__(self, "replies", Replies(self.content, messages))
        object.__setattr__(self, "pages", Pages(self.content, messages))
        object.__setattr__(self, "offers", Offers(self.content, messages))
        object.__setattr__(self, "requests", Requests(self.content, messages))
        object.__setattr__(self, "version", self.content.version)


@dataclass(slots=True)
class Current:
    """Holds the knowledge in force; whoever handles an update takes it once."""

    knowledge: Knowledge
