"""The FAQ on the page: read it, try it, and edit an entry with the checks of `bot check`."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.content import ContentError, Entry, load
from bot.maintain.history import Change, history
from bot.matching.replies import Answer, OutOfScope, SmallTalk, Suggestions
from bot.reports.explanation import as_text
from bot.store.figures import Satisfaction
from bot.web.pages import Pages, Visit
from bot.wording.wordless import hint_for

_YEAR = 365 * 86_400


class FaqPages:
    """Shows themes and entries with how they fare, and writes what an organiser changes."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._site = pages.site

    def routes(self) -> Sequence[BaseRoute]:
        """Give the addresses; what is tried is sent in a form, never in an address."""
        guarded = self._pages.guarded
        return [
            Route("/faq", guarded(self._list)),
            Route("/faq", guarded(self._try), methods=["POST"]),
            Route("/faq/{entry}", guarded(self._one)),
            Route("/faq/{entry}", guarded(self._edit), methods=["POST"]),
        ]

    async def _list(self, visit: Visit, **tried: Any) -> Response:
        content = self._site.current.knowledge.content
        given = {"question": "", "reply": "", "found": None, "why": "", **tried}
        return self._pages.draw(
            "faq.html", visit=visit, themes=content.themes, counts=await self._counts(visit.now), **given
        )

    async def _try(self, visit: Visit) -> Response:
        question = visit.field("question").strip()[:4096]
        if not question:
            return await self._list(visit)
        knowledge = self._site.current.knowledge
        if hint_for(question, knowledge.messages):
            said = "Le bot n’y lit aucun mot : il demande d’en écrire."
            return await self._list(visit, question=question, reply=said, found=[])
        entries = knowledge.content.entries
        reply = knowledge.answerer.reply_to(question)[0]
        match reply:
            case Answer():
                said, found = "Le bot répond par cette fiche :", [entries[reply.entry]]
            case Suggestions():
                said, found = "Le bot hésite et propose :", [entries[id] for id in reply.entries]
            case OutOfScope():
                said, found = "Le bot dit que ce n’est pas son sujet.", []
            case SmallTalk():
                said, found = "Le bot y voit une politesse.", []
            case _:
                said, found = "Le bot n’a pas de réponse : il note la question.", []
        why = as_text(knowledge.answerer.explain(question), knowledge.content)
        return await self._list(visit, question=question, reply=said, found=found, why=why)

    async def _one(
        self, visit: Visit, given: Mapping[str, str] | None = None, problems: Sequence[str] = (), status: int = 200
    ) -> Response:
        knowledge = self._site.current.knowledge
        entry = await self._on_disk(visit.request.path_params["entry"])
        if entry is None:
            return self._pages.draw("gone.html", visit=visit, status=404)
        changes: list[Change] = await asyncio.to_thread(history, self._site.folder, f"questions/{entry.theme}.yaml")
        fields = given or {
            "question": entry.question,
            "formulations": "\n".join(entry.phrasings),
            "reponse": entry.answer,
        }
        shown = knowledge.replies.message(knowledge.replies.answer_parts(entry, _today(visit.now))).html
        return self._pages.draw(
            "entry.html",
            visit=visit,
            status=status,
            entry=entry,
            fields=fields,
            problems=problems,
            digest=_digest(entry),
            shown=shown,
            changes=changes,
            counts=(await self._counts(visit.now)).get(entry.id),
            saved=visit.request.query_params.get("enregistre", ""),
        )

    async def _edit(self, visit: Visit) -> Response:
        id = visit.request.path_params["entry"]
        lines = [line.strip(" -\t") for line in visit.field("formulations").splitlines()]
        fields = {name: visit.field(name) for name in ("question", "formulations", "reponse")}
        entry = await self._on_disk(id)
        if entry is not None and visit.field("version") != _digest(entry):
            problem = "Quelqu’un a modifié cette fiche entre-temps. Votre texte est ci-dessous, l’autre au-dessus."
            return await self._one(visit, fields, [problem], 409)
        try:
            written = await asyncio.to_thread(
                self._site.editor.set_entry,
                id,
                question=fields["question"].strip(),
                phrasings=[line for line in lines if line],
                answer=fields["reponse"],
                verified_on=_today(visit.now),
            )
        except ContentError as error:
            return await self._one(visit, fields, [f"{one.what} {one.remedy}" for one in error.problems], 409)
        if written.patch is not None:
            problem = "Le dossier de la FAQ est en lecture seule. Voici la modification, à appliquer à la source :"
            return await self._one(visit, fields, [problem, written.patch], 409)
        return RedirectResponse(f"/faq/{id}?enregistre=1", 303)

    async def _on_disk(self, id: str) -> Entry | None:
        """Give an entry as its file has it now, which may be newer than what answers; None when there is none."""
        try:
            content = await asyncio.to_thread(load, self._site.folder)
        except ContentError:  # somebody is in the middle of an edit
            content = self._site.current.knowledge.content
        return content.entries.get(id)

    async def _counts(self, now: int) -> dict[str, Satisfaction]:
        return {one.entry: one for one in await self._site.store.figures.satisfaction(now - _YEAR, now + 1)}


def _today(now: int) -> date:
    return date.fromtimestamp(now)


def _digest(entry: Entry) -> str:
    return hashlib.sha256(repr(entry).encode()).hexdigest()[:16]
