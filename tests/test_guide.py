"""The maintainers' guide says what is true: its examples load, its keys exist, its messages are those of the bot."""

import re
import shlex
import shutil
import unicodedata
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from bot.cli.parser import parser
from bot.content import Content, ContentError, load, schema
from bot.content.messages import Messages
from bot.content.source import read
from bot.maintain.check import check
from bot.matching.answering import Answerer
from bot.reports import explanation

FAQ = Path(__file__).parent.parent / "faq"
GUIDE = (FAQ / "LISEZMOI.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```yaml\n# faq/(\S+)\n(.+?)^```", GUIDE, re.MULTILINE | re.DOTALL))
"""The file each example belongs to → the example."""

ENTRY_FILE = "questions/photos.yaml"
SUBJECTS_FILE = "sujets/communication.yaml"
TRAPS = re.findall(r"^\| [^|]+ \| `([^|]+)` \| (?:… )?`([^|]+)` \|", GUIDE, re.MULTILINE)
"""What somebody wrote, what the bot says of it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped FAQ with every example of the guide added."""
    folder = tmp_path_factory.mktemp("guide") / "faq"
    shutil.copytree(FAQ, folder)
    for name, block in BLOCKS.items():
        here = folder / name
        (folder / "example.yaml").write_text(block, encoding="utf-8")
        data = _added(read(folder, name).data if here.exists() else {}, read(folder, "example.yaml").data)
        here.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def content(folder: Path) -> Content:
    return load(folder)


def _added(shipped: object, example: object) -> object:
    if isinstance(shipped, dict) and isinstance(example, dict):
        return shipped | {key: _added(shipped.get(key), value) for key, value in example.items()}
    return shipped + example if isinstance(shipped, list) and isinstance(example, list) else example


def _keys(shape: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in shape.model_fields.items()}


def test_every_file_of_the_folder_has_its_example(content: Content) -> None:
    assert set(BLOCKS) - {ENTRY_FILE, SUBJECTS_FILE} == {path.name for path in FAQ.glob("*.yaml")}
    assert GUIDE.count("```yaml") == len(BLOCKS)
    assert "photos-telephone" in content.entries
    assert "carte-de-visite" in {one.id for one in content.subjects}


def test_the_complete_entry_loads_by_itself_with_every_key(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / ENTRY_FILE).write_text(BLOCKS[ENTRY_FILE].replace("droit-a-l-image", ""), encoding="utf-8")
    [entry] = load(tmp_path).entries.values()
    assert all(f"    {key}:" in BLOCKS[ENTRY_FILE] for key in _keys(schema.EntryYaml) - {"id", "page"})
    assert entry.answer.startswith("Oui")


def test_the_complete_entry_earns_no_warning(folder: Path) -> None:
    findings = check(folder)
    assert not findings.errors
    assert not [warning for warning in findings.warnings if warning.path == ENTRY_FILE]


def test_every_key_that_the_guide_names_exists() -> None:
    shapes: list[type[BaseModel]] = [Messages]
    shapes += [shape for shape in vars(schema).values() if isinstance(shape, type) and issubclass(shape, BaseModel)]
    known = {key for shape in shapes for key in _keys(shape)}
    others = {"faq", "uv"}
    prose = re.sub(r"^```.+?^```", "", GUIDE, flags=re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"(?<!`)`([^\W\d_]\w*):?`(?!`)", prose)) <= known | others


def test_every_file_that_the_guide_names_exists() -> None:
    assert all((FAQ / name).is_file() for name in re.findall(r"`([\w-]+\.yaml)`", GUIDE))


def test_every_command_of_the_guide_is_understood() -> None:
    commands = re.findall(r"uv run bot ([^`\n]+)", GUIDE)
    assert len(commands) > 5
    for command in commands:
        parser().parse_args(shlex.split(command))


def test_every_link_inside_the_guide_leads_to_a_heading() -> None:
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= headings


def test_the_table_of_traps_is_read() -> None:
    assert len(TRAPS) > 10


@pytest.mark.parametrize(("written", "message"), TRAPS)
def test_a_trap_of_the_table_gives_its_message(written: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / ENTRY_FILE).write_text(_with(written), encoding="utf-8")
    with pytest.raises(ContentError, match=re.escape(message)):
        load(tmp_path)


def _with(written: str) -> str:
    """Give the complete entry with one line written otherwise: its second phrasing, or the line of that key."""
    line = written.replace("·", " ").replace("→", "\t")
    ascii_line = unicodedata.normalize("NFKD", line.strip()).encode("ascii", "ignore").decode()
    lines = BLOCKS[ENTRY_FILE].splitlines()
    if ascii_line.startswith("-"):
        at = lines.index("    formulations:") + 2
        start = "      "
    else:
        key = re.match(r"\w+", ascii_line)
        assert key
        at, start = next((n, found[1]) for n, one in enumerate(lines) if (found := re.match(rf"([ -]+){key[0]}:", one)))
    lines[at] = line if line[0] in " \t" else start + line
    return "\n".join(lines)


def test_the_question_of_the_guide_is_explained_as_it_says(content: Content) -> None:
    [question] = set(re.findall(r'bot ask "(.+?)"', GUIDE))
    answerer = Answerer.build(content)
    why = answerer.explain(question)
    assert why.pulls[0].entry == "photos-telephone"
    text = explanation.as_text(why, content)
    for sign in ("Lu :", "corrigé :", "Mots qui décident :", "proche de «", "Décision :"):
        assert sign in text
        assert sign in GUIDE
