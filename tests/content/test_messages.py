import re

import pytest

from bot.content import ContentError, load
from bot.content.sentences import fill
from tests.conftest import FAQ, SMALL, Write

SHIPPED = (FAQ / "messages.yaml").read_text(encoding="utf-8")


def changed(key: str, text: str) -> str:
    """Give the shipped messages with one of one line replaced."""
    replaced, times = re.subn(rf'(?m)^{key}: ".*$', f'{key}: "{text}"', SHIPPED)
    assert times == 1
    return replaced


def test_each_placeholder_is_filled_as_it_is() -> None:
    assert fill("{a} & {b}, {a}", a="<b>", b="{a}") == "<b> & {a}, <b>"


def test_placeholders_are_written_in_french_and_renamed(write: Write) -> None:
    messages = load(write({**SMALL, "messages.yaml": changed("verifie", "Relu : {date}")})).messages
    assert messages and messages.verified == "Relu : {day}"


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("verifie", "Relu {jour}", r"\{jour\} n'existe pas dans ce message ; champs possibles : \{date\}"),
        ("verifie", "Relu {day}", r"\{day\} n'existe pas dans ce message ; champs possibles : \{date\}"),
        ("vous_aide", "Cela vous aide, {nom} ?", r"\{nom\} n'existe pas dans ce message ; champs possibles : aucun"),
        ("verifie", "<b>Relu {date}", "<b> n'est jamais refermée"),
        ("bouton_retour", "x" * 41, "dépasse 40 signes"),
        ("bouton_perime", "x" * 191, "dépasse 190 signes"),
        ("vous_aide", "", "est vide"),
    ],
)
def test_a_message_that_cannot_be_sent_is_refused_where_it_stands(
    key: str, text: str, message: str, write: Write
) -> None:
    new = changed(key, text)
    line = new[: new.index(f'\n{key}: "')].count("\n") + 2
    with pytest.raises(ContentError, match=rf"^messages\.yaml:{line}: .*{message}"):
        load(write({**SMALL, "messages.yaml": new}))


def test_every_message_is_needed(write: Write) -> None:
    with pytest.raises(ContentError, match=r"messages\.yaml:\d+: il manque la clé « vous_aide »"):
        load(write({**SMALL, "messages.yaml": re.sub(r"(?m)^vous_aide:.*\n", "", SHIPPED)}))
