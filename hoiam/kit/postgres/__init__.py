"""Embedded PostgreSQL (máy chủ PostgreSQL kèm theo): a real server, started by whoever needs it first."""

from .holding import hold, peek, release
from .server import ClusterError, Server

__all__ = ["ClusterError", "Server", "hold", "peek", "release"]
