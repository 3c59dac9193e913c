"""What all tests share: the shipped FAQ, learnt once a run, and content folders made of a few lines."""

import logging
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from bot.content import Content, load
from bot.matching.answering import Answerer

FAQ = Path(__file__).parents[1] / "faq"
FAR = 2**40
"""A time (Unix seconds) at which every call is due."""

# Every run tries the same examples: what CI says of a commit does not depend on luck.
settings.register_profile("same", derandomize=True, database=None, deadline=None, max_examples=150)
settings.load_profile("same")


@pytest.fixture(autouse=True)
def same_log() -> Iterator[None]:
    """Leave the log as it was: a command that sets it up in this process must not make a later test deaf."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


QUESTIONS = """\
theme: Facebook
questions:
  - id: page
    question: Comment créer une page Facebook ?
    formulations:
      - comment créer une page pour mon magasin
      - je veux créer une page facebook pour la boulangerie
      - créer une page professionnelle
      - ouvrir une page facebook
      - comment ouvrir ma page facebook
      - ouvrir une page professionnelle pour mon magasin
    reponse: Touchez <b>Menu</b>, puis Pages, puis Créer.
  - id: photo
    question: Quelles photos publier ?
    formulations:
      - quelles photos mettre en ligne
      - quelles photos de mes produits publier
      - publier des photos de mes produits
      - mes photos sont moches que faire
      - comment faire de belles photos
      - faire de belles photos de mes produits
    reponse: Des photos de votre travail, à la lumière du jour.
  - id: avis
    question: Que répondre à un mauvais avis ?
    formulations:
      - que répondre à un client mécontent
      - un client mécontent a mis un mauvais avis
      - répondre à un mauvais avis sur google
      - j'ai un mauvais avis sur google
      - un client a mis un avis injuste
      - répondre à un avis injuste d'un client
    reponse: Remerciez, expliquez, proposez d'en parler.
    liens: [{titre: France Num, url: "https://www.francenum.gouv.fr"}]
"""

CONVERSATION = """\
echanges:
  - id: salutation
    exemples: [bonjour, salut, bonjour à tous, salut à tous, bonsoir, bonsoir à tous]
    reponses: [Bonjour !]
  - id: remerciement
    exemples: [merci, merci beaucoup, un grand merci, merci pour tout, merci bien]
    reponses: [Avec plaisir.]
"""

OFF_TOPICS = """\
sujets:
  - id: fiscalite
    titre: Les impôts
    exemples: [comment déclarer la tva, déclarer mes impôts, comment payer la tva, payer mes impôts, quel taux de tva]
    reponse: Voyez le service des impôts.
"""

SMALL = {"questions/facebook.yaml": QUESTIONS, "conversation.yaml": CONVERSATION, "hors-sujet.yaml": OFF_TOPICS}
"""A content folder with something of each class that is learnt: path → text."""

Write = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Make a content folder of path → text; the lines may be indented as the test is."""

    def made(files: Mapping[str, str | bytes]) -> Path:
        folder = tmp_path / "faq"
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            raw = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
            (folder / path).write_bytes(raw)
        return folder

    return made


@pytest.fixture(scope="session")
def shipped() -> Content:
    """The content that this repository holds."""
    return load(FAQ)


@pytest.fixture(scope="session")
def answerer(shipped: Content) -> Answerer:
    """The bot's mind on the shipped content; it takes about a second, hence once."""
    return Answerer.build(shipped)
