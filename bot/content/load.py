"""A content folder in, `Content` out; or every mistake of every file at once."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.content import schema
from bot.content.files import QUESTIONS, SUBJECTS, files_in, theme_files, unread_files
from bot.content.french import in_french
from bot.content.messages import Messages
from bot.content.model import (
    Content,
    Entry,
    Exchange,
    Link,
    Meeting,
    Offer,
    OffTopic,
    Pack,
    Session,
    Subject,
    Theme,
    Vocabulary,
)
from bot.content.problems import ContentError, Problem
from bot.content.source import Key, Source, read

_Shape = TypeVar("_Shape", bound=BaseModel)

READ: dict[str, type[BaseModel]] = {
    "faq.yaml": schema.PackYaml,
    "formations.yaml": schema.OffersYaml,
    "rencontres.yaml": schema.MeetingsYaml,
    "conversation.yaml": schema.ExchangesYaml,
    "hors-sujet.yaml": schema.OffTopicsYaml,
    "vocabulaire.yaml": schema.VocabularyYaml,
    "messages.yaml": Messages,
}
"""The files that are read besides those of the FOLDERS, with the shape of each."""


def load(folder: Path) -> Content:
    """Load a content folder; only `questions/*.yaml` is required, and a class whose file is missing is empty.

    Raises ContentError with every mistake of every file.
    """
    if not folder.is_dir():
        remedy = "Indiquez le dossier avec BOT_FAQ ou --faq."
        raise ContentError([Problem(str(folder), 1, "ce dossier n'existe pas.", remedy)])
    return _Loading(folder).content()


class _Loading:
    """One reading of one folder: collects the mistakes of all files before it refuses any."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.sources: dict[str, Source] = {}

    def content(self) -> Content:
        themes = self._themes()
        pack = self._optional("faq.yaml", schema.PackYaml)
        offers = self._optional("formations.yaml", schema.OffersYaml)
        meetings = self._optional("rencontres.yaml", schema.MeetingsYaml)
        exchanges = self._optional("conversation.yaml", schema.ExchangesYaml)
        off_topics = self._optional("hors-sujet.yaml", schema.OffTopicsYaml)
        subjects = self._all_of(SUBJECTS, schema.SubjectsYaml)
        vocabulary = self._optional("vocabulaire.yaml", schema.VocabularyYaml)
        messages = self._optional("messages.yaml", Messages)
        self._check_names()
        self._check_ids(themes, offers, exchanges, off_topics, subjects)
        self._check_references(themes, offers, pack)
        if self.problems:
            raise ContentError(self.problems)
        order = pack.themes if pack else ()
        return Content(
            pack=Pack(**_fields(pack)) if pack else Pack(),
            themes=tuple(_theme(slug, themes[slug]) for slug in dict.fromkeys([*order, *themes])),
            offers=tuple(Offer(**_fields(offer)) for offer in offers.offers) if offers else (),
            meetings=tuple(Meeting(**_fields(one)) for one in meetings.meetings) if meetings else (),
            exchanges=tuple(Exchange(**_fields(one)) for one in exchanges.exchanges) if exchanges else (),
            off_topics=tuple(OffTopic(**_fields(one)) for one in off_topics.off_topics) if off_topics else (),
            subjects=tuple(Subject(**_fields(one)) for some in subjects.values() for one in some.subjects),
            vocabulary=Vocabulary(**_fields(vocabulary)) if vocabulary else Vocabulary(),
            messages=messages,
        )

    def _themes(self) -> dict[str, schema.ThemeYaml]:
        if not theme_files(self.folder):
            remedy = f"Créez-en un : {QUESTIONS}/mon-theme.yaml."
            self._refuse(QUESTIONS, 1, "aucun fichier de questions (*.yaml) dans ce dossier.", remedy)
        return self._all_of(QUESTIONS, schema.ThemeYaml)

    def _all_of(self, where: str, shape: type[_Shape]) -> dict[str, _Shape]:
        """Give what stands in the files of a folder, by their names without the ending."""
        found = {Path(path).stem: self._file(path, shape) for path in files_in(self.folder, where)}
        return {name: one for name, one in found.items() if one}

    def _optional(self, path: str, shape: type[_Shape]) -> _Shape | None:
        return self._file(path, shape) if (self.folder / path).exists() else None

    def _file(self, path: str, shape: type[_Shape]) -> _Shape | None:
        try:
            source = self.sources[path] = read(self.folder, path)
        except ContentError as error:
            self.problems += error.problems
            return None
        try:
            return shape.model_validate(source.data)
        except ValidationError as error:
            for one in error.errors():
                # pydantic ends the place of a bad mapping key with "[key]": the line is that of the mapping's value.
                line = source.line(tuple(part for part in one["loc"] if part != "[key]"))
                self._refuse(path, line, *in_french(one))
            return None

    def _refuse(self, path: str, line: int, what: str, remedy: str) -> None:
        self.problems.append(Problem(path, line, what, remedy))

    def _check_names(self) -> None:
        for path, right in unread_files(self.folder).items():
            if right:
                what = "ce fichier n'est pas lu : son nom ne finit pas par .yaml."
                self._refuse(path, 1, what, f"Renommez-le en {right}.")
            else:
                where = path.split("/")[0]
                what = f"ce fichier n'est pas lu : il est dans un sous-dossier de {where}."
                self._refuse(path, 1, what, f"Mettez-le directement dans {where}.")
        for path in theme_files(self.folder):
            if not re.fullmatch(schema.ID_PATTERN, Path(path).stem):
                remedy = "Renommez-le : minuscules sans accent, chiffres, - et _, par exemple mon-theme.yaml."
                self._refuse(path, 1, "ce nom de fichier ne convient pas.", remedy)

    def _check_ids(
        self,
        themes: dict[str, schema.ThemeYaml],
        offers: schema.OffersYaml | None,
        exchanges: schema.ExchangesYaml | None,
        off_topics: schema.OffTopicsYaml | None,
        subjects: dict[str, schema.SubjectsYaml],
    ) -> None:
        kinds: list[list[tuple[str, str, Sequence[schema.Identified]]]] = [
            [(f"{QUESTIONS}/{slug}.yaml", "questions", theme.entries) for slug, theme in themes.items()],
            [("formations.yaml", "offres", offers.offers)] if offers else [],
            [("conversation.yaml", "echanges", exchanges.exchanges)] if exchanges else [],
            [("hors-sujet.yaml", "sujets", off_topics.off_topics)] if off_topics else [],
            [(f"{SUBJECTS}/{name}.yaml", "sujets", some.subjects) for name, some in subjects.items()],
        ]
        for kind in kinds:
            first: dict[str, str] = {}
            for path, key, items in kind:
                for n, item in enumerate(items):
                    line = self.sources[path].line((key, n, "id"))
                    if item.id in first:
                        what = f"l'id « {item.id} » est déjà pris ({first[item.id]})."
                        self._refuse(path, line, what, "Donnez-en un autre à l'une des deux.")
                    first.setdefault(item.id, f"{path}:{line}")

    def _check_references(
        self, themes: dict[str, schema.ThemeYaml], offers: schema.OffersYaml | None, pack: schema.PackYaml | None
    ) -> None:
        known_entries = self._ids_as_written()
        known_offers = {name for offer in offers.offers for name in (offer.id, *offer.themes)} if offers else None
        for slug, theme in themes.items():
            path = f"{QUESTIONS}/{slug}.yaml"
            for n, entry in enumerate(theme.entries):
                place: Key = ("questions", n)
                self._check_known(path, (*place, "voir_aussi"), entry.see_also, known_entries, "aucune fiche")
                self._check_known(path, (*place, "formations"), entry.offers, known_offers, "aucune formation")
        if pack:
            files = {Path(path).stem for path in theme_files(self.folder)}
            self._check_known("faq.yaml", ("accueil",), pack.welcome, known_entries, "aucune fiche")
            self._check_known("faq.yaml", ("themes",), pack.themes, files, f"aucun fichier de {QUESTIONS}/")

    def _ids_as_written(self) -> set[str] | None:
        """Give the ids of all entries, those with mistakes of their own included; None when a file cannot be read."""
        paths = theme_files(self.folder)
        data = [self.sources[path].data if path in self.sources else None for path in paths]
        unread = any(path.startswith(f"{QUESTIONS}/") for path in unread_files(self.folder))
        if unread or not all(isinstance(one, dict) and isinstance(one.get("questions"), list) for one in data):
            return None
        entries = [entry for one in data if isinstance(one, dict) for entry in one["questions"]]
        return {str(entry["id"]) for entry in entries if isinstance(entry, dict) and "id" in entry}

    def _check_known(self, path: str, key: Key, names: Sequence[str], known: set[str] | None, kind: str) -> None:
        """Refuse the names that are not known; where it cannot be told what is known, refuse none."""
        for n, name in enumerate(names):
            if known is not None and name not in known:
                line = self.sources[path].line((*key, n))
                self._refuse(path, line, f"« {name} » ne correspond à {kind}.", "Corrigez-le, ou retirez-le.")


def _fields(shape: BaseModel) -> dict[str, Any]:
    """Give a model's fields with lists made tuples, as the frozen content holds them."""
    return {name: _frozen(value) for name, value in shape}


def _frozen(value: object) -> object:
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    if isinstance(value, dict):
        return {name: _frozen(item) for name, item in value.items()}
    if isinstance(value, schema.SessionYaml):
        return Session(**_fields(value))
    return Link(value.title, value.url) if isinstance(value, schema.LinkYaml) else value


def _theme(slug: str, theme: schema.ThemeYaml) -> Theme:
    return Theme(slug, theme.title, tuple(Entry(theme=slug, **_fields(entry)) for entry in theme.entries))
