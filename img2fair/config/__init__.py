"""img2fair.yaml: its model, reading it with line numbers, and where log-ins come from."""

from img2fair.config.archives import Archive, DicomFolder, DicomGrouping, DicomwebArchive, TableArchive, XnatArchive
from img2fair.config.load import Located, config_file, load_config, load_configs
from img2fair.config.logins import FoundLogin, Secret, find_token, fingerprint, seek_login, seek_token
from img2fair.config.model import Config, Monitoring, Privacy
from img2fair.config.problems import ConfigFault
from img2fair.config.prompt import nobody_answers
from img2fair.config.secret_files import home, netrc_path, openness
from img2fair.config.source import DEFAULT_FILE
from img2fair.config.studies import Cbioportal, StudyEntry
from img2fair.config.targets import FdpTarget, SiteTarget

__all__ = [
    "DEFAULT_FILE",
    "Archive",
    "Cbioportal",
    "Config",
    "ConfigFault",
    "DicomFolder",
    "DicomGrouping",
    "DicomwebArchive",
    "FdpTarget",
    "FoundLogin",
    "Located",
    "Monitoring",
    "Privacy",
    "Secret",
    "SiteTarget",
    "StudyEntry",
    "TableArchive",
    "XnatArchive",
    "config_file",
    "find_token",
    "fingerprint",
    "home",
    "load_config",
    "load_configs",
    "netrc_path",
    "nobody_answers",
    "openness",
    "seek_login",
    "seek_token",
]
