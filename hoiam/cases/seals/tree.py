"""The tree (cây băm): one root over many leaves, and the path by which a single leaf is shown to be in it.

Leaves and inner nodes are hashed apart (a byte before each), so no node passes for a leaf; a node without a
neighbour goes up as it is, which makes the tree of RFC 6962. The script that outsiders run
(docs/how-to/check_seal.py) holds the same few lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

SIZE: Final = 32
_LEAF, _NODE = b"\x00", b"\x01"
EMPTY: Final = sha256(b"").digest()
Path = list[tuple[str, bytes]]  # ("left" | "right": where the neighbour stands, its hash), from the leaf up


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(_LEAF + leaf).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    level = list(hashes)
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else EMPTY


def path_of(hashes: Sequence[bytes], index: int) -> Path:
    """The neighbours on the way from one leaf to the root."""
    if not 0 <= index < len(hashes):
        raise IndexError(index)
    path: Path = []
    level = list(hashes)
    while len(level) > 1:
        neighbour = index ^ 1
        if neighbour < len(level):
            path.append(("left" if neighbour < index else "right", level[neighbour]))
        level, index = _above(level), index // 2
    return path


def climb(found: bytes, path: Path) -> bytes:
    """Where a leaf's hash arrives by its path: at the root, if it is in the tree."""
    for side, neighbour in path:
        found = _node(neighbour, found) if side == "left" else _node(found, neighbour)
    return found


def split(joined: bytes | memoryview) -> list[bytes]:
    """Hashes kept one after another."""
    joined = bytes(joined)
    return [joined[at : at + SIZE] for at in range(0, len(joined), SIZE)]


def _above(level: list[bytes]) -> list[bytes]:
    pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return pairs + level[-1:] if len(level) % 2 else pairs


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE + left + right).digest()
