"""What people say and tap in each picture; what the bot replies is not written here."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap on the newest button with this label."""

    label: str


Screen = tuple[str | Tap, ...]
"""What a person does on one screen; a str is what they write. The next screen goes on where this one ends."""

CONVERSATIONS: Mapping[str, tuple[Screen, ...]] = {
    "conversation": (
        ("/start", "slt fb c bien pr un kiné ?"),
        (
            "80 personnes intéressées et 6 dans la salle, que faire",
            "comment je déclare la tva de mes ventes en ligne ?",
        ),
        (
            "personne ne réagit quand je poste",
            "mes clients répondent plus à rien",
            "/formations",
            Tap("Toute la France"),
            Tap("Avis et réputation en ligne"),
            "merci !",
        ),
    ),
}
"""By the name of the picture's file."""
