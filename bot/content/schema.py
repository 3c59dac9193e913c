"""The shape of each YAML file: French keys outside, English names inside, unknown keys refused."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from bot.content import markup
from bot.content.departements import DEPARTEMENTS

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ID_PATTERN = r"^[a-z0-9_-]{1,64}$"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s]+$", max_length=2048)]


def _check_markup(text: str) -> str:
    markup.to_html(text)
    return text


def _check_day(value: object) -> object:
    """Refuse what pydantic would take for a date besides AAAA-MM-JJ: a number of seconds."""
    if isinstance(value, str) and value and not _DAY.fullmatch(value):
        raise PydanticCustomError("date_written_otherwise", "not AAAA-MM-JJ")
    return value


def _check_departement(code: str) -> str:
    code = code.upper()
    if code not in DEPARTEMENTS:
        raise PydanticCustomError("unknown_departement", "no such code")
    return code


def _blank_is_absent(value: object) -> object:
    return None if value == "" else value


Html = Annotated[Text, AfterValidator(_check_markup)]
"""A text that may hold Telegram's HTML (see `bot.content.markup`)."""

Answer = Annotated[Html, StringConstraints(max_length=3000)]
"""An answer leaves room in Telegram's 4,096 characters for its question, its date and its offers."""

Line = Annotated[Text, StringConstraints(max_length=300)]
"""A text that stands among others in one message."""

Question = Annotated[Text, StringConstraints(max_length=250)]

Day = Annotated[date, BeforeValidator(_check_day)]
Departement = Annotated[str, AfterValidator(_check_departement)]
OptionalDay = Annotated[Day | None, BeforeValidator(_blank_is_absent)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Identified(_Model):
    """Anything that has an id of its own among its kind."""

    id: Id


class LinkYaml(_Model):
    """A link of an entry or a topic."""

    title: Text = Field(alias="titre", description="Le nom affiché sur le bouton.")
    url: Url = Field(description="L'adresse, qui commence par https://")


class EntryYaml(Identified):
    """An entry of a theme file."""

    id: Id = Field(description="Le nom de la fiche : minuscules, chiffres, - et _, 64 signes au plus. Ne change plus.")
    question: Question = Field(description="La question, comme on l'affiche sur un bouton.")
    phrasings: list[Text] = Field(
        alias="formulations",
        default_factory=list,
        description="Entre 12 et 40 façons différentes de poser la question, comme les gens l'écrivent.",
    )
    answer: Answer = Field(alias="reponse", description="Ce que dit le bot, mot pour mot (400 à 1 200 signes).")
    links: list[LinkYaml] = Field(alias="liens", default_factory=list, description="Les adresses utiles.")
    see_also: list[Id] = Field(alias="voir_aussi", default_factory=list, description="Les fiches à proposer ensuite.")
    offers: list[Id] = Field(
        alias="formations", default_factory=list, description="Les formations utiles : leur id, ou un de leurs thèmes."
    )
    verified_on: OptionalDay = Field(alias="verifie_le", default=None, description="Date de relecture : AAAA-MM-JJ.")
    source: str = Field(default="", description="D'où vient la question.")
    page: Literal["", "rencontres"] = Field(default="", description="La page à montrer avec la réponse : rencontres.")


class ThemeYaml(_Model):
    """A file of `questions/`."""

    title: Text = Field(alias="theme", description="Le nom du thème, comme on l'affiche sur un bouton.")
    entries: list[EntryYaml] = Field(alias="questions", description="Les fiches du thème.")


class PackYaml(_Model):
    """`faq.yaml`."""

    title: Text = Field(alias="titre", default="FAQ", description="Le nom de cette FAQ.")
    language: Literal["fr", "en"] = Field(alias="langue", default="fr", description="La langue des questions.")
    body: str = Field(alias="organisme", default="", description="Qui répond : le nom de votre organisme.")
    contact: str = Field(default="", description="Où vous joindre : une adresse e-mail ou une page.")
    themes: list[Id] = Field(
        default_factory=list, description="L'ordre des thèmes : les noms des fichiers de questions/, sans .yaml."
    )
    welcome: list[Id] = Field(
        alias="accueil", default_factory=list, description="Les fiches proposées à l'arrivée, quatre au plus."
    )


class SessionYaml(_Model):
    """A date of an offer."""

    day: Day = Field(alias="date", description="Le jour : AAAA-MM-JJ.")
    hour: Line = Field(alias="heure", description="L'heure, comme on l'écrit : 18 h 30.")
    place: Line = Field(alias="lieu", description="Le lieu.")
    link: Url | Literal[""] = Field(alias="lien", default="", description="La page d'inscription.")


class OfferYaml(Identified):
    """An offer of `formations.yaml`."""

    id: Id = Field(description="Le nom interne de l'offre : minuscules, chiffres, - et _. Ne change plus.")
    title: Line = Field(alias="titre", description="Le nom de l'offre.")
    body: Line = Field(alias="organisme", description="Qui la propose.")
    place: Line = Field(alias="lieu", description="Le lieu.")
    format: Line = Field(description="La forme : atelier, cours en ligne…")
    audience: Line = Field(alias="public", description="Pour qui.")
    price: Line = Field(alias="prix", description="Le prix, en mots : Gratuit, Selon la formation…")
    link: Url = Field(alias="lien", description="L'adresse de la page, qui commence par https://")
    until: OptionalDay = Field(alias="jusqu_au", default=None, description="Dernier jour où on la montre : AAAA-MM-JJ.")
    themes: list[Id] = Field(default_factory=list, description="Les sujets de l'offre : reseaux-sociaux, video…")
    departements: list[Departement] = Field(
        default_factory=list, description="Les numéros des départements servis ; aucun : partout en France."
    )
    sessions: list[SessionYaml] = Field(default_factory=list, description="Les dates prévues.")


class OffersYaml(_Model):
    """`formations.yaml`."""

    offers: list[OfferYaml] = Field(alias="offres", description="Les offres.")


class MeetingYaml(_Model):
    """A meeting of `rencontres.yaml`."""

    day: Day = Field(alias="date", description="Le jour : AAAA-MM-JJ.")
    hour: Line = Field(alias="heure", description="L'heure, comme on l'écrit : 18 h 30.")
    place: Line = Field(alias="lieu", description="Le lieu.")
    subject: Line = Field(alias="sujet", description="Le sujet.")
    link: Url | Literal[""] = Field(alias="lien", default="", description="La page d'inscription.")


class MeetingsYaml(_Model):
    """`rencontres.yaml`."""

    meetings: list[MeetingYaml] = Field(alias="rencontres", description="Les rencontres à venir.")


class ExchangeYaml(Identified):
    """An exchange of `conversation.yaml`."""

    id: Id = Field(description="Le nom interne : minuscules, chiffres, - et _. Ne change plus.")
    examples: list[Text] = Field(alias="exemples", min_length=1, description="Les façons de le dire.")
    replies: list[Answer] = Field(alias="reponses", min_length=1, description="Une à trois réponses, au hasard.")
    page: Literal["", "themes", "formations"] = Field(default="", description="La page à proposer sous la réponse.")


class ExchangesYaml(_Model):
    """`conversation.yaml`."""

    exchanges: list[ExchangeYaml] = Field(alias="echanges", description="Les politesses.")


class OffTopicYaml(Identified):
    """A topic of `hors-sujet.yaml`."""

    id: Id = Field(description="Le nom interne : minuscules, chiffres, - et _. Ne change plus.")
    title: Line = Field(alias="titre", description="Le nom du sujet.")
    examples: list[Text] = Field(alias="exemples", min_length=1, description="Une vingtaine de façons de demander.")
    answer: Answer = Field(alias="reponse", description="Une phrase aimable, et où aller.")
    links: list[LinkYaml] = Field(alias="liens", default_factory=list, description="Les adresses utiles.")


class OffTopicsYaml(_Model):
    """`hors-sujet.yaml`."""

    off_topics: list[OffTopicYaml] = Field(alias="sujets", description="Les sujets voisins.")


class SubjectYaml(Identified):
    """A subject of a file of `sujets/`."""

    id: Id = Field(description="Le nom interne : minuscules, chiffres, - et _. Ne change plus.")
    title: Line = Field(alias="titre", description="Le nom du sujet.")
    examples: list[Text] = Field(alias="exemples", min_length=1, description="Une vingtaine de façons de demander.")


class SubjectsYaml(_Model):
    """A file of `sujets/`."""

    subjects: list[SubjectYaml] = Field(alias="sujets", description="Les sujets dont aucune fiche ne parle.")


class VocabularyYaml(_Model):
    """`vocabulaire.yaml`."""

    abbreviations: dict[Text, Text] = Field(
        alias="abreviations", default_factory=dict, description="Ce qu'on tape en court → les mots entiers."
    )
    spellings: dict[Text, list[Text]] = Field(
        alias="orthographes", default_factory=dict, description="Un mot → ses façons de l'écrire à l'oreille."
    )
    families: dict[Text, list[Text]] = Field(
        alias="familles", default_factory=dict, description="Une idée → les mots qui y reviennent."
    )
