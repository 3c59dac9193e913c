"""The smallest valid object of each kind of message people send. Source: https://core.telegram.org/bots/api#message."""

from copy import deepcopy

from bot.chat.wire.refusal import Json


def _file(name: str, **fields: object) -> Json:
    return {"file_id": f"AgACAgQAAxkB-{name}", "file_unique_id": f"AQAD-{name}", "file_size": 4096, **fields}


_LOCATION: Json = {"latitude": 48.5734, "longitude": 7.7521}
_SAMPLES: dict[str, Json] = {
    "photo": {**_file("photo", width=1280, height=960)},
    "voice": _file("voice", duration=4, mime_type="audio/ogg"),
    "audio": _file("audio", duration=180, mime_type="audio/mpeg"),
    "video": _file("video", width=640, height=480, duration=12, mime_type="video/mp4"),
    "video_note": _file("video-note", length=384, duration=8),
    "animation": _file("animation", width=320, height=240, duration=3, mime_type="video/mp4"),
    "document": _file("document", file_name="devis.pdf", mime_type="application/pdf"),
    "sticker": _file("sticker", width=512, height=512, is_animated=False, is_video=False, type="regular", emoji="👍"),
    "location": _LOCATION,
    "venue": {"location": _LOCATION, "title": "Chambre de métiers", "address": "1 place de la Gare"},
    "contact": {"phone_number": "+33600000000", "first_name": "Camille"},
    "dice": {"emoji": "🎲", "value": 4},
    "poll": {
        "id": "5000000000000000001",
        "question": "Quel réseau ?",
        "options": [
            {"persistent_id": "1", "text": "Facebook", "voter_count": 0},
            {"persistent_id": "2", "text": "Instagram", "voter_count": 0},
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    },
}


def content(kind: str, fields: dict[str, object]) -> Json:
    """Give what a message of this kind carries, some fields replaced."""
    sample = {**deepcopy(_SAMPLES[kind]), **fields}
    match kind:
        case "photo":
            return {"photo": [{**sample, "width": 90, "height": 67, "file_size": 900}, sample]}
        case "animation":
            return {"animation": sample, "document": sample}
        case "venue":
            return {"venue": sample, "location": sample["location"]}
    return {kind: sample}
