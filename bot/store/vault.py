"""Encryption at rest, and the keyed hashes that stand for people: what the key file is for."""

import hashlib
import hmac
import logging
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import Final, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.problem import MendableError

PERSON: Final = "person"
"""The kind of pseudonym of people and chats: Telegram gives a private chat the id of its person."""

_HASH, _ENCRYPTION = "hash", "encryption"
_KEY_BYTES = 32
_NEW_FILE = """\
# La clé de la base de données du bot. Sans elle, plus rien de ce que la base contient ne se lit :
# gardez-en une copie en lieu sûr, ailleurs que la base et ses sauvegardes, et ne la donnez à personne.
# La ligne « hash » ne change jamais. Pour changer de clé de chiffrement, ajoutez une ligne « encryption »
# au-dessus de l'ancienne, que vous gardez : la première chiffre, toutes déchiffrent.
{hash} = {hash_key}
{encryption} = {encryption_key}
"""

_log = logging.getLogger(__name__)


class Vault:
    """The keys of one database: encrypts texts, and turns the ids of people into pseudonyms.

    `key_id` is a public fingerprint (12 hexadecimal digits) of the hash key, by which a database knows its key again.
    Encryption is Fernet (https://github.com/fernet/spec): AES-128-CBC and HMAC-SHA-256. Encryption keys may change
    in the file while the bot runs: it is read again before the next text is encrypted.
    """

    def __init__(self, key_file: Path) -> None:
        self._file = key_file
        self._hash_key = b""
        self.reload()
        self.key_id = self._hash("key id").hex()[:12]

    def __repr__(self) -> str:
        return f"Vault({self.key_id})"

    @classmethod
    def fingerprint(cls, key_file: Path) -> str | None:
        """Give the `key_id` of a key file, None where there is no such file; none is made."""
        try:
            return cls(key_file).key_id
        except MendableError:
            return None

    @classmethod
    def open(cls, key_file: Path) -> Self:
        """Read the key file, or make it on first run, readable by its owner only.

        Raises MendableError when it cannot be read or made, or is not a key file.
        """
        try:
            if not key_file.exists():
                _create(key_file)
            open_to_others = os.name == "posix" and key_file.stat().st_mode & 0o077
        except OSError as error:
            raise _unreadable(key_file, error) from error
        vault = cls(key_file)
        if open_to_others:
            _log.warning("D'autres comptes peuvent lire la clé : chmod 600 %s", key_file)
        return vault

    def reload(self) -> None:
        """Read the key file again; raises MendableError, and keeps the keys, when it is not one, or has another hash.

        A new hash key would make strangers of everybody.
        """
        try:
            state = _state(self._file)
            text = self._file.read_text(encoding="ascii", errors="replace")
        except OSError as error:
            raise _unreadable(self._file, error) from error
        hash_key, keys = _parse(text, self._file)
        if self._hash_key not in (b"", hash_key):
            what = f"BOT_KEY_FILE : la ligne « hash » de {self._file} a changé pendant que le bot travaille."
            raise MendableError(f"{what} Remettez l'ancienne : seules les lignes « encryption » peuvent changer.")
        self._hash_key, self._read = hash_key, state
        self._first, *_ = fernets = [Fernet(urlsafe_b64encode(key)) for key in keys]
        self._fernet = MultiFernet(fernets)

    def encrypt(self, text: str) -> bytes:
        """Encrypt any text, lone surrogates included, with the first key."""
        self._follow_file()
        return self._first.encrypt(text.encode("utf-8", "surrogatepass"))

    def decrypt(self, token: bytes) -> str:
        """Decrypt with whichever key fits; raises MendableError when none does."""
        try:
            try:
                text = self._fernet.decrypt(token)
            except InvalidToken:
                self._follow_file()
                text = self._fernet.decrypt(token)
        except InvalidToken as error:
            what = "BOT_KEY_FILE : une donnée de la base ne se lit avec aucune des clés « encryption » du fichier."
            raise MendableError(f"{what} Remettez-y l'ancienne clé, sous la nouvelle.") from error
        return text.decode("utf-8", "surrogatepass")

    def renewed(self, token: bytes) -> bytes | None:
        """Encrypt anew what an older key encrypted, or give None when the first key did; raises as `decrypt`."""
        self._follow_file()
        try:
            self._first.decrypt(token)
        except InvalidToken:
            return self.encrypt(self.decrypt(token))
        return None

    def pseudonym(self, kind: str, number: int | str) -> str:
        """Give the keyed hash of an id: 22 characters of base64url (128 bits), the same as long as the file lives."""
        return urlsafe_b64encode(self._hash(f"{kind}:{number}")[:16]).decode().rstrip("=")

    def message(self, chat_id: int, message_id: int) -> str:
        """Give the keyed hash of a message, which only its chat makes unique."""
        return self.pseudonym("message", f"{chat_id}:{message_id}")

    def _follow_file(self) -> None:
        try:
            state = _state(self._file)
        except OSError:  # gone: what is in memory is all there is
            return
        if state != self._read:
            self._read = state  # a file that is none is complained of once, and read again once it is mended
            try:
                self.reload()
            except MendableError as error:
                _log.error("%s En attendant, les clés d'avant servent.", error)

    def _hash(self, text: str) -> bytes:
        return hmac.digest(self._hash_key, text.encode(), hashlib.sha256)


def _state(key_file: Path) -> tuple[int, int]:
    status = key_file.stat()
    return status.st_mtime_ns, status.st_size


def _unreadable(key_file: Path, error: OSError) -> MendableError:
    what = f"BOT_KEY_FILE : impossible de lire ou de créer le fichier de clé {key_file} ({error.strerror})."
    return MendableError(f"{what} Vérifiez le chemin et les droits d'accès.")


def _create(key_file: Path) -> None:
    key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    hash_key, encryption_key = (urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode() for _ in range(2))
    text = _NEW_FILE.format(hash=_HASH, hash_key=hash_key, encryption=_ENCRYPTION, encryption_key=encryption_key)
    try:
        # Exclusive: of two processes that start at once, only one may choose the key.
        descriptor = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.encode())
        file.flush()
        # A database that outlives its key in a power cut would be lost.
        os.fsync(file.fileno())


def add_key(key_file: Path) -> None:
    """Put a new encryption key above the others, which still decrypt; whoever has the file open follows.

    Raises MendableError, and changes nothing, when it is no key file or cannot be written.
    """
    Vault(key_file)
    line = f"{_ENCRYPTION} = {urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode()}"
    part = key_file.with_name(f"{key_file.name}.part")
    try:
        lines = key_file.read_text(encoding="ascii", errors="surrogateescape").splitlines()
        first = next(number for number, text in enumerate(lines) if text.strip().startswith(_ENCRYPTION))
        text = "\n".join([*lines[:first], line, *lines[first:], ""])
        # Beside it, then in its place: a file that was half written would be all keys lost.
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text.encode("ascii", "surrogateescape"))
            file.flush()
            os.fsync(file.fileno())
        if os.name == "posix":  # root may do this for the bot, which must be able to read it afterwards
            os.chown(part, key_file.stat().st_uid, key_file.stat().st_gid)
        part.replace(key_file)
    except OSError as error:
        part.unlink(missing_ok=True)
        what = f"BOT_KEY_FILE : impossible d'écrire dans {key_file} ({error.strerror})."
        remedy = "Ajoutez-y la ligne « encryption » vous-même, au-dessus des autres, puis : bot rekey"
        raise MendableError(f"{what} {remedy}") from error


def _parse(text: str, key_file: Path) -> tuple[bytes, list[bytes]]:
    keys: dict[str, list[bytes]] = {_HASH: [], _ENCRYPTION: []}
    try:
        for line in filter(None, map(str.strip, text.splitlines())):
            if not line.startswith("#"):
                name, _, value = line.partition("=")
                keys[name.strip()].append(urlsafe_b64decode(value.strip()))
        [hash_key] = keys[_HASH]
        if not keys[_ENCRYPTION] or any(len(key) != _KEY_BYTES for key in (hash_key, *keys[_ENCRYPTION])):
            raise ValueError("a key is missing or cut")
    except (ValueError, KeyError):
        what = f"BOT_KEY_FILE : {key_file} n'est pas un fichier de clé du bot, ou il est abîmé."
        remedy = "Indiquez le bon fichier, ou remettez celui que vous avez gardé en lieu sûr."
        # From nothing: what could not be read may be a key.
        raise MendableError(f"{what} {remedy}") from None
    return hash_key, keys[_ENCRYPTION]
