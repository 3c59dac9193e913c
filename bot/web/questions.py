"""The questions that wait, on the page: the same desk as on Telegram, with forms."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.content.draft import EntryDraft
from bot.content.markup import to_html
from bot.desk import Claimed, DeskError, Gone, NotAllowed, Settled, TooLate, Unfit
from bot.store import Sought, Transaction
from bot.web.pages import Pages, Visit

PER_PAGE = 20
_WEEK = 7 * 86_400
_SHOWN = {"toutes": "Toutes", "miennes": "Les miennes", "anciennes": "Depuis plus d’une semaine"}
_SETTLED = "reglees"


class QuestionPages:
    """Lists clusters, shows one, and passes each form to the desk."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._site = pages.site

    def routes(self) -> Sequence[BaseRoute]:
        """Give the addresses; filters stand in them, words never do."""
        guarded = self._pages.guarded
        return [
            Route("/questions", guarded(self._list)),
            Route("/questions/etat", guarded(self._stamp)),
            Route("/questions/{id:int}", guarded(self._one)),
            Route("/questions/{id:int}/{action}", guarded(self._act), methods=["POST"]),
        ]

    async def _list(self, visit: Visit) -> Response:
        query = visit.request.query_params
        shown = query.get("voir", "toutes")
        page = max(1, visit.number("page"))
        sought = Sought(theme=query.get("theme") or None, now=visit.now)
        if shown == "miennes":
            sought = replace(sought, claimed_by=visit.actor.person)
        elif shown == "anciennes":
            sought = replace(sought, opened_before=visit.now - _WEEK)
        elif shown == _SETTLED:
            sought = replace(sought, states=("answered", "tied", "written", "ignored"))
        async with self._site.store.database.read() as tx:
            found = await self._site.desk.views.ranked(tx, sought, page - 1, PER_PAGE)
            total = await self._site.store.clusters.count(tx, sought)
            stamp = await self._site.store.clusters.stamp(tx)
        return self._pages.draw(
            "questions.html",
            visit=visit,
            found=found,
            total=total,
            page=page,
            pages=max(1, -(-total // PER_PAGE)),
            shown=shown,
            theme=sought.theme or "",
            filters={**_SHOWN, _SETTLED: "Réglées"},
            themes=self._themes(),
            stamp=stamp,
        )

    async def _stamp(self, visit: Visit) -> Response:
        async with self._site.store.database.read() as tx:
            return JSONResponse({"stamp": await self._site.store.clusters.stamp(tx)})

    async def _one(self, visit: Visit, problem: str = "", status: int = 200, **values: Any) -> Response:
        async with self._site.store.database.read() as tx:
            cluster = await self._site.desk.views.one(tx, visit.number("id"))
            others = [await self._site.desk.views.one(tx, id) for id in cluster.neighbours] if cluster else []
            stamp = await self._site.store.clusters.stamp(tx)
        if cluster is None:
            return self._pages.draw("gone.html", visit=visit, status=404)
        draft = values.pop("draft", None) or self._site.desk.draft(cluster)
        given = {"text": "", "preview": "", "people": 0, "problems": [], **values}
        return self._pages.draw(
            "question.html",
            visit=visit,
            status=status,
            cluster=cluster,
            claimant=cluster.claimant(visit.now),
            neighbours=[one for one in others if one],
            entries=self._site.current.knowledge.content.entries,
            answer_html=to_html(cluster.kept.answer or ""),
            themes=self._themes(),
            draft=draft,
            problem=problem,
            stamp=stamp,
            **given,
        )

    async def _act(self, visit: Visit) -> Response:
        id, action = visit.number("id"), visit.request.path_params["action"]
        if action == "apercu":
            return await self._preview(visit, id)
        act = self._actions(visit, id).get(action)
        if act is None:
            return self._pages.draw("gone.html", visit=visit, status=404)
        draft = _draft(visit) if action == "fiche" else None
        async with self._site.store.database.begin() as tx:
            try:
                target = await act(tx)
                return RedirectResponse(f"/questions/{target or id}", 303)
            except NotAllowed:
                return self._pages.draw("closed.html", status=403)
            except DeskError as error:
                refused = error
        problems = self._site.desk.draft_problems(draft) if draft else []
        text = visit.field("texte")
        return await self._one(visit, _why(refused), 409, draft=draft, problems=problems, text=text)

    def _actions(self, visit: Visit, id: int) -> dict[str, Callable[[Transaction], Awaitable[object]]]:
        desk, who, now = self._site.desk, visit.actor, visit.now

        def same(given: Callable[[Transaction], Awaitable[object]]) -> Callable[[Transaction], Awaitable[object]]:
            async def run(tx: Transaction) -> None:
                await given(tx)

            return run

        return {
            "prendre": same(lambda tx: desk.claim(tx, who, id, now)),
            "laisser": same(lambda tx: desk.release(tx, who, id, now)),
            "repondre": same(lambda tx: desk.answer(tx, who, id, visit.field("texte"), now)),
            "meme": same(lambda tx: desk.same_as(tx, who, id, visit.field("fiche"), now)),
            "reunir": same(lambda tx: desk.merge(tx, who, id, visit.number("autre"), now)),
            "separer": lambda tx: desk.split(tx, who, visit.number("formulation"), now),
            "preciser": same(lambda tx: desk.ask_back(tx, who, id, visit.field("texte"), now)),
            "fiche": same(lambda tx: desk.new_entry(tx, who, id, _draft(visit), now)),
            "ignorer": same(lambda tx: desk.ignore(tx, who, id, now)),
            "reprendre": same(lambda tx: desk.take_back(tx, who, id, now)),
            "rouvrir": same(lambda tx: desk.reopen(tx, who, id, now)),
            "bloquer": same(lambda tx: desk.block(tx, who, visit.number("formulation"), now)),
        }

    async def _preview(self, visit: Visit, id: int) -> Response:
        text = visit.field("texte")
        async with self._site.store.database.read() as tx:
            cluster = await self._site.desk.views.one(tx, id)
        if cluster is None:
            return self._pages.draw("gone.html", visit=visit, status=404)
        try:
            self._site.desk.check_answer(text)
        except Unfit as error:
            return await self._one(visit, _why(error), 409, text=text)
        shown = self._site.desk.mail.preview(text, cluster.title).html
        return await self._one(visit, text=text, preview=shown, people=cluster.wanting)

    def _themes(self) -> list[tuple[str, str]]:
        return [(theme.slug, theme.title) for theme in self._site.current.knowledge.content.themes]


def _draft(visit: Visit) -> EntryDraft:
    lines = (line.strip(" -\t") for line in visit.field("formulations").splitlines())
    return EntryDraft(
        id=visit.field("nom").strip(),
        theme=visit.field("theme"),
        question=visit.field("question").strip(),
        answer=visit.field("reponse").strip(),
        phrasings=tuple(dict.fromkeys(filter(None, lines))),
    )


def _why(error: DeskError) -> str:
    match error:
        case Claimed(by=name):
            return f"{name} s’en occupe déjà."
        case Settled():
            return "Cette question est déjà réglée."
        case TooLate():
            return "Trop tard : la réponse est partie."
        case Gone():
            return "Cette question, ou cette fiche, n’existe plus."
    return f"Ce n’est pas possible : {error}"
