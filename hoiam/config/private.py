"""Private files (tệp riêng): what an installation keeps for itself, readable by its own user alone."""

import secrets
from pathlib import Path

from hoiam.kit.private_files import replace


def secret_key(data: Path) -> str:
    """Made once and kept, so that sessions and links live through a restart."""
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace(path, secrets.token_urlsafe(48).encode())
    return path.read_text().strip()
