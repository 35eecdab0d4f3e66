"""A read-only HTTP server that speaks XNAT's REST API, filled from the bundled metadata."""

from img2fair.demo.archive.exchange import Dialect, RequestRecord
from img2fair.demo.archive.faults import Fault, Faults
from img2fair.demo.archive.server import DemoArchive

__all__ = ["DemoArchive", "Dialect", "Fault", "Faults", "RequestRecord"]
