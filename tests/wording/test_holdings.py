from bot.wording.holdings import as_text

NAMES = {"questions": "vos questions", "text": "texte", "asked_at": "posée le", "state": "état", "open": "en attente"}


def test_every_kind_and_field_is_written_out_under_its_name() -> None:
    row = {"asked_at": 86_400 * 365, "text": "quoi ?", "state": "open", "told": True, "person": None, "candidates": []}
    lines = as_text("Tout", {"questions": [row, {"text": "et ça"}], "feedback": []}, NAMES).splitlines()
    assert lines[:4] == ["Tout", "", "VOS QUESTIONS (2)", ""]
    assert lines[4].startswith("posée le : 1er janvier 1971")
    assert lines[5:] == ["texte : quoi ?", "état : en attente", "told : true", "", "texte : et ça"]


def test_what_lies_inside_is_written_out_too() -> None:
    row = {"call": {"chat_id": 7, "params": {"rows": [["a"], {"x": 1, "y": 2}]}}}
    assert as_text("T", {"outbox": [row]}, {}).splitlines()[4:] == [
        "call :",
        "  chat_id : 7",
        "  params :",
        "    rows :",
        "      - ['a']",
        "      - x : 1",
        "        y : 2",
    ]


def test_no_text_passes_for_a_field_or_a_choice_of_ours() -> None:
    lines = as_text(
        "T", {"questions": [{"text": "open"}, {"text": "a\rétat : b\nétat : c\u2028d"}]}, NAMES
    ).splitlines()
    assert "texte : open" in lines
    assert [line for line in lines if line.startswith("état")] == []
