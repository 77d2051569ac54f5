"""Serving and the first command, with real processes on a data folder of their own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from hoiam.config.serving import Child, address, at_least_one
from hoiam.kit.postgres import cluster
from hoiam.kit.refusal import Refused

CLONE = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("bind", "found"),
    [
        ("8022", ("127.0.0.1", 8022)),
        (":80", ("127.0.0.1", 80)),
        ("0.0.0.0:1", ("0.0.0.0", 1)),
        ("[::1]:9", ("::1", 9)),
    ],
)
def test_an_address_may_leave_out_the_host(bind, found):
    assert address(bind) == found


@pytest.mark.parametrize("bind", ["", "máy", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:-1"])
def test_an_address_without_a_port_is_refused(bind):
    with pytest.raises(Refused, match="phải có dạng"):
        address(bind)


def test_a_child_that_died_five_times_within_a_minute_keeps_dying():
    child = Child("web", ["web"])
    now = time.monotonic()
    child.started = [now - 4, now - 3, now - 2, now - 1]
    assert not child.keeps_dying()
    child.started.append(now)
    assert child.keeps_dying()
    child.started[0] = now - 61
    assert not child.keeps_dying()


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    yield folder
    if (folder / "cluster").exists():
        made = cluster.Cluster(folder)
        made.stop()
        shutil.rmtree(made.directory)


def environment(data):
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HOIAM_", "DJANGO_", "DATABASE_"))
    }
    return {**kept, "HOIAM_DATA": str(data), "PYTHONPATH": str(CLONE)}


def hoiam(data, *words):
    return subprocess.run(
        [sys.executable, "-m", "hoiam", *words],
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.cluster
@pytest.mark.slow
def test_the_first_command_makes_everything_and_the_second_costs_nothing(data):
    count = "from hoiam.units.models import Unit; print(Unit.objects.count())"
    first = hoiam(data, "shell", "--no-imports", "-c", count)
    assert first.returncode == 0, first.stderr
    assert int(first.stdout) > 100
    assert first.stderr == ""
    began = time.monotonic()
    assert hoiam(data, "shell", "--no-imports", "-c", count).stdout == first.stdout
    assert time.monotonic() - began < 5
    assert not cluster.Cluster(data).running()
    assert hoiam(data, "no-such-word").returncode == 2


def answers(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
        return response.status


def wait_for(question, seconds=120.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if question():
                return True
        except OSError:
            pass
        time.sleep(0.2)
    return False


def processes_of(data):
    """Every process that was started for this data folder, by what its environment says."""
    mark = f"HOIAM_DATA={data}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0") and (process / "cmdline").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


@pytest.fixture
def served(data):
    port = 20000 + os.getpid() % 10000
    with subprocess.Popen(
        [sys.executable, "-m", "hoiam", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1"],
        env=environment(data),
        stdin=subprocess.DEVNULL,
    ) as supervisor:
        try:
            assert wait_for(lambda: answers(port, "/readyz") == 200)
            yield supervisor, port
        finally:
            supervisor.send_signal(signal.SIGTERM)


@pytest.mark.cluster
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
def test_serving_survives_kills_and_leaves_nothing_behind(served, data):
    supervisor, port = served
    names = {}
    for pid in processes_of(data):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
        names.setdefault(words[3] if len(words) > 3 else "", pid)
    before = set(processes_of(data))
    os.kill(names["web"], signal.SIGKILL)
    os.kill(names["worker"], signal.SIGKILL)
    assert wait_for(lambda: len(set(processes_of(data)) - before) >= 3 and answers(port, "/readyz") == 200)
    server = cluster.Cluster(data).running()
    os.kill(int((server.directory / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    assert wait_for(lambda: answers(port, "/readyz") == 200)

    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(60) == 0
    assert processes_of(data) == []
    assert cluster.Cluster(data).running() is None


@pytest.mark.cluster
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
def test_children_leave_when_their_supervisor_is_killed(served, data):
    supervisor, _ = served
    supervisor.kill()
    supervisor.wait()
    assert wait_for(lambda: processes_of(data) == [])
    assert json.loads((data / "database.json").read_text()).keys() == {"postgres", "hoiam_owner", "hoiam_web"}
    assert hoiam(data, "shell", "--no-imports", "-c", "print(7)").stdout == "7\n"
    assert cluster.Cluster(data).running() is None


@pytest.mark.parametrize("text", ["0", "-1", "x", "", "1.5"])
def test_without_one_web_process_nothing_is_started(text):
    with pytest.raises(Refused, match="phải là một số từ 1 trở lên"):
        at_least_one(text)
    assert at_least_one("3") == 3
