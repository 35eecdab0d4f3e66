"""img2fair: from a medical imaging archive to a FAIR catalogue (harvest, map, validate, publish)."""

__version__ = "0.1.0"
