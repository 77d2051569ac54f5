"""Checks a proof against roots you kept: python3 check_seal.py PROOF.json ROOTS (standard library only).

ROOTS: the published JSON, or any text with lines "number root", such as the mail you were sent.
"""

import json
import re
import sys
from hashlib import sha256
from pathlib import Path


def climb(leaf: str, path: list) -> str:
    found = sha256(b"\x00" + leaf.encode()).digest()
    for side, neighbour in path:
        other = bytes.fromhex(neighbour)
        found = sha256(b"\x01" + (other + found if side == "left" else found + other)).digest()
    return found.hex()


def main(proof_file: str, roots_file: str) -> None:
    proof, text = json.loads(Path(proof_file).read_text("utf-8")), Path(roots_file).read_text("utf-8")
    kept = dict(re.findall(r"\b(\d{1,9})\s+([0-9a-f]{64})\b", text))
    kept |= dict(re.findall(r'"number":\s*(\d+),\s*"root":\s*"([0-9a-f]{64})"', text))
    seals = {seal["number"]: seal for seal in proof["seals"]}
    for line in proof["lines"]:
        seal, said = seals[line["seal"]], json.loads(line["leaf"])
        root = sha256(b"\x02" + seal["header"].encode()).hexdigest()
        fits = kept.get(str(line["seal"])) == root and said["case"] == proof["case"]
        if not fits or climb(line["leaf"], line["path"]) != json.loads(seal["header"])["tree"]:
            sys.exit(f"KHÔNG KHỚP: dòng {said['seq']} ({said['verb']}), niêm phong số {line['seal']}")
    sys.stdout.write(f"KHỚP: {len(proof['lines'])} dòng của phản ánh {proof['case']}\n")


main(*sys.argv[1:])
