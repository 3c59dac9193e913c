"""An evening: twelve things that no entry answers, asked in sixty wordings by forty people."""

from typing import Final

SUBJECTS: Final[dict[str, tuple[str, ...]]] = {
    "podcast": (
        "faut-il lancer un podcast pour mon cabinet",
        "un podcast c'est utile pour un artisan ?",
        "comment enregistrer un podcast sans studio",
        "podcast d'entreprise ça vaut le coup",
        "un podcast, et si oui avec quel micro",
    ),
    "hashtags": (
        "combien de hashtags mettre",
        "quels hashtags pour une boulangerie",
        "hashtags ou pas hashtags",
        "mettre des hashtags en anglais ou en français",
        "hashtags au début ou à la fin",
    ),
    "fanfare": (
        "une fanfare pour l'ouverture",
        "faire venir une fanfare au magasin",
        "fanfare ou accordéon le samedi",
        "combien de musiciens dans la fanfare",
        "la fanfare gêne les voisins",
    ),
    "pinterest": (
        "pinterest pour une déco d'intérieur",
        "ouvrir un compte pinterest pro",
        "épingler mes meubles sur pinterest",
        "ranger mes tableaux pinterest",
        "tableaux pinterest pour une couturière",
    ),
    "sous-titres": (
        "les sous-titres prennent un temps fou",
        "sous-titres automatiques ou à la main",
        "faut-il des sous-titres pour les malentendants",
        "qui écrit les sous-titres à ma place",
        "sous-titres en deux langues",
    ),
    "sondage": (
        "les sondages en story ça marche ?",
        "créer un sondage pour mes clients",
        "un sondage pour choisir mes horaires",
        "un sondage, mes clients y répondent-ils vraiment",
        "combien de réponses faut-il pour un sondage fiable",
    ),
    "mascotte": (
        "une mascotte pour mon garage",
        "une mascotte c'est ringard ?",
        "faire dessiner une mascotte",
        "mascotte animal ou personnage",
        "donner un nom à ma mascotte",
    ),
    "parrainage": (
        "monter un système de parrainage",
        "parrainage entre clients quelle récompense",
        "le parrainage fonctionne pour un coiffeur ?",
        "parrainage : un bon de réduction ou un cadeau",
        "suivre les parrainages sans logiciel",
    ),
    "calendrier": (
        "faire un calendrier de l'avent",
        "calendrier de l'avent, vingt-quatre cases à remplir",
        "que cacher dans un calendrier de l'avent",
        "un calendrier de l'avent avec mes voisins commerçants",
        "calendrier de l'avent papier ou numérique",
    ),
    "livre-d-or": (
        "un livre d'or à l'accueil",
        "livre d'or papier ou tablette",
        "recopier le livre d'or en ligne",
        "un livre d'or pour les clients du gîte",
        "que faire de mon vieux livre d'or",
    ),
    "emoji": (
        "mettre des émojis ou pas",
        "trop d'émojis ça fait pas sérieux",
        "quels émojis pour un notaire",
        "émojis dans un titre",
        "les émojis passent mal chez mes clients âgés",
    ),
    "carillon": (
        "un carillon à la porte du magasin",
        "carillon sans fil ou avec fil",
        "le carillon agace mes clients",
        "carillon musical de noël",
        "remplacer un vieux carillon",
    ),
}
