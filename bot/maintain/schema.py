"""The JSON Schemas of the content files: what lets an editor complete keys and underline mistakes while one types.

Made of the same models that read the files (JSON Schema 2020-12). Each file names its schema in a first line that the
YAML language server reads: https://github.com/redhat-developer/yaml-language-server#using-inlined-schema
"""

import codecs
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.content import ContentError, Problem
from bot.content.files import FOLDERS, QUESTIONS, SUBJECTS, files_in
from bot.content.load import READ
from bot.content.schema import SubjectsYaml, ThemeYaml
from bot.maintain.edit import put

FOLDER = ".schemas"
"""Where the schemas are, below the content folder."""

_SIGN = b"# yaml-language-server:"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Give the schema of each kind of file by its name below the folder of schemas."""
    shapes: dict[str, type[BaseModel]] = {f"{QUESTIONS}.yaml": ThemeYaml, f"{SUBJECTS}.yaml": SubjectsYaml, **READ}
    return {f"{Path(name).stem}.json": _schema(shape) for name, shape in shapes.items()}


def write(folder: Path) -> list[Path]:
    """Write the schemas into a content folder, and have each file name its own; give what was written.

    Raises ContentError where that cannot be.
    """
    written = []
    try:
        written += [folder / path for path in _files(folder) if _name_in(folder, path)]
        (folder / FOLDER).mkdir(exist_ok=True)
        for name, schema in schemas().items():
            path = folder / FOLDER / name
            path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            written.append(path)
    except OSError as error:
        what = f"impossible d'y écrire ({error.strerror})."
        raise ContentError([Problem(str(folder / FOLDER), 1, what, "Vérifiez les droits du dossier.")]) from None
    return written


def _files(folder: Path) -> list[str]:
    return [
        *(name for name in READ if (folder / name).is_file()),
        *(path for where in FOLDERS for path in files_in(folder, where)),
    ]


def _name_in(folder: Path, path: str) -> bool:
    """Put the name of its schema above a file, unless it names one."""
    raw = (folder / path).read_bytes()
    if _SIGN in raw:
        return False
    end = b"\r\n" if b"\r\n" in raw else b"\n"
    line = named_in(path).encode() + end
    bom = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    return put((folder / path).resolve(), bom + line + raw.removeprefix(bom), raw)


def named_in(path: str) -> str:
    """Give the line by which a file of the content names its schema; `path` is below the content folder."""
    parent = Path(path).parent.name
    where = f"../{FOLDER}/{parent}.json" if parent else f"{FOLDER}/{Path(path).stem}.json"
    return f"# yaml-language-server: $schema={where}"


def _schema(shape: type[BaseModel]) -> dict[str, Any]:
    schema = shape.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": _DIALECT, **_for_people(schema)}


def _for_people(node: Any) -> Any:
    """Take out what an editor would show in English: pydantic's titles, and the docstrings of the code."""
    if isinstance(node, list):
        return [_for_people(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept: dict[str, Any] = {}
    for name, value in node.items():
        if name == "title" and isinstance(value, str):
            continue
        if name == "description" and "properties" in node:
            continue
        if name in ("properties", "$defs"):
            kept[name] = {key: _for_people(one) for key, one in value.items()}
        elif name == "type" and value == "string":
            # What is typed without quotes is text to us, and a number or a boolean to an editor.
            kept[name] = ["string", "number", "boolean", *(["null"] if node.get("default") == "" else [])]
        else:
            kept[name] = _for_people(value)
    return kept
