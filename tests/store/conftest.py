"""A real database on a real file, for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.store import Store, Vault


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.open(tmp_path / "key")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "bot.db"


@pytest_asyncio.fixture
async def store(file: Path, vault: Vault) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite:///{file}", vault)
    yield store
    await store.close()
