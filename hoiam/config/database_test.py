"""Addresses of databases are read; before a process splits it lets go of the database."""

import os
import subprocess
import sys

import pytest

from hoiam.config.database import parsed
from hoiam.kit.postgres import ClusterError

WORK = """
import os
import django
django.setup()
from django.db import connection
from hoiam.config import database

def pid():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]

pid()
database.let_go()
reading, writing = os.pipe()
child = os.fork()
if not child:
    os.write(writing, str(pid()).encode())
    os._exit(0)
os.waitpid(child, 0)
assert os.read(reading, 20).decode() != str(pid())
"""


def test_two_processes_from_one_never_share_a_connection():
    done = subprocess.run(
        [sys.executable, "-c", WORK],
        env={**os.environ, "HOIAM_PROCESS": "server", "HOIAM_DATABASE_ROLE": "web"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "url", ["mysql://a:secret@b/c", "postgresql://a:secret@b:zz/c", "postgresql://[secret/c", ""]
)
def test_an_address_that_is_none_is_one_sentence_without_its_password(url):
    with pytest.raises(ClusterError, match="DATABASE_URL phải có dạng") as said:
        parsed(url)
    assert "secret" not in str(said.value)
