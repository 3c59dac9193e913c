"""The départements of France: code → name, and their chief towns.

Source: INSEE, Code officiel géographique 2026 (101 départements).
"""

import re
import unicodedata
from collections.abc import Mapping

_METROPOLE = """\
01 Ain, 02 Aisne, 03 Allier, 04 Alpes-de-Haute-Provence, 05 Hautes-Alpes, 06 Alpes-Maritimes, 07 Ardèche,
08 Ardennes, 09 Ariège, 10 Aube, 11 Aude, 12 Aveyron, 13 Bouches-du-Rhône, 14 Calvados, 15 Cantal, 16 Charente,
17 Charente-Maritime, 18 Cher, 19 Corrèze, 2A Corse-du-Sud, 2B Haute-Corse, 21 Côte-d'Or, 22 Côtes-d'Armor, 23 Creuse,
24 Dordogne, 25 Doubs, 26 Drôme, 27 Eure, 28 Eure-et-Loir, 29 Finistère, 30 Gard, 31 Haute-Garonne, 32 Gers,
33 Gironde, 34 Hérault, 35 Ille-et-Vilaine, 36 Indre, 37 Indre-et-Loire, 38 Isère, 39 Jura, 40 Landes,
41 Loir-et-Cher, 42 Loire, 43 Haute-Loire, 44 Loire-Atlantique, 45 Loiret, 46 Lot, 47 Lot-et-Garonne, 48 Lozère,
49 Maine-et-Loire, 50 Manche, 51 Marne, 52 Haute-Marne, 53 Mayenne, 54 Meurthe-et-Moselle, 55 Meuse, 56 Morbihan,
57 Moselle, 58 Nièvre, 59 Nord, 60 Oise, 61 Orne, 62 Pas-de-Calais, 63 Puy-de-Dôme, 64 Pyrénées-Atlantiques,
65 Hautes-Pyrénées, 66 Pyrénées-Orientales, 67 Bas-Rhin, 68 Haut-Rhin, 69 Rhône, 70 Haute-Saône, 71 Saône-et-Loire,
72 Sarthe, 73 Savoie, 74 Haute-Savoie, 75 Paris, 76 Seine-Maritime, 77 Seine-et-Marne, 78 Yvelines, 79 Deux-Sèvres,
80 Somme, 81 Tarn, 82 Tarn-et-Garonne, 83 Var, 84 Vaucluse, 85 Vendée, 86 Vienne, 87 Haute-Vienne, 88 Vosges,
89 Yonne, 90 Territoire de Belfort, 91 Essonne, 92 Hauts-de-Seine, 93 Seine-Saint-Denis, 94 Val-de-Marne,
95 Val-d'Oise"""
_OUTRE_MER = "971 Guadeloupe, 972 Martinique, 973 Guyane, 974 La Réunion, 976 Mayotte"

_CHIEF_TOWNS = """\
01 Bourg-en-Bresse, 02 Laon, 03 Moulins, 04 Digne-les-Bains, 05 Gap, 06 Nice, 07 Privas, 08 Charleville-Mézières,
09 Foix, 10 Troyes, 11 Carcassonne, 12 Rodez, 13 Marseille, 14 Caen, 15 Aurillac, 16 Angoulême, 17 La Rochelle,
18 Bourges, 19 Tulle, 2A Ajaccio, 2B Bastia, 21 Dijon, 22 Saint-Brieuc, 23 Guéret, 24 Périgueux, 25 Besançon,
26 Valence, 27 Évreux, 28 Chartres, 29 Quimper, 30 Nîmes, 31 Toulouse, 32 Auch, 33 Bordeaux, 34 Montpellier, 35 Rennes,
36 Châteauroux, 37 Tours, 38 Grenoble, 39 Lons-le-Saunier, 40 Mont-de-Marsan, 41 Blois, 42 Saint-Étienne,
43 Le Puy-en-Velay, 44 Nantes, 45 Orléans, 46 Cahors, 47 Agen, 48 Mende, 49 Angers, 50 Saint-Lô,
51 Châlons-en-Champagne, 52 Chaumont, 53 Laval, 54 Nancy, 55 Bar-le-Duc, 56 Vannes, 57 Metz, 58 Nevers, 59 Lille,
60 Beauvais, 61 Alençon, 62 Arras, 63 Clermont-Ferrand, 64 Pau, 65 Tarbes, 66 Perpignan, 67 Strasbourg, 68 Colmar,
69 Lyon, 70 Vesoul, 71 Mâcon, 72 Le Mans, 73 Chambéry, 74 Annecy, 76 Rouen, 77 Melun, 78 Versailles, 79 Niort,
80 Amiens, 81 Albi, 82 Montauban, 83 Toulon, 84 Avignon, 85 La Roche-sur-Yon, 86 Poitiers, 87 Limoges, 88 Épinal,
89 Auxerre, 90 Belfort, 92 Nanterre, 93 Bobigny, 94 Créteil, 971 Basse-Terre, 972 Fort-de-France, 973 Cayenne,
976 Mamoudzou"""

_LONGEST_PLACE = 3
"""In words."""

_PREFACE = re.compile(
    r"\s*(?:(?:moi\s+|nous\s+)?(?:je suis|j[’' ]?habite|jsuis|on est|nous sommes|c[’']est)\s+)?"
    r"(?:(?:dans|à|a|au|en|sur|vers|pr[èe]s d[eu])\s+)?(?:(?:mon|le)\s+d[ée]p(?:artemen)?t\s+(?:est\s+)?)?",
    re.IGNORECASE,
)
"""What people put before the place they are in: "je suis dans"."""

_ARTICLE = re.compile(r"(?:(?:de )?l[’']\s*|d[’']\s*|(?:du|de la|de|le|la|les)\s+)", re.IGNORECASE)

_SAYS_WHERE = re.compile(
    r"(?:moi\s+|nous\s+)?"
    r"(?:(?:je suis|jsuis|on est|nous sommes)\s+(?:dans|à|a|au|en|vers|pr[èe]s d[eu])\s|j[’' ]?habite\s)",
    re.IGNORECASE,
)


def _by_code(listed: str) -> dict[str, str]:
    return {code: name for code, _, name in (one.strip().partition(" ") for one in listed.split(","))}


DEPARTEMENTS: Mapping[str, str] = _by_code(f"{_METROPOLE}, {_OUTRE_MER}")
"""By code, as INSEE orders them."""


def find_departement(text: str) -> str | None:
    """Give the code of what somebody typed, else None.

    A code ("34", "2a"), a name, a postal code ("34000") or the chief town, alone or in "je suis dans le 34".
    """
    place = _place(text)
    return _exactly(text) or _exactly(place) or _exactly(_ARTICLE.sub("", place, count=1))


def says_where(text: str) -> bool:
    """Say whether a text speaks of the place somebody is in ("je suis à Sète"), whatever that is."""
    return bool(_SAYS_WHERE.match(text.lstrip())) and "?" not in text and len(_place(text).split()) <= _LONGEST_PLACE


def _place(text: str) -> str:
    return _PREFACE.sub("", text, count=1)


def _exactly(text: str) -> str | None:
    typed = text.strip(" \t\n.,!").upper()
    if len(typed) == 5 and typed.isdecimal():
        typed = typed[:3] if typed.startswith("97") else typed[:2]
    if typed in DEPARTEMENTS:
        return typed
    if len(typed) == 1 and typed.isdecimal():
        return _exactly(f"0{typed}")
    return _CODES.get(_folded(text))


def _folded(name: str) -> str:
    """Keep the letters, without accents nor case."""
    return "".join(one for one in unicodedata.normalize("NFKD", name).casefold() if one.isalpha())


_CODES = {_folded(name): code for code, name in [*_by_code(_CHIEF_TOWNS).items(), *DEPARTEMENTS.items()]}
