"""What a sentence of the bot's own may be: its markup, its length, the placeholders it may hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints
from pydantic.json_schema import JsonSchemaValue as Json
from pydantic_core import core_schema

from bot.content import markup

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def fill(template: str, **values: str) -> str:
    """Replace each `{name}` of a message by its value, as it is: escape what a person wrote before."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)


@dataclass(frozen=True, slots=True)
class Holds:
    """Checks the `{…}` of a text, written in French, and renames them to the names the code uses."""

    names: Mapping[str, str]

    def rename(self, text: str) -> str:
        """Give the text with the code's names; raises ValueError for a placeholder that is none."""
        return _PLACEHOLDER.sub(self._rename, text)

    def _rename(self, found: re.Match[str]) -> str:
        if found[1] not in self.names:
            known = ", ".join(f"{{{name}}}" for name in self.names) or "aucun"
            raise ValueError(f"{{{found[1]}}} n'existe pas dans ce message ; champs possibles : {known}")
        return f"{{{self.names[found[1]]}}}"

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self.rename, handler(source))

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        listed = ", ".join(f"{{{name}}}" for name in self.names) or "aucun"
        known = f"|\\{{(?:{'|'.join(self.names)})\\}}" if self.names else ""
        return {
            **handler(schema),
            "description": f"Champs possibles : {listed}.",
            "pattern": rf"^(?:[^{{]|\{{(?!\w*\}}){known})*$",
        }


def holds(**names: str) -> Holds:
    """Say which `{…}` a text may hold: in French, and as the code names them."""
    return Holds(names)


def _check_markup(text: str) -> str:
    markup.to_html(text)
    return text


Html = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000), AfterValidator(_check_markup)
]
Plain = Annotated[Html, holds()]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), holds()]
Toast = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=190), holds()]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=256)]
Hint = Annotated[Sentence, holds()]
