"""Addresses of the config that look like one person's: a role mailbox is preferred."""

import pytest

from img2fair.findings import CONFIG_FILE, Judge, Place, Severity
from img2fair.mapping.mailboxes import mailbox_findings
from img2fair.privacy.mailbox_rules import MAILBOX_RULES
from img2fair.privacy.mailboxes import personal_mailboxes
from tests.mapping.samples import DEFAULTS, HEALTH

PERSONS = ("piet.jansen", "p.jansen", "p.j.lastname", "jan.van.den.berg", "anna_smit", "jan-peter.smit", "j.müller",
           "piet.jansen2", "Piet.Jansen+fair", "mailto:p.jansen", "jansen.p")  # fmt: skip
ROLES = ("info", "datadesk", "data-desk", "research-data", "radiology.data", "research.it", "fair", "xnat.admin",
         "no-reply", "data.access.request", "jansen", "pjansen", "umc.radiologie", "servicedesk2", "a.b.c.d.e.f",
         "")  # fmt: skip


@pytest.mark.parametrize("local", PERSONS)
def test_an_address_like_a_person(local: str) -> None:
    assert personal_mailboxes({"contact_point": {"email": f"{local}@example.org"}}, {}) == (
        "defaults.contact_point.email",
    )


@pytest.mark.parametrize("local", ROLES)
def test_an_address_of_a_role_or_of_whom_nobody_can_tell(local: str) -> None:
    assert personal_mailboxes({"contact_point": {"email": f"{local}@example.org"}}, {}) == ()


def test_addresses_are_found_at_every_depth_and_nothing_else_is() -> None:
    own = "p.jansen@example.org"
    defaults = {
        "publisher": {"email": own, "name": own},
        "catalog": {"contact_point": {"email": own}},
        "creator": [{"mbox": own}, {"email": "info@example.org"}],
        "description": own,
        "email": None,
    }
    assert personal_mailboxes(defaults, {"LUNG": {"contact_point": {"email": own}}, "LGG": {}}) == (
        "defaults.publisher.email",
        "defaults.catalog.contact_point.email",
        "defaults.creator.mbox",
        "projects.LUNG.contact_point.email",
    )
    assert personal_mailboxes(DEFAULTS, {}) == personal_mailboxes(HEALTH, {}) == ()


def test_a_finding_that_keeps_nothing_back() -> None:
    (found,) = mailbox_findings(["defaults.publisher.email"], "https://x.org/", None)
    assert (found.code, found.severity, found.judge) == ("I2F-P020", Severity.INFO, Judge.PRIVACY)
    assert found.where == (Place(CONFIG_FILE, "", "defaults.publisher.email"),)
    assert (found.who, found.key, found.keeps_in()) == ("operator", "https://x.org/", False)
    assert found.said("nl") != found.said("en")
    assert found.cured("nl") != found.cured("en")
    assert MAILBOX_RULES[found.code].said("nl") != MAILBOX_RULES[found.code].said("en")
