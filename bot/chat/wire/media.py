"""Pictures and files, sent as an upload, by the id of one sent before, or by address."""

import hashlib
import struct

from bot.chat.wire import links
from bot.chat.wire.calls import Upload
from bot.chat.wire.refusal import Json, Refusal, bad_request

MAX_PHOTO = 10 * 2**20
MAX_FILE = 50 * 2**20
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")


def photo(files: dict[str, Upload], sent: object) -> Json:
    """Keep a picture and give what a message carries of it."""
    upload = _kept(files, sent, "photo", MAX_PHOTO)
    if upload is None:
        return {"photo": [_identity(str(sent)) | {"width": 800, "height": 600}]}
    if not upload.content.startswith(_PICTURES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = _png_size(upload.content) or (800, 600)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    size = {"width": width, "height": height, "file_size": len(upload.content)}
    return {"photo": [_identity(file_id(upload)) | size]}


def document(files: dict[str, Upload], sent: object) -> Json:
    """Keep a file and give what a message carries of it."""
    upload = _kept(files, sent, "document", MAX_FILE)
    if upload is None:
        return {"document": _identity(str(sent))}
    described = {"file_name": upload.name, "mime_type": upload.mime, "file_size": len(upload.content)}
    return {"document": _identity(file_id(upload)) | described}


def file_id(upload: Upload) -> str:
    """Name a file: the same bytes under the same name have the same id."""
    return "BQACAgQAAxkBAAI" + hashlib.sha256(upload.name.encode() + b"\0" + upload.content).hexdigest()[:32]


def _kept(files: dict[str, Upload], sent: object, kind: str, limit: int) -> Upload | None:
    """Give the upload behind what was sent, keeping a new one; None for an address, which is not fetched."""
    if not sent:
        raise bad_request(f"there is no {kind} in the request")
    if isinstance(sent, Upload):
        if not sent.content:
            raise bad_request("file must be non-empty")
        if len(sent.content) > limit:
            raise Refusal(413, "Request Entity Too Large")
        files[file_id(sent)] = sent
        return sent
    if str(sent) in files:
        return files[str(sent)]
    if not str(sent).startswith(("http://", "https://")):
        raise bad_request("wrong remote file identifier specified: Wrong character in the string")
    try:
        links.checked(str(sent))
    except ValueError as error:
        raise bad_request("failed to get HTTP URL content") from error
    return None


def _identity(name: str) -> Json:
    return {"file_id": name, "file_unique_id": hashlib.sha256(name.encode()).hexdigest()[:16]}


def _png_size(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(_PICTURES[0]) or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height
