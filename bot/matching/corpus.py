"""What everything that learns begins with: texts, read with the words of a content and ready to be taken apart."""

from collections.abc import Sequence

from bot.content.model import Content
from bot.matching.features import Extractor
from bot.matching.reading import Reader, Reading
from bot.matching.text import Stemmer, words


def read_all(content: Content, texts: Sequence[str]) -> tuple[Reader, Extractor, list[Reading]]:
    """Give a reader that knows the words of some texts, an extractor that knows no feature yet, and the texts as read.

    Vocabulary and language are those of the content.
    """
    stemmer = Stemmer.of(content.pack.language)
    reader = Reader(content.vocabulary, stemmer)
    families = [
        [reader.expand(words(member)) for member in members] for members in content.vocabulary.families.values()
    ]
    readings = [reader.read(text) for text in texts]
    reader.learn(readings, [member for family in families for member in family])
    return reader, Extractor(stemmer, families), readings
