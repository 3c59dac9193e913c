"""A reply as plain text, for the terminal."""

from collections.abc import Sequence

from bot.content.markup import to_plain
from bot.content.model import Content
from bot.matching.replies import Answer, OutOfScope, Reply, SmallTalk, Suggestions


def as_text(replies: Sequence[Reply], content: Content) -> str:
    """Give what the bot would say to a message, without Telegram's buttons."""
    return "\n\n".join(_one(reply, content) for reply in replies)


def _one(reply: Reply, content: Content) -> str:
    if isinstance(reply, Answer):
        entry = content.entries[reply.entry]
        links = "".join(f"\n{link.title} : {link.url}" for link in entry.links)
        sure = f"[{entry.id}, {reply.best:.0%}]"
        return f"{entry.question} {sure}\n\n{to_plain(entry.answer)}{links}"
    if isinstance(reply, Suggestions):
        lines = [
            f"- {content.entries[one.id].question} [{one.id}, {one.confidence:.0%}]"
            for one in reply.candidates[: len(reply.entries)]
        ]
        return "Vouliez-vous dire :\n" + "\n".join(lines)
    if isinstance(reply, OutOfScope):
        topic = next(topic for topic in content.off_topics if topic.id == reply.topic)
        return f"Hors sujet [{topic.id}, {reply.confidence:.0%}] : {to_plain(topic.answer)}"
    if isinstance(reply, SmallTalk):
        exchange = next(one for one in content.exchanges if one.id == reply.exchange)
        return f"{to_plain(exchange.replies[0])} [{exchange.id}, {reply.confidence:.0%}]"
    return "Pas encore de réponse à cette question."
