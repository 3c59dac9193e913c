import pytest

from bot.wording.typography import french

NARROW, WIDE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("l'image", "l’image"),
        ("Oui ! Non ?", f"Oui{NARROW}! Non{NARROW}?"),
        ("Oui! Non?", f"Oui{NARROW}! Non{NARROW}?"),
        ("deux : trois ; quatre", f"deux{WIDE}: trois{NARROW}; quatre"),
        ("« mot »", f"«{NARROW}mot{NARROW}»"),
        ("«mot»", f"«{NARROW}mot{NARROW}»"),
        ("<b>mot</b> ?", f"<b>mot</b>{NARROW}?"),
        ("à 12:30", "à 12:30"),
        ("quoi ?!", f"quoi{NARROW}?!"),
        ("https://a.fr/?q=l'eau ; suite", f"https://a.fr/?q=l'eau{NARROW}; suite"),
        ("<a href=\"https://a.fr/?a=1&amp;b='\">l'eau</a>", '<a href="https://a.fr/?a=1&amp;b=\'">l’eau</a>'),
        ("A&amp;B &lt;", "A&amp;B &lt;"),
        ("<code>l'a ?</code>", "<code>l'a ?</code>"),
    ],
)
def test_french_is_set_as_printers_do(typed: str, read: str) -> None:
    assert french(typed) == read
    assert french(read) == read
