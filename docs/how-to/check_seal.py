"""Cách dùng: python3 check_seal.py PROOF.json ROOTS

ROOTS: tệp gốc đã công bố (goc.json), hoặc văn bản có các dòng “số gốc”, như thư đã nhận."""

import json
import re
import sys
from hashlib import sha256
from pathlib import Path

if len(sys.argv) != 3:
    sys.exit(__doc__)
try:
    proof, text = json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2]).read_text("utf-8")
    kept = dict(re.findall(r'\b(\d{1,9})(?:\s+|,\s*"root":\s*")([0-9a-f]{64})\b', text))
    seals = {seal["number"]: seal for seal in proof["seals"]}
    if not proof["lines"]:
        sys.exit("KHÔNG KHỚP: bằng chứng không có dòng nào.")
    for line in proof["lines"]:
        header, said = seals[line["seal"]]["header"], json.loads(line["leaf"])
        found = sha256(b"\x00" + line["leaf"].encode()).digest()
        for side, other in line["path"]:
            pair = (bytes.fromhex(other), found) if side == "left" else (found, bytes.fromhex(other))
            found = sha256(b"\x01" + b"".join(pair)).digest()
        fits = kept.get(str(line["seal"])) == sha256(b"\x02" + header.encode()).hexdigest()
        if not (fits and said["case"] == proof["case"] and json.loads(header)["tree"] == found.hex()):
            sys.exit(f"KHÔNG KHỚP: dòng {said['seq']} ({said['verb']}), niêm phong số {line['seal']}.")
except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
    sys.exit(f"Không đọc được bằng chứng hoặc tệp gốc: {wrong!r}.")
sys.stdout.write(f"KHỚP: {len(proof['lines'])} dòng của phản ánh {proof['case']}\n")
