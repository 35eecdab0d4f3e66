"""The public names, for type checkers; __init__.py loads each when it is first used."""

from img2fair.archive_settings import archive_settings as archive_settings_of
from img2fair.archives import ArchiveSettings as ArchiveSettings
from img2fair.archives import Depth as Depth
from img2fair.archives import Login as Login
from img2fair.config import ConfigFault as ConfigFault
from img2fair.config import Located as Located
from img2fair.config import load_config as load_config
from img2fair.config import load_configs as load_configs
from img2fair.errors import Exit as Exit
from img2fair.errors import Fault as Fault
from img2fair.errors import LockFault as LockFault
from img2fair.errors import LoginFault as LoginFault
from img2fair.errors import OutputFault as OutputFault
from img2fair.errors import RemoteFault as RemoteFault
from img2fair.errors import SafetyStop as SafetyStop
from img2fair.errors import UsageFault as UsageFault
from img2fair.exporting import Exported as Exported
from img2fair.exporting import Output as StudyOutput
from img2fair.exporting import export as export_study
from img2fair.files import locked as locked
from img2fair.findings import Finding as Finding
from img2fair.findings import Report as Report
from img2fair.findings import Severity as Severity
from img2fair.judging import Judging as Judging
from img2fair.judging import profiles_of as profiles_of
from img2fair.mapping import Mapping as Mapping
from img2fair.mapping import MappingFault as MappingFault
from img2fair.mapping import Settings as MappingSettings
from img2fair.mapping import load_mapping as load_mapping
from img2fair.model import Change as Change
from img2fair.model import Held as Held
from img2fair.model import Plan as Plan
from img2fair.model import Project as Project
from img2fair.model import Receipt as Receipt
from img2fair.model import Record as Record
from img2fair.model import Snapshot as Snapshot
from img2fair.model import Visibility as Visibility
from img2fair.model.record_files import read_records as read_records
from img2fair.model.snapshot_file import read_snapshot as read_snapshot
from img2fair.pipeline import Harvested as Harvested
from img2fair.pipeline import Mapped as Mapped
from img2fair.pipeline import harvest_to as harvest_to
from img2fair.pipeline import map_snapshot as map_snapshot
from img2fair.pipeline import save_mapped as save_mapped
from img2fair.pipeline import validate as validate
from img2fair.privacy.cohort import PrivacyStop as PrivacyStop
from img2fair.publication import Prepared as Prepared
from img2fair.publication import apply_all as apply_all
from img2fair.publication import export_order as export_order
from img2fair.publication import load_mapping_of as load_mapping_of
from img2fair.publication import mapping_settings as mapping_settings
from img2fair.publication import prepare_all as prepare_all
from img2fair.publication import withdraw as withdraw
from img2fair.rdf import from_file as rdf_from_file
from img2fair.rdf import to_text as rdf_to_text
from img2fair.shacl import Profile as Profile
from img2fair.shacl import list_profiles as list_profiles
from img2fair.shacl import load_profile as load_profile
from img2fair.shacl import validate_graph as validate_graph
from img2fair.tables import cause_rows as cause_rows
from img2fair.tables import project_rows as project_rows
from img2fair.tables import scan_rows as scan_rows
from img2fair.tables import session_rows as session_rows

__version__: str

__all__ = [
    "ArchiveSettings",
    "Change",
    "ConfigFault",
    "Depth",
    "Exit",
    "Exported",
    "Fault",
    "Finding",
    "Harvested",
    "Held",
    "Judging",
    "Located",
    "LockFault",
    "Login",
    "LoginFault",
    "Mapped",
    "Mapping",
    "MappingFault",
    "MappingSettings",
    "OutputFault",
    "Plan",
    "Prepared",
    "PrivacyStop",
    "Profile",
    "Project",
    "Receipt",
    "Record",
    "RemoteFault",
    "Report",
    "SafetyStop",
    "Severity",
    "Snapshot",
    "StudyOutput",
    "UsageFault",
    "Visibility",
    "__version__",
    "apply_all",
    "archive_settings_of",
    "cause_rows",
    "export_order",
    "export_study",
    "harvest_to",
    "list_profiles",
    "load_config",
    "load_configs",
    "load_mapping",
    "load_mapping_of",
    "load_profile",
    "locked",
    "map_snapshot",
    "mapping_settings",
    "prepare_all",
    "profiles_of",
    "project_rows",
    "rdf_from_file",
    "rdf_to_text",
    "read_records",
    "read_snapshot",
    "save_mapped",
    "scan_rows",
    "session_rows",
    "validate",
    "validate_graph",
    "withdraw",
]
