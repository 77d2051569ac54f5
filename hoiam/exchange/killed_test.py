"""Killed or interrupted while importing: run again, and the same is there as after one clean run."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from hoiam.kit.postgres import cluster, release

from .factories import generated_file

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

CLONE = Path(__file__).resolve().parents[2]
CASES, KILLS = 3000, 5


@pytest.fixture(scope="module")
def file(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        cases = generated_file(CASES, seed=9)
    return b"".join(json.dumps(case, ensure_ascii=False).encode() + b"\n" for case in cases)


@pytest.fixture(autouse=True)
def _ctrl_c_is_heard():
    """A suite started in the background may have been told to ignore it, and its children with it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def installation(tmp_path):
    """Makes empty installations of their own, each with its own cluster."""
    made = []

    def make(name):
        made.append(tmp_path / name)
        return {
            **os.environ,
            "HOIAM_DATA": str(tmp_path / name),
            "PYTHONPATH": str(CLONE),
            "DATABASE_URL": "",
        }

    yield make
    for data in made:
        release(data)
        kept = cluster.Cluster(data)
        kept.stop()
        shutil.rmtree(kept.directory)


def hoiam(env, *words, given=None):
    for own in ("HOIAM_PROCESS", "HOIAM_DATABASE_ROLE"):
        env.pop(own, None)
    return subprocess.Popen(
        [sys.executable, "-m", "hoiam", *words],
        env=env,
        cwd=Path(env["HOIAM_DATA"]).parent,
        stdin=subprocess.PIPE if given else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def whole_run(env, file):
    with hoiam(env, "import-cases", "-", given=True) as process:
        out, trouble = process.communicate(file)
    assert process.returncode == 0, trouble.decode()
    return out.decode()


def killed_run(env, file, at):
    """Killed with no warning once it has been given the first `at` bytes."""
    with hoiam(env, "import-cases", "-", given=True) as process:
        process.stdin.write(file[:at])
        process.stdin.flush()
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def interrupted_run(env, file, at):
    """Ctrl-C once it has been given the first `at` bytes."""
    with hoiam(env, "import-cases", "-", given=True) as process:
        process.stdin.write(file[:at])
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        process.wait(60)
        assert process.stderr.read() == b""
    return process.returncode


def export(env):
    with hoiam(env, "export-cases", "--with-identities") as process:
        out, trouble = process.communicate()
    assert process.returncode == 0, trouble.decode()
    return out


def test_killed_at_five_random_points_and_run_again_exports_the_bytes_of_one_clean_run(file, installation):
    clean, unlucky = installation("clean"), installation("unlucky")
    whole_run(clean, file)
    chance = Random(os.urandom(8))
    points = sorted(chance.randrange(len(file) // 10, len(file)) for _ in range(KILLS))
    for at in points:
        killed_run(unlucky, file, at)
    assert interrupted_run(unlucky, b"not json\n" + file, len(file) // 2) == 130
    assert not list(Path(unlucky["HOIAM_DATA"]).parent.glob("*.rejected*"))
    summary = whole_run(unlucky, file)
    assert "đã có từ trước" in summary and "mới" in summary, (points, summary)
    assert export(unlucky) == export(clean), points
    assert export(clean).count(b"\n") == CASES
