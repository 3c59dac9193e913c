"""Writes into the content folder what organisers decided, beside the event loop, and says what became of it."""

import asyncio
import logging
from datetime import date
from typing import Any, Final

from bot.content.draft import EntryDraft, Written
from bot.desk.model import Editor
from bot.problem import MendableError
from bot.store import Edit, Store, StoredEdit
from bot.store.edits import EditState

_LOGGED: Final = {"done": "écrit", "patch": "le dossier est en lecture seule, la modification est gardée"}

_log = logging.getLogger(__name__)


class Clerk:
    """Takes the edits that are due, one after the other; one that was written already is not written twice."""

    def __init__(self, store: Store, editor: Editor) -> None:
        self._store = store
        self._editor = editor

    async def write(self, now: int) -> int:
        """Write what is due, and count it; what cannot be written is set aside with the reason, on its card."""
        async with self._store.database.read() as tx:
            due = await self._store.edits.due(tx, now)
        for one in due:
            await self._write(one)
        return len(due)

    async def _write(self, one: StoredEdit) -> None:
        try:
            written = await asyncio.to_thread(self._apply, one.edit)
            state: EditState = "done" if written.patch is None else "patch"
            result = written.patch or f"{written.path}:{written.line}"
            _log.info("FAQ : %s (%s:%d).", _LOGGED[state], written.path, written.line)
        except MendableError as error:
            state, result = "failed", str(error)
            _log.warning("FAQ : une fiche décidée par les organisateurs n'a pas pu être écrite : %s", error)
        async with self._store.database.begin() as tx:
            if await self._store.edits.settle(tx, one.id, state, result):
                await self._store.clusters.change(tx, one.edit.cluster_id)

    def _apply(self, edit: Edit) -> Written:
        if edit.kind == "phrasing":
            return self._editor.add_phrasing(edit.body["entry_id"], edit.body["text"])
        fields: dict[str, Any] = dict(edit.body)
        verified_on = fields.pop("verified_on")
        phrasings = tuple(fields.pop("phrasings"))
        day = date.fromisoformat(verified_on) if verified_on else None
        return self._editor.add_entry(EntryDraft(**fields, phrasings=phrasings, verified_on=day))
