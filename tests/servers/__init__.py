"""Servers that tests talk to: rooms of the demo, which the product starts too."""

from img2fair.demo.archive import DemoArchive
from img2fair.demo.fdp import ADMIN, PUBLISHER, DemoFdp

__all__ = ["ADMIN", "PUBLISHER", "DemoArchive", "DemoFdp"]
