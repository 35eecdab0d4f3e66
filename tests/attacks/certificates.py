"""An authority and the certificates it makes, good and bad, by the openssl command."""

import shutil
import ssl
import subprocess
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

LONG_AGO, NOW, SOON, FAR = "20200101000000Z", "20210101000000Z", "20480101000000Z", "20490101000000Z"
KINDS: Mapping[str, tuple[str, str, str]] = {
    # what is wrong: its name, from, until
    "nothing": ("IP:127.0.0.1", NOW, FAR),
    "expired": ("IP:127.0.0.1", LONG_AGO, NOW),
    "not yet valid": ("IP:127.0.0.1", SOON, FAR),
    "of another host": ("DNS:xnat.example.org", NOW, FAR),
    "without a name": ("DNS:*", NOW, FAR),
}
CONFIG = """
[ca]
default_ca = one
[one]
dir = {folder}
database = {folder}/index
new_certs_dir = {folder}
serial = {folder}/serial
certificate = {folder}/authority.pem
private_key = {folder}/authority.key
default_md = sha256
policy = any
x509_extensions = names
unique_subject = no
[any]
commonName = supplied
[names]
subjectAltName = {name}
"""
KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


@dataclass(frozen=True)
class Authority:
    """Certificates in a folder; ``file`` is the authority's own."""

    folder: Path

    @property
    def file(self) -> Path:
        """What has to be trusted for the others to be."""
        return self.folder / "authority.pem"

    def server(self, wrong: str, most: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> ssl.SSLContext:
        """What a server with such a certificate speaks with.

        :param wrong: a key of ``KINDS``, or ``signed by itself``.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        stem = wrong.replace(" ", "-")
        context.load_cert_chain(self.folder / f"{stem}.pem", self.folder / f"{stem}.key")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of old versions, which are what is wanted
            if most < ssl.TLSVersion.TLSv1_2:
                context.set_ciphers("ALL:@SECLEVEL=0")
                context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = most
        return context


def make_authority(folder: Path) -> Authority:
    """Make an authority and a certificate of each kind.

    The tests fail where there is no openssl command: without it nobody knows whether TLS is verified.
    """
    if shutil.which("openssl") is None:
        pytest.fail("the openssl command is needed to make certificates that are wrong")
    (folder / "index").touch()
    (folder / "serial").write_text("1000\n")
    extensions = ("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=keyCertSign")
    for stem, more in (("authority", extensions), ("signed-by-itself", ("-addext", "subjectAltName=IP:127.0.0.1"))):
        _openssl(folder, "req", "-x509", *KEY, "-keyout", f"{stem}.key", "-out", f"{stem}.pem", "-days", "7300",
                 "-subj", f"/CN={stem}", *more)  # fmt: skip
    for wrong, (name, since, until) in KINDS.items():
        stem = wrong.replace(" ", "-")
        (folder / "config").write_text(CONFIG.format(folder=folder, name=name))
        _openssl(folder, "req", *KEY, "-keyout", f"{stem}.key", "-out", f"{stem}.csr", "-subj", f"/CN={stem}")
        _openssl(folder, "ca", "-batch", "-config", "config", "-in", f"{stem}.csr", "-out", f"{stem}.pem", "-notext",
                 "-startdate", since, "-enddate", until)  # fmt: skip
    return Authority(folder)


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
