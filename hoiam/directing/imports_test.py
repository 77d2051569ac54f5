"""The files of this room stand one above another, imports for types counted too."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

ROOM = Path(__file__).parent
MANAGER = {("visible", "models")}  # what a queryset gives back is named where its table is


def looks_at(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 1]
    return {
        name for node in found for name in ([node.module] if node.module else [a.name for a in node.names])
    }


def test_no_two_files_of_this_room_need_each_other():
    files = [path for path in ROOM.glob("*.py") if not path.stem.endswith("_test")]
    above = {
        path.stem: {name for name in looks_at(path) if (path.stem, name) not in MANAGER} for path in files
    }
    assert list(TopologicalSorter(above).static_order())
