"""Real DICOMweb servers for tests: Debian's Orthanc and PyPI's tiny_pacs, filled by STOW-RS."""

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.servers.processes import free_port, running

ORTHANC = ("Orthanc", "/usr/sbin/Orthanc")
PLUGIN = Path("/usr/share/orthanc/plugins/libOrthancDicomWeb.so")
BOUNDARY = "img2fair-test"


@contextmanager
def orthanc(folder: Path, objects: Iterable[bytes], *, login: tuple[str, str] | None = None) -> Iterator[str]:
    """Start Orthanc with these objects and yield its DICOMweb root; skip the test where it is not installed.

    :param folder: a new temporary folder.
    :param login: a name and password it then demands.
    """
    program = next((found for name in ORTHANC if (found := shutil.which(name))), None)
    if program is None or not PLUGIN.is_file():
        pytest.skip("needs the Debian packages orthanc and orthanc-dicomweb")
    port = free_port()
    settings = {
        "Name": "test",
        "HttpPort": port,
        "DicomServerEnabled": False,
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": login is not None,
        "RegisteredUsers": dict([login]) if login else {},
        "StorageDirectory": str(folder / "storage"),
        "IndexDirectory": str(folder / "storage"),
        "Plugins": [str(PLUGIN)],
        "DicomWeb": {"Enable": True, "Root": "/dicom-web/", "EnableWado": False},
    }
    (folder / "orthanc.json").write_text(json.dumps(settings), encoding="utf-8")
    with running([program, str(folder / "orthanc.json")], port, folder, {"PATH": os.environ["PATH"]}):
        root = f"http://127.0.0.1:{port}/dicom-web"
        _store(root, objects, login)
        yield root


@contextmanager
def tiny_pacs(folder: Path, objects: Iterable[bytes]) -> Iterator[str]:
    """Start tiny_pacs with these objects and yield its DICOMweb root; skip the test where it is not installed."""
    if importlib.util.find_spec("tiny_pacs_dicomweb") is None:
        pytest.skip("needs tiny_pacs[dicomweb] from PyPI")
    port = free_port()
    settings = {
        "ae": {"ae_title": "TEST", "port": free_port(), "dump_ds": False},
        "components": {
            "HttpServer": {"on": True, "host": "127.0.0.1", "port": port},
            "DICOMWeb": {"on": True},
        },
    }
    (folder / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "tiny_pacs", "run", "-c", str(folder / "config.json")]
    with running(command, port, folder, {"PATH": os.environ["PATH"], "HOME": str(folder)}):
        root = f"http://127.0.0.1:{port}/dicomweb"
        _store(root, objects, None)
        yield root


def _store(root: str, objects: Iterable[bytes], login: tuple[str, str] | None) -> None:
    """Store objects: STOW-RS, DICOM PS3.18 10.5."""
    part = f"--{BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n".encode()
    body = b"".join(part + one + b"\r\n" for one in objects)
    if not body:
        return
    answer = requests.post(
        f"{root}/studies",
        data=body + f"--{BOUNDARY}--\r\n".encode(),
        headers={
            "Content-Type": f'multipart/related; type="application/dicom"; boundary={BOUNDARY}',
            "Accept": "application/dicom+json",
        },
        auth=login,
        timeout=30,
    )
    answer.raise_for_status()
