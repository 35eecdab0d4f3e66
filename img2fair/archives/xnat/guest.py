"""Asking XNAT as nobody, and giving back the session that an open archive begins for that."""

from http.cookiejar import DefaultCookiePolicy

import requests

from img2fair.archives.xnat.access import SESSION
from img2fair.archives.xnat.cookies import SESSION_COOKIE, cookie_header, cookies_set
from img2fair.errors import Fault
from img2fair.http import CUT_SHORT, Client
from img2fair.log import hide


class Guest:
    """The session of a guest, as a context that ends it; a client's guard (``Client.guard``)."""

    named = False

    def __init__(self, client: Client) -> None:
        self._client = client
        self._cookies: dict[str, str] = {}

    def __enter__(self) -> "Guest":
        self._client.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._client.guard = self
        return self

    def __exit__(self, *_: object) -> None:
        if SESSION_COOKIE in self._cookies:
            try:
                with self._client.sent("DELETE", SESSION, auth=self.sign):
                    pass  # what it answers is not read
            except (Fault, *CUT_SHORT):
                pass
        self._client.guard = None

    def sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return a request with the guest's cookies."""
        if self._cookies:
            request.headers["Cookie"] = cookie_header(self._cookies)
        return request

    def again(self, answer: requests.Response) -> bool:
        """Keep the cookies of an answer; a guest has nothing to lose, so no request is sent again."""
        given = cookies_set(answer)
        hide(given.get(SESSION_COOKIE, ""))
        self._cookies = {name: value for name, value in {**self._cookies, **given}.items() if value}
        return False
