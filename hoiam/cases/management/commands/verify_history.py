"""`hoiam verify-history` (kiểm tra niêm phong): the first line that does not fit; or a proof.

0 everything fits · 1 something does not · 2 refused.
"""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hoiam.cases.models import Seal
from hoiam.cases.seals.lay import waiting
from hoiam.cases.seals.proof import proof_of
from hoiam.cases.seals.verify import Verdict, verify_history
from hoiam.kit.clock import now
from hoiam.kit.moments import parse_moment, short_date
from hoiam.kit.named_files import STANDARD, writing
from hoiam.kit.numbers import number
from hoiam.kit.progress import progress
from hoiam.kit.refusal import Refused

DOES_NOT_FIT = 1


class Command(BaseCommand):
    help = "kiểm tra niêm phong của lịch sử, hoặc xuất bằng chứng cho một phản ánh"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", metavar="NGÀY", help="chỉ các niêm phong có dòng ghi trong ngày này")
        parser.add_argument(
            "--roots", type=Path, metavar="TỆP", help="các gốc giữ bên ngoài; mặc định HOIAM_DATA/seals"
        )
        parser.add_argument("--proof", metavar="MÃ", help="xuất bằng chứng niêm phong của một phản ánh")
        parser.add_argument("-o", "--output", metavar="TỆP", help="nơi ghi bằng chứng")

    def handle(
        self, *, day: str | None, roots: Path | None, proof: str | None, output: str | None, **_: Any
    ) -> None:
        if proof:
            self._write_proof(proof, output)
            return
        when = self._day(day)
        total = Seal.objects.count()
        if not total:
            raise Refused("Chưa có niêm phong nào; việc nền niêm phong mỗi ngày một lần.")
        with progress("Kiểm tra lịch sử") as shown:
            verdict = verify_history(day=when, roots=roots, shown=shown)
        self._say(verdict)
        if verdict.misfit:
            self.stderr.write(verdict.misfit)
            sys.exit(DOES_NOT_FIT)

    def _day(self, day: str | None) -> date | None:
        if day is None:
            return None
        moment = parse_moment(day)
        if moment > now():
            raise Refused("Ngày kiểm tra còn ở phía trước.")
        return moment.date()

    def _say(self, verdict: Verdict) -> None:
        self.stdout.write(
            f"Đã xem {number(verdict.lines)} dòng trong {number(verdict.seals)} niêm phong; "
            f"{number(verdict.compared)} gốc được đối chiếu với gốc giữ bên ngoài."
        )
        for (day, under), count in sorted(verdict.erased.items()):
            register = f"theo số đăng ký {under}" if under else "không có số đăng ký"
            self.stdout.write(f"Lời của {number(count)} dòng đã được xóa ngày {short_date(day)} {register}.")
        if verdict.belated:
            self.stdout.write(
                f"Lưu ý: {number(verdict.belated)} dòng mang giờ ghi sớm hơn niêm phong trước quá một ngày; "
                f"dòng đầu tiên: {verdict.first_belated}."
            )
        if verdict.misfit:
            return
        if not verdict.compared:
            self.stdout.write("Chưa có gốc nào giữ bên ngoài để đối chiếu: mới kiểm tra chữ ký và chuỗi.")
        self.stdout.write(f"Mọi dòng đều khớp. Chờ niêm phong: {number(waiting())} dòng.")

    def _write_proof(self, code: str, output: str | None) -> None:
        with writing(output) as file:
            file.write(json.dumps(proof_of(code), ensure_ascii=False, indent=1).encode() + b"\n")
        if output not in (None, STANDARD):
            self.stdout.write(f"Đã ghi {output}.")
