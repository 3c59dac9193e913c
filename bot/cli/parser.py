"""What can be typed after `bot`, with its help in French."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from bot.cli import commands, desk, doctor, maintain, upkeep


def parser() -> argparse.ArgumentParser:
    """Build the parser; the chosen command's function is in `command`."""
    top = _French(prog="bot", description="Le bot qui répond aux questions des entrepreneurs, d'après la FAQ.")
    choices = top.add_subparsers(title="commandes", metavar="COMMANDE", required=True, parser_class=_French)

    def command(name: str, help: str, run: commands.Command) -> argparse.ArgumentParser:
        one = choices.add_parser(name, help=help, description=help)
        one.set_defaults(command=run)
        return one

    command("run", "Faire tourner le bot sur Telegram.", commands.run)
    command("chat", "Parler avec le bot dans le terminal, sans Telegram.", commands.chat)
    demo = command("demo", "Essayer les deux côtés du bot dans un navigateur.", commands.demo)
    demo.add_argument("--port", metavar="PORT", type=_port, default=8080, help="le port de cet ordinateur (8080)")

    ask = command("ask", "Poser une question et voir la réponse.", commands.ask)
    ask.add_argument("question", metavar="QUESTION", help="la question, entre guillemets")
    ask.add_argument("--json", action="store_true", help="écrire du JSON")
    ask.add_argument("--explain", action="store_true", help="dire pourquoi cette réponse")
    _folder(ask)

    check = command("check", "Vérifier le contenu de la FAQ.", commands.check)
    check.add_argument("--json", action="store_true", help="écrire du JSON")
    check.add_argument("--format", choices=("text", "github"), default="text", help="text, ou github : annotations")
    check.add_argument("--links", action="store_true", help="demander aussi chaque adresse (par Internet)")
    check.add_argument("--fix", action="store_true", help="corriger d'abord ce qui peut l'être sans risque")
    _folder(check)

    _folder(command("schema", "Écrire de quoi compléter et souligner dans un éditeur.", commands.schema))

    _maintain(command)

    evaluate = command("evaluate", "Mesurer les réponses sur des questions connues.", commands.evaluate)
    evaluate.add_argument("files", metavar="FICHIER", nargs="+", type=Path, help="questions (JSON Lines)")
    evaluate.add_argument("--groups", action="store_true", help="mesurer plutôt le regroupement des questions ouvertes")
    evaluate.add_argument("--json", action="store_true", help="écrire du JSON")
    evaluate.add_argument("--predictions", metavar="SORTIE", type=Path, help="y écrire la réponse à chaque question")
    evaluate.add_argument("--wrong", action="store_true", help="montrer ce qui est faux, avec les raisons")
    _folder(evaluate)

    benchmark = command("benchmark", "Comparer le moteur à d'autres : qualité et temps.", commands.benchmark)
    benchmark.add_argument(
        "files", metavar="FICHIER", nargs="*", type=Path, help="questions (défaut : celles de tests/evaluation)"
    )
    benchmark.add_argument("--public", metavar="DOSSIER", type=Path, help="un jeu public : faq.json et test.jsonl")
    benchmark.add_argument("--scaling", action="store_true", help="mesurer le temps de 50 à 100 000 formulations")
    benchmark.add_argument(
        "--picture", metavar="FICHIER", type=Path, help="avec --scaling : y dessiner les courbes (SVG)"
    )
    _folder(benchmark)

    _questions(command("questions", "Voir et régler les questions qui attendent une réponse.", desk.listed))
    _organisers(command("organisers", "Voir, ajouter ou retirer des organisateurs.", desk.organisers))

    qr = command("qr", "Faire l'affiche qui mène au bot, avec un code QR.", commands.qr)
    qr.add_argument("target", metavar="PAGE", nargs="?", default="", help="fiche-NOM ou theme-NOM (défaut : l'accueil)")
    qr.add_argument("--bot", metavar="NOM", required=True, help="le nom du bot sur Telegram, par exemple @mon_bot")
    _folder(qr)

    command("health", "Dire si le bot tourne (code de sortie 0 ou 1).", commands.health)
    _upkeep(command)
    return top


def _upkeep(command: Callable[[str, str, commands.Command], argparse.ArgumentParser]) -> None:
    examined = command("doctor", "Dire ce qui ne va pas dans l'installation, et comment le réparer.", doctor.doctor)
    examined.add_argument("--json", action="store_true", help="écrire du JSON")
    backup = command("backup", "Copier la base de données, pendant que le bot tourne.", upkeep.backup)
    backup.add_argument("file", metavar="FICHIER", type=Path, help="le fichier à écrire ; il ne doit pas exister")
    restore = command("restore", "Remettre une sauvegarde à la place de la base, le bot arrêté.", upkeep.restore)
    restore.add_argument("file", metavar="FICHIER", type=Path, help="la sauvegarde")
    restore.add_argument("--replace", action="store_true", help="remplacer la base qui existe ; elle est mise de côté")
    rekey = command("rekey", "Tout chiffrer de nouveau avec la première clé du fichier.", upkeep.rekey)
    command("privacy-record", "Écrire la fiche du registre des traitements (RGPD, article 30).", upkeep.privacy_record)
    rekey.add_argument("--new", action="store_true", help="mettre d'abord une nouvelle clé dans le fichier")


def _maintain(command: Callable[[str, str, commands.Command], argparse.ArgumentParser]) -> None:
    _replay(command("replay", "Rejouer le journal : que gagne et que perd une édition ?", maintain.replay))

    new = command("new-faq", "Commencer une FAQ sur un autre thème.", maintain.new_faq)
    new.add_argument("folder", metavar="DOSSIER", type=Path, help="le dossier à créer")
    _folder(new)

    export = command("export", "Écrire les fiches dans un tableau .csv ou .xlsx.", maintain.export_faq)
    export.add_argument("file", metavar="FICHIER", type=Path, help="le fichier à écrire")
    _folder(export)

    bring = command("import", "Écrire les fiches d'un tableau dans les fichiers.", maintain.import_faq)
    bring.add_argument("file", metavar="FICHIER", type=Path, help="le tableau, .csv ou .xlsx")
    _folder(bring)

    suggest = command("suggest", "Voir ce que le journal apprend, et l'ajouter.", maintain.suggest)
    suggest.add_argument("--days", metavar="JOURS", type=_whole, default=90, help="le journal de tant de jours (90)")
    suggest.add_argument("--apply", action="store_true", help="écrire toutes les formulations dans les fiches")
    suggest.add_argument("--json", action="store_true", help="écrire du JSON")
    _folder(suggest)


def _replay(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "files", metavar="FICHIER", nargs="*", type=Path, help="rejouer aussi ces questions, dont on connaît la fiche"
    )
    old = command.add_mutually_exclusive_group()
    old.add_argument("--base", metavar="RÉVISION", default="HEAD", help="comparer à cette révision git (défaut : HEAD)")
    old.add_argument("--against", metavar="DOSSIER", type=Path, help="comparer à cet autre dossier de FAQ")
    command.add_argument("--head", metavar="RÉVISION", help="juger cette révision (défaut : le dossier tel qu'il est)")
    command.add_argument("--days", metavar="JOURS", type=_whole, default=90, help="le journal de tant de jours (90)")
    command.add_argument("--no-log", action="store_true", help="sans le journal : seulement les fichiers")
    command.add_argument("--json", action="store_true", help="écrire du JSON")
    _folder(command)


def _questions(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="écrire du JSON")
    command.add_argument("--theme", metavar="THÈME", help="seulement celles d'un thème")
    command.add_argument(
        "--days", metavar="JOURS", type=_whole, default=0, help="seulement celles d'au moins tant de jours"
    )
    command.add_argument("--page", metavar="PAGE", type=_from_one, default=1, help="la page, à partir de 1")
    acts = command.add_subparsers(title="que faire d'une question", metavar="ACTION", parser_class=_French)

    def act(name: str, help: str, run: commands.Command, *numbers: tuple[str, str]) -> argparse.ArgumentParser:
        one = acts.add_parser(name, help=help, description=help)
        for number, meaning in numbers:
            one.add_argument(number, metavar=meaning, type=int, help=f"{meaning.lower()}, comme dans la liste")
        one.set_defaults(command=run)
        return one

    number = ("number", "NUMÉRO")
    acts_of = {
        "claim": "Dire qu'on s'en occupe, pour deux heures.",
        "release": "La laisser aux autres.",
        "ignore": "La laisser sans réponse, maintenant et plus tard.",
        "reopen": "La laisser attendre de nouveau.",
        "take-back": "Reprendre ce qui n'est pas encore parti.",
    }
    show = act("show", "Montrer une question et tout ce qu'on en sait.", desk.show, number)
    # Where it is not said here, what was said before it stays: `bot questions --json show 12`.
    show.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="écrire du JSON")
    answer = act("answer", "Répondre à toutes les personnes qui l'ont posée.", desk.answer, number)
    answer.add_argument("text", metavar="TEXTE", help="la réponse, ou - pour la lire sur l'entrée")
    same = act("same-as", "Répondre par une fiche, qui apprend la formulation.", desk.same_as, number)
    same.add_argument("entry", metavar="FICHE", help="l'id de la fiche")
    entry = act("new-entry", "En faire une fiche.", desk.new_entry, number)
    entry.add_argument("text", metavar="TEXTE", help="la réponse, ou - pour la lire sur l'entrée")
    entry.add_argument("--id", metavar="NOM", help="le nom de la fiche (défaut : proposé)")
    entry.add_argument("--question", metavar="QUESTION", help="sa question (défaut : la meilleure formulation)")
    entry.add_argument("--theme", dest="entry_theme", metavar="THÈME", help="son thème (défaut : le plus proche)")
    for name, help in acts_of.items():
        act(name, help, desk.ACTS[name], number)
    act("merge", "La réunir avec une autre.", desk.merge, number, ("into", "AUTRE"))
    act("split", "Donner à une formulation sa propre question.", desk.split, ("wording", "FORMULATION"))
    ask = act("ask", "Demander une précision aux personnes qui l'ont posée.", desk.ask, number)
    ask.add_argument("text", metavar="TEXTE", help="ce qu'on leur demande, ou - pour le lire sur l'entrée")
    blocked = {"block": ("Ne plus lire la personne qui l'a écrite.", True), "unblock": ("La lire de nouveau.", False)}
    for name, (help, is_blocked) in blocked.items():
        act(name, help, desk.block, ("wording", "FORMULATION")).set_defaults(blocked=is_blocked)
    act("patches", "Écrire ce qu'une FAQ en lecture seule n'a pas pu prendre (pour git apply).", desk.patches)
    export = act("export", "Écrire la liste dans un fichier .csv ou .xlsx.", desk.export)
    export.add_argument("file", metavar="FICHIER", type=Path, help="le fichier à écrire")


def _organisers(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="écrire du JSON")
    acts = command.add_subparsers(title="que faire", metavar="ACTION", parser_class=_French)
    add = acts.add_parser("add", help="Ajouter quelqu'un, tout de suite.")
    add.add_argument("number", metavar="NUMÉRO", type=int, help="son numéro Telegram, celui que donne /id")
    add.add_argument("name", metavar="NOM", help="le nom que verront les autres")
    add.set_defaults(command=desk.add_organiser)
    remove = acts.add_parser("remove", help="Retirer quelqu'un, tout de suite.")
    remove.add_argument("number", metavar="NUMÉRO", type=int, help="son numéro Telegram")
    remove.set_defaults(command=desk.remove_organiser)


def _folder(command: argparse.ArgumentParser) -> None:
    command.add_argument("--faq", metavar="DOSSIER", type=Path, help="le dossier de la FAQ (défaut : BOT_FAQ, ou faq)")


def _whole(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _port(text: str) -> int:
    number = _from_one(text)
    return number if number < 65536 else int("")  # refused as what is no number is


def _from_one(text: str) -> int:
    return _whole(text) or int("")  # 0 is refused as what is no number is


_MESSAGES = [
    (re.compile(english), french)
    for english, french in (
        (r"the following arguments are required: (.+)", r"il manque \1"),
        (r"unrecognized arguments: (.+)", r"« \1 » n'est pas compris"),
        (r"argument \S+: invalid choice: '(.*)' \(choose from (.+)\)", r"« \1 » n'est pas une commande (\2)"),
        (r"argument (\S+): not allowed with argument (\S+)", r"\1 et \2 ne vont pas ensemble"),
        (r"argument (\S+): expected one argument", r"\1 attend une valeur"),
        (r"argument (\S+): invalid \w+ value: '(.*)'", r"\1 : « \2 » n'est pas un nombre qui convient"),
        (r"argument (--\S+): invalid choice: '(.*)' \(choose from (.+)\)", r"\1 : « \2 » n'est pas dans \3"),
        (r"argument (\S+): expected at least one argument", r"\1 attend une valeur"),
    )
]
"""argparse's refusals, in French."""


class _French(argparse.ArgumentParser):
    """argparse with its own few words in French."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options, add_help=False)  # type: ignore[arg-type]  # passed on as argparse gave them
        self._positionals.title = "arguments"
        self.add_argument("-h", "--help", action="help", help="afficher cette aide")

    def error(self, message: str) -> NoReturn:
        for english, french in _MESSAGES:
            message = english.sub(french, message)
        self.exit(2, f"{self.prog} : {message}. Voyez « {self.prog} --help ».\n")
