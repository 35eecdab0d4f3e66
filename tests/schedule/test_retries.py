"""Requests that are sent again are counted."""

from collections.abc import Iterable
from itertools import count

import pytest

from img2fair.errors import RemoteFault
from img2fair.http import ATTEMPTS, Client, Journal, retries
from tests.attacks.hostile import head, hostile


@pytest.mark.parametrize(("refused", "again"), [(0, 0), (1, 1), (2, 2), (99, ATTEMPTS - 1)])
def test_what_is_sent_again_is_counted(refused: int, again: int) -> None:
    number = count()

    def answer(_: bytes) -> Iterable[bytes]:
        later = next(number) < refused
        return [head("503 Later", "Content-Length: 0") if later else head("200 OK", "Content-Length: 2") + b"ok"]

    before = retries()
    with hostile(answer) as server:
        client = Client(server.url, Journal())
        if refused < ATTEMPTS:
            assert client.get("/x", read=lambda answer: answer.text) == "ok"
        else:
            with pytest.raises(RemoteFault):
                client.get("/x", read=lambda answer: answer.text)
    assert retries() - before == again
