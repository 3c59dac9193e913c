"""What a sentence of the bot's own may be: its markup, its length, the placeholders it may hold."""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from bot.content import markup

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def fill(template: str, **values: str) -> str:
    """Replace each `{name}` of a message by its value, as it is: escape what a person wrote before."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)


def holds(**names: str) -> AfterValidator:
    """Check the `{…}` of a text, written in French, and rename them to the names the code uses."""

    def rename(found: re.Match[str]) -> str:
        if found[1] not in names:
            known = ", ".join(f"{{{name}}}" for name in names) or "aucun"
            raise ValueError(f"{{{found[1]}}} n'existe pas dans ce message ; champs possibles : {known}")
        return f"{{{names[found[1]]}}}"

    return AfterValidator(lambda text: _PLACEHOLDER.sub(rename, text))


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
