"""img2fair.yaml: its model, reading it with line numbers, and where log-ins come from."""

from img2fair.config.archives import Archive, DicomFolder, DicomGrouping, DicomwebArchive, TableArchive, XnatArchive
from img2fair.config.load import Located, load_config, load_configs
from img2fair.config.logins import find_login, find_token
from img2fair.config.model import (
    Cbioportal,
    Config,
    FdpTarget,
    Monitoring,
    Privacy,
    SiteTarget,
    StudyEntry,
)
from img2fair.config.source import DEFAULT_FILE

__all__ = [
    "DEFAULT_FILE",
    "Archive",
    "Cbioportal",
    "Config",
    "DicomFolder",
    "DicomGrouping",
    "DicomwebArchive",
    "FdpTarget",
    "Located",
    "Monitoring",
    "Privacy",
    "SiteTarget",
    "StudyEntry",
    "TableArchive",
    "XnatArchive",
    "find_login",
    "find_token",
    "load_config",
    "load_configs",
]
