"""An entry before it is in a file: what an organiser writes, and whether it may become one."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from bot.content.french import in_french
from bot.content.schema import ID_PATTERN, EntryYaml

_NEEDED = {"question": "la question", "reponse": "la réponse"}


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry to be written; `theme` is the name of its file in `questions/`, without its ending."""

    id: str
    theme: str
    question: str
    answer: str
    phrasings: tuple[str, ...] = ()
    verified_on: date | None = None
    source: str = ""

    def problems(self) -> list[str]:
        """Say in French what keeps it from being an entry, and what to do; nothing when all is well.

        Whether its id is free and its theme exists is seen when it is written.
        """
        data: dict[str, Any] = {
            "id": self.id,
            "question": self.question,
            "formulations": list(self.phrasings),
            "reponse": self.answer,
            "verifie_le": self.verified_on,
            "source": self.source,
        }
        problems = []
        if not re.fullmatch(ID_PATTERN, self.theme):
            problems.append("il faut choisir un thème. Prenez-en un de la liste.")
        missing = {key: name for key, name in _NEEDED.items() if not data[key].strip()}
        if missing:
            problems.append(f"il manque {' et '.join(missing.values())}.")
        try:
            EntryYaml.model_validate(data)
        except ValidationError as error:
            said = [one for one in error.errors() if one["loc"][0] not in missing]
            problems += [" ".join(in_french(one)).strip() for one in said]
        return problems


@dataclass(frozen=True, slots=True)
class Written:
    """A change of the content: the file (below the content folder) and the line it begins on.

    `patch` is the change as a unified diff, to apply in the content folder, where that cannot be written; else None.
    """

    path: str
    line: int
    patch: str | None = None
