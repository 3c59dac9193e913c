"""What people say and tap in each picture; what the bot replies is not written here."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap on the newest button whose label begins so."""

    label: str


@dataclass(frozen=True, slots=True)
class Send:
    """A message of another kind: "voice", "photo", "sticker"…"""

    kind: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of what the person wrote last."""

    text: str


Act = str | Tap | Send | Edit
"""What a person does; a str is what they write."""

Screen = tuple[Act, ...]
"""What a person does on one screen. The next screen goes on where this one ends."""

CONVERSATIONS: Mapping[str, tuple[Screen, ...]] = {
    "conversation": (
        ("/start", "slt fb c bien pr un kiné ?"),
        (
            "80 personnes intéressées et 6 dans la salle, que faire",
            "comment je déclare la tva de mes ventes en ligne ?",
        ),
        (
            "slt c koi le mieu insta ou fb",
            "mes clients répondent plus à rien",
            "/formations",
            Tap("Toute la France"),
            Tap("Avis et réputation en ligne"),
            "merci !",
        ),
    ),
    "doubt": (
        ("slt c koi le mieu insta ou fb", Tap("1.")),
        ("slt c koi le mieu insta ou fb", Tap("Aucune de celles-ci")),
    ),
    "unknown": (
        ("comment faire venir les touristes chinois", Tap("Prévenez-moi"), "/mesquestions"),
        ("/aide",),
    ),
    "not-my-question": (
        ("slt fb c bien pr un kiné ?", Tap("👎")),
        (Tap("Ce n’est pas ma question"), "1"),
    ),
    "outdated": (
        ("comment répondre à un mauvais avis google", Tap("👎"), Tap("Ce n’est plus vrai"), Tap("Prévenez-moi")),
        ("/mesdonnees",),
    ),
    "training": (
        ("/formations", "34", Tap("Retenir mon département"), Tap("Réseaux sociaux")),
        (Tap("Ça m’intéresse"), Tap("Oui"), "/formations"),
    ),
    "meetings": (("/rencontres", Tap("Me le rappeler"), "c'est quand la prochaine rencontre ?"),),
    "follow-up": (
        ("combien de fois publier par semaine", "et pour Instagram ?"),
        ("faut-il répondre aux avis et comment trouver le bon hashtag ?", Edit("faut-il répondre aux avis ?")),
    ),
    "other-kinds": (
        (Send("voice"), Send("photo"), Send("sticker"), Send("location"), Send("contact")),
        ("https://exemple.fr/page", "?", "👍👍", "1234", "how do I get more followers on instagram", "merci !"),
    ),
    "data": (("/confidentialite",), ("/mesdonnees", "/oublier", Tap("Tout effacer"), "/mesdonnees")),
    "themes": (("/themes", Tap("Facebook")), ("/themes", Tap("Se former"))),
    "reponse": (("slt fb c bien pr un kiné ?",),),
    "hesitation": (("slt c koi le mieu insta ou fb",), ("comment faire venir les touristes chinois",)),
}
"""By the name of the picture's file."""
