"""Before a process splits it lets go of the database."""

import os
import subprocess
import sys

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
