"""What makes an entry easy to find and to read: how many phrasings, how different, how long an answer."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot.content import Entry
from bot.content.markup import to_plain
from bot.matching.text import words

PHRASINGS = range(12, 41)
"""How many phrasings an entry usually has."""

ANSWER_LENGTH = range(400, 1201)
"""How long an answer usually is, in characters."""

SENTENCE_WORDS = 40
"""How many words a sentence of an answer has at the most."""

_ALIKE_FROM = 6
_ALIKE_SHARE = 0.5
"""From how many phrasings on, and what share of them may begin with the same two words."""

_SENTENCE_END = re.compile(r"(?<=[.!?:;…])\s+|\n+")

_MARKDOWN = (
    (re.compile(r"\*\*[^*\n]+\*\*|__[^_\n]+__"), "des étoiles de Markdown (**gras**) s'afficheraient telles quelles.",
     "Écrivez <b>gras</b>."),
    (re.compile(r"\[[^\]\n]+\]\(https?://[^)\s]+\)"), "un lien de Markdown s'afficherait tel quel.",
     "Mettez l'adresse sous « liens », ou écrivez <a href=\"https://…\">texte</a>."),
    (re.compile(r"(?m)^#{1,6} "), "un titre de Markdown (#) s'afficherait tel quel.", "Écrivez <b>titre</b>."),
)  # fmt: skip

Advice = tuple[str, str]
"""What could be better, what to do."""


def advice(entry: Entry, today: date) -> Iterator[Advice]:
    """Say what could be better in one entry by itself, as of a day."""
    yield from _phrasings(entry)
    yield from _answer(entry)
    if entry.verified_on and entry.is_old(today):
        yield f"relue le {entry.verified_on:%d/%m/%Y}, il y a plus d'un an.", "Relisez-la et changez « verifie_le »."
    if entry.verified_on and entry.verified_on > today:
        yield f"relue le {entry.verified_on:%d/%m/%Y}, qui n'est pas encore là.", "Corrigez « verifie_le »."
    if entry.id in entry.see_also:
        yield "« voir_aussi » renvoie à la fiche elle-même.", "Retirez ce renvoi."


def _phrasings(entry: Entry) -> Iterator[Advice]:
    count = len(entry.phrasings)
    if count not in PHRASINGS:
        usual = f"entre {PHRASINGS.start} et {PHRASINGS.stop - 1}"
        yield f"{count} formulation(s).", f"Visez {usual}, qui diffèrent par les mots et par la tournure."
    if len({phrasing.casefold() for phrasing in entry.phrasings}) < count:
        yield "une formulation figure deux fois.", "Gardez-en une."
    beginnings = Counter(" ".join(words(phrasing)[:2]) for phrasing in entry.phrasings)
    beginning, alike = beginnings.most_common(1)[0] if beginnings else ("", 0)
    if count >= _ALIKE_FROM and alike > _ALIKE_SHARE * count:
        what = f"{alike} formulations sur {count} commencent par « {beginning} »."
        yield what, "Imaginez d'autres personnes : des mots-clés, un récit, un autre début."


def _answer(entry: Entry) -> Iterator[Advice]:
    plain = to_plain(entry.answer)
    if len(plain) not in ANSWER_LENGTH:
        usual = f"entre {ANSWER_LENGTH.start} et {ANSWER_LENGTH.stop - 1}"
        yield f"une réponse de {len(plain)} signes.", f"Visez {usual} : elle se lit sur un téléphone."
    longest = max(_SENTENCE_END.split(plain), key=lambda sentence: len(sentence.split()))
    if (length := len(longest.split())) > SENTENCE_WORDS:
        begins = " ".join(longest.split()[:6])
        yield f"une phrase de {length} mots (« {begins}… »).", f"Coupez-la : {SENTENCE_WORDS} mots au plus."
    for sign, what, remedy in _MARKDOWN:
        if sign.search(entry.answer):
            yield what, remedy
