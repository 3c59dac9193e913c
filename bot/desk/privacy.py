"""What is masked in a question before it is stored: what would tell who wrote it, or about whom."""

import re

_GAP = r"[\s./-]"
"""What people put between groups of digits; a line may end there."""

_PATTERNS = tuple(
    (word, re.compile(pattern.replace("~", _GAP)))
    for word, pattern in (
        # From the start of a word only, and never back: in linear time, however long the word.
        ("[e-mail]", r"(?<![^\s@<>,;:()])[^\s@<>,;:()]++\s?@\s?(?:[^\W_]++[.-])+[a-zA-Z]{2,}"),
        # Two letters, two digits, then 11 to 30 letters or digits, in groups or not. Source: ISO 13616.
        ("[IBAN]", r"\b[A-Za-z]{2}\d{2}(?:~?[A-Za-z\d]{4}){2,7}(?:~?[A-Za-z\d]{1,3})?\b"),
        # France: nine digits after the code or the 0. Elsewhere: + or 00 and 8 to 15 digits (ITU-T E.164).
        ("[téléphone]", r"(?<!\d)(?:(?:\+|00)~?33(?:~|[()]){0,3}0?[()]?|0)~?[1-9](?:~{0,2}\d\d){4}(?!\d)"),
        ("[téléphone]", r"(?<![\w+])(?:\+|00)[1-9](?:(?:~|[()]){0,3}\d){7,14}(?!\d)"),
        # A SIREN is 9 digits, a SIRET 5 more. Source: INSEE.
        ("[SIRET]", r"(?<!\d)\d{3}(?:~?\d{3}){2}(?:~?\d{5}|~?\d{3}~?\d{2})?(?!\d)"),
    )
)


def mask(text: str, part: str | None = None) -> str:
    """Replace e-mail addresses, IBANs, telephone and company numbers by a word in brackets.

    `part`: the part of the text to give, masked as it is in the whole: a number may begin in one line or sentence and
    end in the next.
    """
    start = text.find(part) if part else 0
    if start < 0:
        return mask(part or "")
    end = start + len(part) if part else len(text)
    found, left = [], text
    for word, pattern in _PATTERNS:
        found += [(*one.span(), word) for one in pattern.finditer(left)]
        left = pattern.sub(lambda one: "\0" * len(one[0]), left)
    pieces, at = [], start
    for begins, ends, word in sorted(found):
        if ends > start and begins < end:
            pieces += [text[at:begins], word]
            at = ends
    return "".join([*pieces, text[at:end]])
