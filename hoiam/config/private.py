"""Private files (tệp riêng): what an installation keeps for itself, readable by its own user alone."""

import secrets
from pathlib import Path

from hoiam.kit.postgres.cluster import write_private


def secret_key(data: Path) -> str:
    """Made once and kept, so that sessions and links live through a restart."""
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(path, secrets.token_urlsafe(48))
    return path.read_text().strip()
