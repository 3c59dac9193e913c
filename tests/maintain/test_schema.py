"""The schemas an editor uses say what the bot says: the same files pass, the same mistakes do not."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.content import ContentError, load
from bot.maintain.schema import FOLDER, named_in, schemas
from bot.maintain.schema import write as write_schemas
from tests.conftest import FAQ, SMALL, Write
from tests.content.test_load import MISTAKES

SCHEMAS = schemas()
FILES = sorted(str(path.relative_to(FAQ)) for path in FAQ.rglob("*.yaml"))

BEYOND = {
    *(
        "an id twice",
        "a subject twice",
        "does not exist",
        "tag",
        "yml",
        "a name ",
        "folder",
        "phrasings left empty",
        "day that",
        "digits",
    ),
    *("without its dash", "file without an end"),
}
"""Mistakes that no schema can see: of several places, of HTML, of names, twice a key, an empty list."""


def _mistakes(name: str, text: str) -> list[str]:
    kind = Path(name).parent.name or Path(name).stem
    validator = Draft202012Validator(SCHEMAS[f"{kind}.json"], format_checker=Draft202012Validator.FORMAT_CHECKER)
    try:
        data = yaml.load(text, Loader=_Core)  # noqa: S506  # a safe loader, see below
    except yaml.YAMLError as error:  # which editors underline by themselves
        return [str(error)]
    return [error.message for error in validator.iter_errors(data)]


class _Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it: a date is a text."""


_Core.yaml_implicit_resolvers = {
    sign: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:timestamp"]
    for sign, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _fields(node: Any) -> Iterator[tuple[str, Any]]:
    """Give every key that a schema describes."""
    if isinstance(node, dict):
        for name in ("properties", "$defs"):
            for key, one in node.get(name, {}).items():
                if name == "properties":
                    yield key, one
                yield from _fields(one)


def test_the_shipped_schemas_are_those_of_the_models(tmp_path: Path) -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in write_schemas(tmp_path)}
    shipped = {path.name: path.read_text(encoding="utf-8") for path in (FAQ / FOLDER).iterdir()}
    assert shipped == written, "write them again: uv run bot schema"
    assert {name: json.loads(text) for name, text in written.items()} == SCHEMAS


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_file_names_its_schema_and_keeps_to_it(name: str) -> None:
    text = (FAQ / name).read_text(encoding="utf-8")
    assert text.splitlines()[0] == named_in(name)
    assert ((FAQ / name).parent / named_in(name).partition("=")[2]).is_file()
    assert _mistakes(name, text) == []


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_valid_and_describes_every_key_in_french(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind])
    without = [key for key, one in _fields(SCHEMAS[kind]) if not one.get("description")]
    assert without == []
    assert '"title"' not in json.dumps(SCHEMAS[kind])


@pytest.mark.parametrize("mistake", [name for name in MISTAKES if not any(part in name for part in BEYOND)])
def test_a_mistake_of_one_place_is_underlined_while_it_is_typed(mistake: str) -> None:
    files, path, _, _ = MISTAKES[mistake]
    assert _mistakes(path, files[path])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("formations.yaml", "offres:\n  - {id: a, titre: 12, organisme: oui, lieu: no, format: 1.5, public: x,"
         " prix: 50, lien: 'https://a.fr', departements: [34, 09], jusqu_au: }\n"),
        ("faq.yaml", "titre: 2026\ncontact:\n"),
    ],
)  # fmt: skip
def test_what_the_bot_takes_for_text_is_not_underlined(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions/a.yaml").write_text("theme: A\nquestions: []\n", encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    load(tmp_path)
    assert _mistakes(name, text) == []


def test_an_unknown_placeholder_is_underlined() -> None:
    text = (FAQ / "messages.yaml").read_text(encoding="utf-8")
    assert _mistakes("messages.yaml", text.replace("notee: ", "notee: '{organisme} et {moi}' # ", 1))
    assert _mistakes("messages.yaml", text.replace("erreur: ", "erreur: '{moi}' # ", 1))


def test_the_files_of_another_folder_are_made_to_name_them(write: Write) -> None:
    folder = write({**SMALL, "faq.yaml": b"\xef\xbb\xbf# Un\r\ntitre: Un\r\n"})
    before = load(folder)
    assert {path.name for path in write_schemas(folder)} > {"faq.yaml", "facebook.yaml", "questions.json"}
    assert (folder / "faq.yaml").read_bytes() == (
        b"\xef\xbb\xbf# yaml-language-server: $schema=.schemas/faq.json\r\n# Un\r\ntitre: Un\r\n"
    )
    assert load(folder) == before
    assert {path.suffix for path in write_schemas(folder)} == {".json"}


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"nulle-part.+Vérifiez"):
        write_schemas(tmp_path / "nulle-part")
