"""Whether a message is in another language than the one the bot reads: by its alphabet, or by its little words."""

import re
import unicodedata
from collections import Counter

from bot.matching.text import fold, words

OTHER = "autre"
"""A language that is not told from others of its alphabet."""

_LITTLE = {
    "fr": (
        "le la les un une des du de d l et est sont dans sur pour par avec qui que qu quoi ce cette ces c sa ca je "
        "j tu il elle on nous vous ils mon ma mes son ses votre vos notre nos ne n pas ni ou au aux en y si mais "
        "donc car comment combien pourquoi quand quel quelle faut peut fait faire avoir etre suis ai as avez sans "
        "plus moins bien tout tous rien deja encore toujours jamais aussi alors merci bonjour salut slt bjr svp "
        "stp pr ds koi pk cmt esk jsui g mn t es m s ha"
    ),
    "en": (
        "the an is are was were do does did how what why when where which who can could should would will i my me "
        "you your we our they their it its to of for with from and or not have has there this that these need want "
        "know much many get use anyone please thanks hi hello if on in at any about make best buy"
    ),
    "es": (
        "de un el la los las una unos y es son como cómo que qué para por con mi mis su sus yo tu usted nosotros en "
        "del al lo no si pero puedo puede debo quiero tengo hay cuanto cuánto cuesta donde dónde cuando cuándo cual "
        "cuál muy mas más hola gracias buenos buenas hacer crear negocio empresa necesito sirve comprar seguidores "
        "cuenta hago red"
    ),
    "it": (
        "un il lo gli una uno e è sono come che chi cosa per con mio mia miei mie suo io noi voi di del della dei su "
        "delle nel nella al alla non si se ma posso devo voglio ho c'è quanto costa dove quando quale perché "
        "perche piu più ciao grazie buongiorno fare creare azienda mi serve bisogna anche qual miglior comprare"
    ),
    "de": (
        "der die das ein eine einen einer und ist sind wie was warum wann wo wer welche welches kann können soll "
        "muss möchte will ich mein meine meinen wir unser sie ihr es mit für fur von zu zum zur auf im den dem "
        "nicht kein oder wenn haben habe gibt viel kostet bitte danke hallo guten brauche auch"
    ),
    "pt": (
        "de o os as um uma e é são como que para por com meu minha meus eu voce você nos nós em no na do da dos das "
        "ao não nao se mas posso devo quero tenho há quanto custa onde quando qual muito mais olá ola obrigado "
        "obrigada bom fazer criar negócio empresa preciso serve comprar seguidores conta rede"
    ),
}
_WORDS = {code: frozenset(words(little)) for code, little in _LITTLE.items()}
_WORD = re.compile(r"[^\W\d_]+")
_ALPHABETS = {"ARABIC": "ar"}
"""The other alphabets that are told by name; what is written in none of them nor in Latin is `OTHER`."""

_LEAST = 2
"""Little words that a language must have of its own: one may be a name, a title or a borrowed word."""


def foreign(text: str, own: str) -> str | None:
    """Give the language (ISO 639-1, or `OTHER`) of a text that is not in the language `own`; None when in doubt.

    Little words that two languages share speak for both: in Latin letters a language is told from `own` only when it
    has twice as many of them, and two that `own` has not.
    """
    folded = fold(text)
    typed = _WORD.findall(folded)
    if typed and not folded.isascii():
        alphabets = Counter(unicodedata.name(word[0], "LATIN").split()[0] for word in typed)
        alphabet = alphabets.most_common(1)[0][0]
        if alphabet != "LATIN":
            return _ALPHABETS.get(alphabet, OTHER)
    mine = _WORDS[own]
    ours = sum(word in mine for word in typed)
    found = {code: sum(word in little for word in typed) for code, little in _WORDS.items() if code != own}
    best = max(found, key=lambda code: found[code])
    apart = len(set(typed) & _WORDS[best] - mine)
    return best if apart >= _LEAST and found[best] >= 2 * ours else None
