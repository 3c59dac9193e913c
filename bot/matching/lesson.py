"""What a model learns from a content; the rest of it (answers, links, offers, the bot's sentences) is only shown."""

from bot.content.model import Content


def lesson(content: Content) -> tuple[object, ...]:
    """Give what a model is made of: two contents with the same lesson have the same model."""
    return (
        content.pack.language,
        content.vocabulary,
        tuple((entry.id, entry.question, entry.phrasings) for entry in content.entries.values()),
        tuple((topic.id, topic.examples) for topic in content.off_topics),
        tuple((subject.id, subject.title, subject.examples) for subject in content.subjects),
        tuple((exchange.id, exchange.examples) for exchange in content.exchanges),
    )
