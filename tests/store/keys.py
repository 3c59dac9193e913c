"""Changes to a key file, as its owner makes them."""

from base64 import urlsafe_b64encode
from pathlib import Path
from secrets import token_bytes


def new_key_first(key_file: Path) -> None:
    """Add a new encryption key above the one that is there."""
    hash_line, *encryption_lines = _lines(key_file)
    new_line = f"encryption = {urlsafe_b64encode(token_bytes(32)).decode()}"
    key_file.write_text("\n".join([hash_line, new_line, *encryption_lines]))


def drop_old_keys(key_file: Path) -> None:
    """Leave only the first encryption key."""
    key_file.write_text("\n".join(_lines(key_file)[:2]))


def _lines(key_file: Path) -> list[str]:
    return [line for line in key_file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
