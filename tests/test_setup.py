"""The files around the code agree with it, and with each other."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from bot.config import Settings
from bot.store import Vault

ROOT = Path(__file__).parents[1]
SETTINGS = {f"BOT_{name.upper()}" for name in Settings.model_fields}


@pytest.fixture
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture
def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text(encoding="utf-8")


@pytest.fixture
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def _image_settings(dockerfile: str) -> dict[str, str]:
    return dict(re.findall(r"\b(BOT_\w+)=(\S+)", dockerfile))


def test_the_example_of_an_environment_names_every_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(?:# )?(BOT_\w+)=", example, re.MULTILINE)) == SETTINGS


def test_every_line_of_the_example_is_a_setting_that_loads(tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(re.sub("^# BOT_", "BOT_", example, flags=re.MULTILINE), encoding="utf-8")
    assert Settings(_env_file=tmp_path / ".env").organisers == (123456789, 987654321)


def test_the_image_and_compose_set_only_what_is_a_setting(dockerfile: str, compose: dict[str, Any]) -> None:
    assert set(_image_settings(dockerfile)) <= SETTINGS
    assert compose["services"]["bot"]["environment"] == _image_settings(dockerfile)


def test_compose_mounts_what_the_image_expects(dockerfile: str, compose: dict[str, Any]) -> None:
    settings, service = _image_settings(dockerfile), compose["services"]["bot"]
    assert service["volumes"] == [f"data:{settings['BOT_DATA']}", f"./faq:{settings['BOT_FAQ']}"]
    assert [f"/run/secrets/{name}" for name in service["secrets"]] == [settings["BOT_KEY_FILE"]]
    assert set(service["secrets"]) == set(compose["secrets"])
    assert f"\nVOLUME {settings['BOT_DATA']}\n" in dockerfile


def test_the_image_is_built_with_versions_that_the_project_takes(dockerfile: str, project: dict[str, Any]) -> None:
    pythons = set(re.findall(r"^FROM python:([\d.]+)-slim\b", dockerfile, re.MULTILINE))
    [uv] = re.findall(r"\buv==([\d.]+)", dockerfile)
    assert len(pythons) == 1
    assert SpecifierSet(project["project"]["requires-python"]).contains(pythons.pop())
    assert SpecifierSet(project["tool"]["uv"]["required-version"]).contains(uv)


def test_what_the_image_copies_is_there_and_not_ignored(dockerfile: str) -> None:
    copied = {name for line in re.findall(r"^COPY (?!--)(.+) \S+$", dockerfile, re.MULTILINE) for name in line.split()}
    let_in = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_the_key_made_as_compose_says_opens_a_vault(tmp_path: Path) -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    [command] = re.findall(r"^# +(for name.+?secrets/bot\.key)$", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "secrets").mkdir()
    script = re.sub(r"^#", "", command, flags=re.MULTILINE)
    subprocess.run(["/bin/sh", "-euc", script], cwd=tmp_path, check=True)
    (tmp_path / "secrets/bot.key").chmod(0o400)
    vault = Vault.open(tmp_path / "secrets/bot.key")
    assert vault.decrypt(vault.encrypt("été")) == "été"
