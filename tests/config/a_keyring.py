"""A keyring in a file, for tests: what ``KEYRING_OF_A_TEST`` names, with lines of host, user and password."""

import os
import time
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.credentials import SimpleCredential


class FileKeyring(KeyringBackend):
    """Knows the users of a host, as the desktop's stores do."""

    priority = 1

    def _rows(self) -> list[list[str]]:
        text = Path(os.environ["KEYRING_OF_A_TEST"]).read_text()
        return [line.split() for line in text.splitlines()]

    def get_password(self, service: str, username: str) -> str | None:
        return next((row[2] for row in self._rows() if row[:2] == [service, username]), None)

    def get_credential(self, service: str, username: str | None) -> SimpleCredential | None:
        found = next((row for row in self._rows() if row[0] == service and username in (None, row[1])), None)
        return SimpleCredential(found[1], found[2]) if found else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


class LockedKeyring(FileKeyring):
    """Is locked, and says the password when it complains of it."""

    def _rows(self) -> list[list[str]]:
        raise RuntimeError("locked: Canary-7")


class SilentKeyring(FileKeyring):
    """Never answers."""

    def _rows(self) -> list[list[str]]:
        time.sleep(60)
        return []
