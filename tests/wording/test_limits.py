from bot.wording.limits import fit, shorten


def test_a_label_is_cut_at_a_word() -> None:
    assert shorten("un deux trois quatre", 15) == "un deux trois…"


def test_a_text_that_fits_is_left_alone() -> None:
    assert fit("<b>" + "&amp;" * 4096 + "</b>") == "<b>" + "&amp;" * 4096 + "</b>"


def test_a_text_too_long_is_cut_with_its_tags_closed() -> None:
    assert fit("<b><i>abcdef</i></b>gh", 4) == "<b><i>abc…</i></b>"


def test_an_entity_is_never_cut() -> None:
    assert fit("a&amp;b&lt;c", 3) == "a&amp;…"
