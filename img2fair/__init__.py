"""img2fair: from a medical imaging archive to a FAIR catalogue (harvest, map, validate, publish).

    import img2fair

    site = img2fair.ArchiveSettings("https://xnat.example.org")
    img2fair.harvest_to("snapshot.jsonl", "xnat", site)
    snapshot = img2fair.read_snapshot("snapshot.jsonl")
    mapped = img2fair.map_snapshot(snapshot, img2fair.load_mapping("health-ri-core"))
    report = img2fair.validate(mapped, [img2fair.load_profile("health-ri-core")])

The names in ``__all__`` are the library's: they keep what they mean within a major version. Each is loaded when it is
first used, so that importing this package costs nothing. docs/library.md shows them at work.
"""

from importlib import import_module

__version__ = "0.1.0"

_WHERE = {
    # read an archive
    "ArchiveSettings": "img2fair.archives.ArchiveSettings",
    "Login": "img2fair.archives.Login",
    "Depth": "img2fair.archives.Depth",
    "harvest_to": "img2fair.pipeline.harvest_to",
    "Harvested": "img2fair.pipeline.Harvested",
    "read_snapshot": "img2fair.model.snapshot_file.read_snapshot",
    "Snapshot": "img2fair.model.Snapshot",
    "Project": "img2fair.model.Project",
    "Held": "img2fair.model.Held",
    "Visibility": "img2fair.model.Visibility",
    # look at it
    "project_rows": "img2fair.tables.project_rows",
    "session_rows": "img2fair.tables.session_rows",
    "scan_rows": "img2fair.tables.scan_rows",
    "cause_rows": "img2fair.tables.cause_rows",
    # map it
    "load_mapping": "img2fair.mapping.load_mapping",
    "Mapping": "img2fair.mapping.Mapping",
    "MappingSettings": "img2fair.mapping.Settings",
    "map_snapshot": "img2fair.pipeline.map_snapshot",
    "Mapped": "img2fair.pipeline.Mapped",
    "save_mapped": "img2fair.pipeline.save_mapped",
    "read_records": "img2fair.model.record_files.read_records",
    "Record": "img2fair.model.Record",
    "rdf_from_file": "img2fair.rdf.from_file",
    "rdf_to_text": "img2fair.rdf.to_text",
    # judge it
    "load_profile": "img2fair.shacl.load_profile",
    "list_profiles": "img2fair.shacl.list_profiles",
    "Profile": "img2fair.shacl.Profile",
    "validate": "img2fair.pipeline.validate",
    "validate_graph": "img2fair.shacl.validate_graph",
    "Judging": "img2fair.judging.Judging",
    "Report": "img2fair.findings.Report",
    "Finding": "img2fair.findings.Finding",
    "Severity": "img2fair.findings.Severity",
    # as a config says: publish, withdraw
    "load_config": "img2fair.config.load_config",
    "load_configs": "img2fair.config.load_configs",
    "Located": "img2fair.config.Located",
    "archive_settings_of": "img2fair.archive_settings.archive_settings",
    "mapping_settings": "img2fair.publication.mapping_settings",
    "load_mapping_of": "img2fair.publication.load_mapping_of",
    "profiles_of": "img2fair.judging.profiles_of",
    "prepare_all": "img2fair.publication.prepare_all",
    "Prepared": "img2fair.publication.Prepared",
    "Plan": "img2fair.model.Plan",
    "Change": "img2fair.model.Change",
    "apply_all": "img2fair.publication.apply_all",
    "Receipt": "img2fair.model.Receipt",
    "withdraw": "img2fair.publication.withdraw",
    "locked": "img2fair.files.locked",
    # a study for cBioPortal
    "export_order": "img2fair.publication.export_order",
    "export_study": "img2fair.exporting.export",
    "StudyOutput": "img2fair.exporting.Output",
    "Exported": "img2fair.exporting.Exported",
    # what can go wrong
    "Exit": "img2fair.errors.Exit",
    "Fault": "img2fair.errors.Fault",
    "UsageFault": "img2fair.errors.UsageFault",
    "ConfigFault": "img2fair.config.ConfigFault",
    "MappingFault": "img2fair.mapping.MappingFault",
    "RemoteFault": "img2fair.errors.RemoteFault",
    "LoginFault": "img2fair.errors.LoginFault",
    "LockFault": "img2fair.errors.LockFault",
    "OutputFault": "img2fair.errors.OutputFault",
    "SafetyStop": "img2fair.errors.SafetyStop",
    "PrivacyStop": "img2fair.privacy.cohort.PrivacyStop",
}
"""Where each public name is defined; ``__init__.pyi`` says the same to type checkers."""

__all__ = ["__version__", *_WHERE]


def __getattr__(name: str) -> object:
    """Load a public name when it is first used (PEP 562)."""
    if name not in _WHERE:
        raise AttributeError(f"module 'img2fair' has no attribute {name!r}", name=name)
    module, _, attribute = _WHERE[name].rpartition(".")
    found: object = getattr(import_module(module), attribute)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names, for completion and ``help``."""
    return sorted({*globals(), *__all__})
