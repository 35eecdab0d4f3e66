"""Questions to a server that change nothing, asked gently: a short patience, few tries, and never a fault.

Preflight, the guest's view, the rehearsal and the index want to say in words what came of a question; so what went
wrong is an answer too, with the status 0. Nobody is logged in unless a token is given with the question.
"""

import json
import math
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from img2fair.errors import RemoteFault, UsageFault
from img2fair.http import CUT_SHORT, Client, Floor, Journal, Passing, TooLarge, retry_after, sent_again
from img2fair.http.faults import in_words
from img2fair.log import hidden

TURTLE, JSON = "text/turtle", "application/json"
NO_ANSWER = 0
"""The status of an answer that did not come."""
TRIES = 8
"""How often a question is sent: where a third of all answers fail, one question in six thousand stays open."""
PASSING = frozenset({NO_ANSWER, 429, 502, 503, 504})
"""Answers after which the same question may have another one."""

_LONGEST_PAUSE, _LONGEST_WAIT = 0.8, 30.0
"""Seconds before another try, and how long a server may ask us to wait for it: if longer, there is no other try."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as text."""

    status: int
    text: str
    headers: Mapping[str, str]


class Asking:
    """Asks one server, by as many threads as are said.

    :param root: its address, without a slash at the end.
    :param within: seconds in which all questions together have to be answered; later ones are not sent.
    :param patience: seconds for the answer to one question.
    :param tries: how often a question is sent while its answer is one of ``PASSING``.
    """

    def __init__(
        self, root: str, *, within: float = math.inf, patience: float = 10.0, tries: int = TRIES, threads: int = 1
    ) -> None:
        self.root = root
        self._client = Client(root, Journal(), threads=threads, floor=Floor(grace=patience))
        self._ends = time.monotonic() + within
        self._patience = patience
        self._tries = tries
        self._pause = threading.Event()

    def __enter__(self) -> "Asking":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._client.session.close()

    def ask(self, path: str, *, accept: str = TURTLE, body: object = None, token: str = "", tries: int = 0) -> Answer:
        """Return the answer to a GET, or to a POST where there is a body (sent as JSON); status 0 where none came.

        An answer that leads elsewhere is returned as it is: nothing is followed.

        :param tries: how often this question is sent at most, if not as often as others.
        """
        answer = self._once(path, accept, body, token)
        for attempt in range(1, tries or self._tries):
            if answer.status not in PASSING or not self._waited(answer, attempt):
                break
            sent_again()
            answer = self._once(path, accept, body, token)
        return answer

    @property
    def left(self) -> float:
        """The seconds that are left."""
        return self._ends - time.monotonic()

    def _waited(self, answer: Answer, attempt: int) -> bool:
        """Wait before the next try; false where no time is left for one."""
        asked = retry_after(answer.headers.get("Retry-After"))
        pause = min(0.05 * 2**attempt, _LONGEST_PAUSE) if asked is None else asked
        return pause < min(self.left, _LONGEST_WAIT) and not self._pause.wait(pause)

    def _once(self, path: str, accept: str, body: object, token: str) -> Answer:
        if self.left <= 0:
            return Answer(NO_ANSWER, "the time for questions is up", {})
        headers = {"Accept": accept}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"Content-Type": JSON} if body is not None else {}
        data = None if body is None else json.dumps(body).encode()
        patience = min(self._patience, self.left)
        method = "GET" if body is None else "POST"
        try:
            with self._client.sent(method, path, data=data, headers=headers, timeout=patience) as got:
                text = "" if got.is_redirect else got.content.decode("utf-8", "replace")
                return Answer(got.status_code, text if got.status_code == 200 else hidden(text), got.headers)
        except (Passing, TooLarge, *CUT_SHORT) as fault:
            return Answer(NO_ANSWER, in_words(fault), {})
        except (RemoteFault, UsageFault) as fault:
            return Answer(NO_ANSWER, fault.what, {})


def decoded(answer: Answer) -> Any:
    """Return the JSON of a good answer; ``None`` where it is none."""
    if not 200 <= answer.status < 300:
        return None
    try:
        return json.loads(answer.text)
    except (ValueError, RecursionError):
        return None


def said_by(answer: Answer) -> str:
    """Return in words what a server answered instead of what was asked for."""
    if answer.status == NO_ANSWER:
        return f"does not answer ({answer.text})"
    if 300 <= answer.status < 400:
        return f"sends us elsewhere ({answer.status})"
    return f"answers {answer.status}"
