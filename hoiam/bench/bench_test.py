"""`hoiam bench`: wrong arguments are told in one sentence; a small run goes from end to end."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from hoiam.bench.acts import ACTS
from hoiam.bench.measuring import Measured, Row
from hoiam.bench.place import Place
from hoiam.bench.shown import NAMES, table
from hoiam.bench.stamping_test import INDEXED, LAID_ON, refuted
from hoiam.bench.timing import Bound, percentile, timed
from hoiam.config import database


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hoiam", "bench", *arguments],
        env={
            key: value
            for key, value in os.environ.items()
            if key not in {"HOIAM_PROCESS", "HOIAM_DATABASE_ROLE"}
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--cases", "7"], "--cases phải từ 100 đến 2000000."),
        (["--cases", "nhiều"], "--cases không nhận giá trị 'nhiều'."),
        (["--clients", "0"], "--clients phải từ 1 đến 32."),
        (["--seconds", "0"], "--seconds phải lớn hơn 0 và không quá 120."),
        (["--times", "0"], "--times phải từ 1 đến 1000000."),
        (["--cases", "300", "--late-lines", "301"], "--late-lines phải từ 1 đến số phản ánh (--cases)."),
    ],
)
def test_a_wrong_argument_is_one_sentence_and_status_2(arguments: list[str], sentence: str):
    done = bench(*arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{sentence}\n")


def test_a_server_elsewhere_is_never_measured(monkeypatch: pytest.MonkeyPatch):
    from hoiam.bench.place import refuse_a_far_server
    from hoiam.kit.refusal import Refused

    monkeypatch.setattr(database, "owner_url", lambda: "postgresql://hoiam@db.example.vn/hoiam")
    with pytest.raises(Refused, match="chính máy này"):
        refuse_a_far_server()


def test_the_database_is_another_one_on_the_same_server():
    place = Place(300)
    assert place.owner_url.rpartition("/")[2] == "hoiam_bench_300"
    assert place.owner_url.rpartition("/")[0] == database.owner_url().rpartition("/")[0]


@pytest.mark.parametrize(("percent", "expected"), [(50, 5), (95, 10), (100, 10), (1, 1)])
def test_a_percentile_is_a_time_that_was_measured(percent: int, expected: int):
    assert percentile(list(range(1, 11)), percent) == expected


def test_a_run_ends_at_its_number_of_times_whatever_the_clients():
    done: list[int] = []
    found = timed([lambda: done.append(1)] * 4, Bound(seconds=30, times=50))
    assert found.times == 50 and len(done) == 50 + 4 * 3


def test_a_run_ends_at_its_time():
    found = timed([lambda: None], Bound(seconds=0.05, times=10**9))
    assert found.seconds < 5 and found.times > 1


def measured(cases: int, p50: float, counted: int = 5) -> Measured:
    row = Row("inbox", 1, 10, p50, p50, 10.0, 5.0, 1.0)
    return Measured(cases, {"fsync": "on"}, 10**7, [row], acknowledged=5, counted=counted)


def test_a_larger_table_is_shown_beside_the_smallest():
    assert "1.50×" in table(measured(1_000_000, 30.0), measured(10_000, 20.0))


def test_cases_lost_are_said_loudly():
    assert "KHÔNG KHỚP" in table(measured(10_000, 20.0, counted=4))
    assert "KHÔNG KHỚP" not in table(measured(10_000, 20.0))


def test_every_act_has_its_name():
    assert set(ACTS) <= set(NAMES)


@pytest.mark.slow
@pytest.mark.django_db
def test_three_hundred_cases_from_end_to_end():
    done = bench("--cases", "300", "--fresh", "--seconds", "0.5", "--clients", "1", "2", "--json")
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)
    assert found["agrees"] and found["acknowledged"] > 10
    assert {row["act"] for row in found["rows"]} == set(NAMES)
    assert all(row["times"] > 0 and row["p50"] <= row["p95"] for row in found["rows"])
    with Place(300).owner() as owner, connection.cursor() as real:
        assert refuted(owner) == []
        for everything in (LAID_ON, INDEXED):
            real.execute(everything)
            assert owner.execute(everything).fetchall() == real.fetchall()
