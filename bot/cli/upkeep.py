"""The commands of whoever runs the bot: copies of the database, its keys, what is wrong, what is promised."""

import asyncio
from argparse import Namespace
from datetime import date

from bot.config import Settings, read
from bot.problem import MendableError


def backup(arguments: Namespace) -> int:
    """Copy the database."""
    from bot.store import Vault
    from bot.store.backup import backup

    settings = read()
    key_id = backup(settings.required_database_url(), arguments.file)
    print(arguments.file)
    if Vault.fingerprint(settings.key_file) != key_id:
        print(f"Attention : il se lit avec la clé {key_id}, qui n'est pas celle de {settings.key_file}. Retrouvez-la.")
        return 0
    print(f"Il se lit avec la clé {key_id} ({settings.key_file}), qui n'y est pas : gardez-en une copie ailleurs.")
    return 0


def restore(arguments: Namespace) -> int:
    """Put a backup in the place of the database."""
    from bot.store import Vault
    from bot.store.backup import restore

    settings = read()
    if not settings.key_file.is_file():  # a new one would be made, and fit nothing
        what = f"BOT_KEY_FILE : il n'y a pas de fichier de clé {settings.key_file}."
        raise MendableError(f"{what} Remettez d'abord celui de la base, que vous avez gardé en lieu sûr.")
    url = settings.required_database_url()
    restore(arguments.file, url, Vault.open(settings.key_file), replace=arguments.replace)
    print(f"C'est fait : la base est celle de {arguments.file}. Ce qui a été demandé, répondu ou effacé depuis n'y est")
    print("pas : si des personnes ont demandé l'oubli entre-temps (/oublier), invitez-les à le redemander.")
    return 0


def rekey(arguments: Namespace) -> int:
    """Encrypt everything anew."""
    from bot.store.vault import add_key

    settings = read()
    if arguments.new:
        add_key(settings.key_file)
    count = asyncio.run(_rekey(settings))
    print(f"\nC'est fait : {count} valeurs chiffrées de nouveau avec la première clé de {settings.key_file}.")
    print("Les autres lignes « encryption » ne servent plus qu'aux sauvegardes d'avant : retirez-les avec elles.")
    return 0


async def _rekey(settings: Settings) -> int:
    from bot import app

    async with app.opened(settings) as store:
        return await store.rekey(lambda so_far: print(f"\r{so_far}", end="", flush=True))


def privacy_record(arguments: Namespace) -> int:
    """Print the entry of the register."""
    from bot import app
    from bot.content import load
    from bot.reports.register import Installation, as_markdown
    from bot.store.database import sqlite_file

    settings = read()
    content = load(settings.faq)
    pack = content.pack
    installed = Installation(
        app.terms(settings),
        pack.title,
        pack.body or content.required_messages().somebody,
        pack.contact or None,
        server=sqlite_file(settings.required_database_url()) is None,
        organisers_chat=settings.organisers_chat is not None,
        page=settings.listen is not None,
    )
    print(as_markdown(installed, date.today()))
    return 0
