"""No secret stands in a file of the repository: https://github.com/Yelp/detect-secrets, by its exact detectors."""

import subprocess
from pathlib import Path

import pytest
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).parents[1]
DETECTORS = (
    "AWSKeyDetector",
    "AzureStorageKeyDetector",
    "DiscordBotTokenDetector",
    "GitHubTokenDetector",
    "GitLabTokenDetector",
    "JwtTokenDetector",
    "OpenAIDetector",
    "PrivateKeyDetector",
    "PypiTokenDetector",
    "SlackDetector",
    "StripeDetector",
    "TelegramBotTokenDetector",
)
FILTERS = ("detect_secrets.filters.allowlist.is_line_allowlisted",)


def found(files: list[str], root: Path) -> list[str]:
    """Give where a secret stands; a line that ends in `pragma: allowlist secret` holds one that opens nothing."""
    secrets = SecretsCollection(root=str(root))
    settings = {
        "plugins_used": [{"name": name} for name in DETECTORS],
        "filters_used": [{"path": path} for path in FILTERS],
    }
    with transient_settings(settings):
        for file in files:
            secrets.scan_file(file)
    return [f"{file}:{one.line_number} {one.type}" for file, one in secrets]


def test_no_file_holds_a_secret() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    files = [name for name in listed.stdout.split("\0") if name and not name.endswith((".png", ".lock"))]
    if not files:
        pytest.skip("no git here: nothing tells which files are the repository's")
    assert found(files, ROOT) == []


def test_a_token_in_a_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(f'TOKEN = "123456789:{"AAbbccddeeffgghhiijjkkllmmnnooppqqr"}"\n')
    assert found(["x.py"], tmp_path) == ["x.py:1 Telegram Bot Token"]
