"""Who may log in, with tokens that can end, and who may do what.

Creating needs the right CREATE on the record above or the role ADMIN, except that any log-in may create a catalogue;
replacing needs the right WRITE on the record, deleting the role ADMIN, publishing only a log-in
(GenericMetadataService, CatalogMetadataService, GenericMetaController of the reference).
"""

import secrets
from dataclasses import dataclass

from img2fair.demo.fdp.exchange import FdpError


@dataclass(frozen=True)
class Account:
    """A user of the server."""

    email: str
    password: str
    role: str
    uuid: str
    first: str
    last: str


ADMIN = ("admin@demo.example", "demo-admin")
PUBLISHER = ("publisher@demo.example", "demo-publisher")
"""E-mail address and password: an administrator, and an account that may create where it was given the right."""

NO_SESSION = "You have to be log in"
"""What is told to who sends a token that is unknown or has ended."""


class Accounts:
    """Accounts, their tokens, and the rights on records."""

    def __init__(self) -> None:
        people = (
            Account(*ADMIN, "ADMIN", "00000000-0000-4000-8000-000000000001", "Ada", "Admin"),
            Account(*PUBLISHER, "USER", "00000000-0000-4000-8000-000000000002", "Per", "Publisher"),
        )
        self._people = {person.email: person for person in people}
        self._tokens: dict[str, str] = {}
        self._rights: dict[tuple[str, str], set[str]] = {}

    def log_in(self, email: object, password: object) -> str:
        """Return a new token."""
        if not isinstance(email, str) or "@" not in email:
            raise FdpError(400, "Validation failed for argument [0]: email must be a well-formed email address")
        person = self._people.get(email)
        if person is None or person.password != password:
            raise FdpError(401, "Invalid username/password supplied")
        token = secrets.token_hex(16)
        self._tokens[token] = email
        return token

    def key(self, email: str) -> str:
        """Return an API key of an account."""
        return self.log_in(email, self._people[email].password)

    def expire(self, token: str) -> None:
        """End a token."""
        self._tokens.pop(token, None)

    def who(self, authorization: str) -> str:
        """Return the e-mail address of who sends a request; empty for nobody.

        :raises FdpError: the token is unknown or has ended, which is 401 on every path.
        """
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer" or not token:
            return ""  # another scheme, or none, is no log-in and no error
        email = self._tokens.get(token)
        if email is None:
            raise FdpError(401, NO_SESSION)
        return email

    def account(self, email: str) -> Account:
        """Return an account.

        :raises FdpError: nobody is logged in.
        """
        if email not in self._people:
            raise FdpError(403)
        return self._people[email]

    def is_admin(self, email: str) -> bool:
        """Tell whether somebody is an administrator."""
        return email in self._people and self._people[email].role == "ADMIN"

    def grant(self, email: str, iri: str, *rights: str) -> None:
        """Give an account rights on a record: CREATE, WRITE."""
        self._rights.setdefault((email, iri), set()).update(rights)

    def may(self, email: str, iri: str, right: str) -> bool:
        """Tell whether an account has a right on a record."""
        return self.is_admin(email) or right in self._rights.get((email, iri), ())

    def rights(self, email: str, iri: str) -> list[str]:
        """Return the rights of an account on a record."""
        return sorted(self._rights.get((email, iri), ()))
