"""Server settings (thông số máy chủ): durable, moderate, measured against the memory that is really there."""

import os
from pathlib import Path

from .server import HOST

MEGABYTE = 1024 * 1024


def memory() -> int:
    """Bytes this machine, or the container around us, lets us have."""
    found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return found
    return min(found, int(limit)) if limit.isdigit() else found


def settings(available: int) -> dict[str, str]:
    buffers = max(64, min(512, available // MEGABYTE // 8))
    return {
        "listen_addresses": f"'{HOST}'",
        "unix_socket_directories": "''",
        "max_connections": "100",
        "shared_buffers": f"{buffers}MB",
        "effective_cache_size": f"{max(128, available // MEGABYTE // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{buffers // 2}MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",
        "fsync": "on",
        "synchronous_commit": "on",
        "shared_preload_libraries": "'pg_stat_statements'",
        "track_io_timing": "on",
        # People's words travel in statements: a failing one must not leave them in a log file.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_timezone": "'Asia/Ho_Chi_Minh'",
    }


def write(path: Path) -> None:
    """Anew at each start, so that a cluster moved to a bigger machine uses it."""
    lines = [f"{name} = {value}\n" for name, value in settings(memory()).items()]
    path.write_text("".join(lines))
    conf, include = path.with_name("postgresql.conf"), f"include_if_exists '{path.name}'\n"
    if include not in conf.read_text():
        with conf.open("a") as file:
            file.write(include)
