"""The entry of the register of processing activities (RGPD, article 30), from what is in force."""

from dataclasses import dataclass
from datetime import date

from bot.wording.composer import long_date
from bot.wording.terms import Terms


@dataclass(frozen=True, slots=True)
class Installation:
    """What is in force: the terms, who speaks, and where the data are.

    `body` and `contact`: as the content names them, where the terms do not (contact: None where there is none).
    """

    terms: Terms
    title: str
    body: str
    contact: str | None
    server: bool
    organisers_chat: bool
    page: bool


def as_markdown(installed: Installation, today: date) -> str:
    """Write the entry; what nobody but the controller can know is left open as "à compléter"."""
    terms = installed.terms
    contact = terms.contact or installed.contact or "à compléter (réglage BOT_CONTACT)"
    controller = terms.controller or f"{installed.body} (à compléter : réglage BOT_CONTROLLER)"
    sections = [
        ("Responsable du traitement", [controller, f"Contact pour l'exercice des droits : {contact}"]),
        ("Finalités", _PURPOSES),
        ("Base légale", ["Intérêt légitime (article 6, 1, f), à confirmer par le responsable."]),
        ("Personnes concernées", ["Les personnes qui écrivent au bot.", "Les organisateurs qui répondent."]),
        ("Données", _DATA),
        ("Destinataires", _recipients(installed)),
        ("Transferts hors de l'Union européenne", _TRANSFERS),
        ("Durées de conservation", _periods(terms)),
        ("Sécurité", _security(installed)),
        ("Droits des personnes", _RIGHTS),
    ]
    lines = [f"# Registre des traitements : {installed.title}", "", f"Fiche établie le {long_date(today)}."]
    for title, said in sections:
        lines += ["", f"## {title}", "", *(f"- {one}" for one in said)]
    return "\n".join(lines)


_PURPOSES = [
    "Répondre aux questions que des entrepreneurs posent à un bot de messagerie (Telegram).",
    "Faire répondre des personnes aux questions sans réponse, et prévenir qui le demande.",
    "Compléter la FAQ d'après ce qui est demandé, et compter ce qui est demandé.",
]
_DATA = [
    "Le texte des questions ; adresses e-mail, numéros de téléphone, IBAN et SIRET y sont masqués avant d'être gardés.",
    "Un pseudonyme (empreinte à clé du numéro Telegram) ; ni nom, ni nom d'utilisateur, ni numéro en clair.",
    "Les avis sur les réponses, et leur raison.",
    "À la demande de la personne seulement : la conversation où la prévenir, son département, ses coordonnées pour une "
    "formation.",
    "Des organisateurs ajoutés dans Telegram : leur numéro et leur nom ; la trace de leurs actions, sous pseudonyme.",
    "Aucune donnée sensible n'est demandée ; les personnes sont invitées à n'écrire rien de personnel.",
]
_TRANSFERS = [
    "Le bot n'appelle que Telegram. Les messages y passent et y restent selon les règles de Telegram "
    "(https://telegram.org/privacy), dont des sociétés sont établies hors de l'Union européenne.",
    "Aucun modèle de langue et aucun autre service en ligne ne reçoit de données.",
    "Lieu de l'hébergement : à compléter.",
]
_RIGHTS = [
    "Information : /confidentialite, et un rappel à l'accueil.",
    "Accès : /mesdonnees, un fichier, tout de suite. Effacement : /oublier, tout de suite.",
    "Rectification, opposition, limitation : par le contact ci-dessus.",
]


def _recipients(installed: Installation) -> list[str]:
    where = ["dans leur chat Telegram"] if installed.organisers_chat else []
    where += ["sur leur page web"] if installed.page else []
    seen = f" ({' et '.join(where)})" if where else ""
    return [
        f"Les organisateurs : les questions sans réponse, sans nom{seen}.",
        "L'hébergeur et la personne qui installe le bot : la base, chiffrée ; la clé est dans un autre fichier.",
        "Telegram, qui transporte les messages.",
    ]


def _periods(terms: Terms) -> list[str]:
    copies = (
        f"Sauvegardes quotidiennes : {terms.backups} jours ; ce qui est effacé y reste jusque-là."
        if terms.backups
        else "Sauvegardes : le bot n'en fait pas (réglage BOT_BACKUPS) ; celles faites autrement, à compléter."
    )
    return [
        f"Questions et avis : {terms.question_months} mois.",
        "Messages reçus et réponses à envoyer : jusqu'à leur traitement ; le seul numéro d'un message, 48 heures.",
        f"Ce qui n'a pas pu être traité ou remis, et la conversation où prévenir : {terms.retention_days} jours ; "
        "la conversation, 48 heures après la réponse.",
        copies,
        "L'effacement est fait chaque jour, et noté (des nombres seulement) dans un journal.",
    ]


def _security(installed: Installation) -> list[str]:
    base = "PostgreSQL" if installed.server else "SQLite, un fichier sur la machine du bot"
    return [
        f"Base de données : {base}. Textes et conversations chiffrés (Fernet : AES-128-CBC et HMAC-SHA-256).",
        "Pseudonymes par HMAC-SHA-256, avec une clé gardée hors de la base et hors des sauvegardes.",
        "Clé de chiffrement qui peut être changée sans arrêt (bot rekey) ; jetons et clés absents des journaux.",
        "Droits des organisateurs vérifiés à chaque action ; chaque action laisse une trace.",
    ]
