"""Static files (tệp tĩnh): collected, named by digest, compressed; done again only after a change."""

import fcntl
import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

from hoiam.kit.progress import say

# What packages carry for others: our pages never ask for it, and compressing it takes most of the time.
UNASKED = ["*.map", "leaflet-src*", "*.esm.js", "htmax*", "htmx-2.js", "htmx-4*", "hx-*", "htmx-2-compat*"]


class Storage(CompressedManifestStaticFilesStorage):
    """Rewrites addresses in stylesheets only: scripts name nothing but source maps, which stay behind."""

    patterns = (CompressedManifestStaticFilesStorage.patterns[0],)


def collect() -> None:
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (root.parent / f"{root.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two first starts at once
        stamp, wanted = root.parent / f"{root.name}.stamp", _digest()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        say("Đang chuẩn bị giao diện…")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=UNASKED)
        stamp.write_text(wanted)


def _digest() -> str:
    digest = hashlib.blake2b(version("django").encode(), digest_size=12)
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
