"""A script that asks the demo archive and keeps its cookies."""

import csv
import io
from typing import Any

import requests

from img2fair.demo.archive import DemoArchive


class Caller:
    """Asks, as an account or as the guest."""

    def __init__(self, archive: DemoArchive, login: str = "") -> None:
        self.archive = archive
        self.http = requests.Session()
        self.http.trust_env = False
        if login:
            self.http.get(f"{archive.url}/data/JSESSION", auth=(login, login), timeout=30).raise_for_status()

    def get(self, path: str, **params: str) -> requests.Response:
        return self.http.get(self.archive.url + path, params=params, timeout=30)

    def rows(self, path: str, **params: str) -> list[dict[str, str]]:
        answer = self.get(path, format="json", **params)
        assert answer.status_code == 200, answer.text
        rows: list[dict[str, str]] = answer.json()["ResultSet"]["Result"]
        return rows

    def item(self, path: str) -> dict[str, Any]:
        [item] = self.get(path, format="json").json()["items"]
        return dict(item)

    def csv_rows(self, path: str, **params: str) -> list[dict[str, str]]:
        answer = self.get(path, format="csv", **params)
        assert answer.status_code == 200, answer.text
        answer.encoding = "utf-8"
        return list(csv.DictReader(io.StringIO(answer.text, newline="")))

    def __enter__(self) -> "Caller":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
