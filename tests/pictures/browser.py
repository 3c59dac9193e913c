"""Pages as pictures, by a headless Chromium (Debian: chromium, fonts-noto-core, fonts-noto-color-emoji)."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=2",
)
_MEASURE = "<script>document.body.id = `${document.body.offsetWidth},${document.body.offsetHeight}`</script>"


def photograph(html: str, image: Path) -> None:
    """Write a page to a PNG file as large as its body, two pixels to each of CSS's; ends without Chromium."""
    browser = next(filter(None, map(shutil.which, _NAMES)), None)
    if browser is None:
        sys.exit("Chromium is missing. On Debian: apt-get install chromium fonts-noto-core fonts-noto-color-emoji")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(html + _MEASURE, encoding="utf-8")

        def browse(*options: str) -> str:
            command = (browser, *_FLAGS, f"--user-data-dir={folder}/profile", *options, page.as_uri())
            return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout

        size = re.search(r'<body id="(\d+,\d+)"', browse("--dump-dom"))
        assert size
        browse(f"--window-size={size[1]}", f"--screenshot={image.resolve()}")
