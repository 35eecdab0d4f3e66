"""A look at an XNAT before anything is configured: half a dozen requests by the harvest's own readers.

Of private projects only their number is told. Of the others keywords and ids are read, and nothing of them is told but
counts of a few words (marks.py); forms are configuration and told by their titles and keys.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import requests

from img2fair.archives import Login
from img2fair.archives.xnat.access import WHO, Access
from img2fair.archives.xnat.answers import Refused, json_object
from img2fair.archives.xnat.form_definitions import Defined
from img2fair.archives.xnat.harvest import ASKABLE
from img2fair.archives.xnat.lists import Lists, chunks
from img2fair.archives.xnat.site import form_definitions, list_access, version
from img2fair.errors import LoginFault, RemoteFault
from img2fair.http import Client, Journal, Unreachable
from img2fair.init.marks import marks_of, trials_of, words_of
from img2fair.model import Visibility

_NAME = re.compile(r"\w[\w .,&()'/-]{0,79}")
"""A site's name that can be taken as it is."""
_SITE_ID = "/xapi/siteConfig/values/siteId"
"""The name of a site, which guests may read too. Source: XNAT's SiteConfigApi and site-config-access.yaml."""
_OF_PROJECTS = "projectdata"


@dataclass(frozen=True, slots=True)
class FormSeen:
    """A form about projects: its title, the keys of its questions, and how many of the projects read ask it."""

    title: str
    keys: tuple[str, ...]
    projects: int


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look has shown.

    :param account: ``user`` or ``guest``.
    :param by_access: number of projects by who may see them.
    :param opt_in: keywords that offer a project → number of public and protected projects that have them.
    :param opt_out: likewise, of keywords that keep one out.
    :param trials: globs of ids that look like tests → how many.
    :param closed: whether the site shows guests nothing; ``None`` where that could not be told.
    :param unread: what could not be read.
    :param keywords: the keywords of public and protected projects → how many have each; ``None`` where they are unread.
        Only of one that somebody names is the number told.
    """

    account: str
    version: str = ""
    name: str = ""
    by_access: Mapping[str, int] = field(default_factory=dict)
    opt_in: Mapping[str, int] = field(default_factory=dict)
    opt_out: Mapping[str, int] = field(default_factory=dict)
    trials: Mapping[str, int] = field(default_factory=dict)
    forms: tuple[FormSeen, ...] = ()
    closed: bool | None = None
    unread: tuple[str, ...] = ()
    keywords: Mapping[str, int] | None = field(default=None, repr=False)

    @property
    def offered(self) -> int:
        """How many projects are public or protected."""
        return sum(self.by_access.get(one.value, 0) for one in (Visibility.PUBLIC, Visibility.PROTECTED))


def look(url: str, login: Login | None) -> Sight:
    """Return what an XNAT shows an account, or a guest without one.

    :raises RemoteFault: it cannot be read.
    :raises LoginFault: it refuses the log-in, or shows guests nothing.
    :raises UsageFault: the log-in would travel unencrypted to another machine.
    """
    client = Client(url, Journal())
    with Access(client, login) as access:
        seen = access.enter(lambda: list_access(client)).access
        open_to_us = sorted(id_ for id_, who in seen.items() if who.publishable and ASKABLE.fullmatch(id_))
        keywords, unread = _keywords(client, open_to_us)
        counted = words_of(keywords)
        defined = form_definitions(client, open_to_us)
        opt_in, opt_out = marks_of(counted)
        return Sight(
            account=access.account,
            version=version(client),
            name=_site_name(client),
            by_access=Counter(who.value for who in seen.values()),
            opt_in=opt_in,
            opt_out=opt_out,
            trials=trials_of(open_to_us),
            forms=_forms(defined, len(open_to_us)),
            closed=_shut(url) if access.named else False,
            unread=(*unread, *defined.unread),
            keywords=None if unread else counted,
        )


def _keywords(client: Client, ids: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return the keyword text of each project, and what could not be read."""
    lists = Lists(client)
    found: list[str] = []
    for group in chunks(ids):
        try:
            rows = lists.descriptions(group, (), ())
        except Unreachable:
            raise
        except (Refused, RemoteFault):
            return [], ("keywords: the archive does not give them in a list",)
        found += [rows[id_][0]["keywords"] for id_ in group if rows[id_]]
    return found, ()


def _forms(defined: Defined, projects: int) -> tuple[FormSeen, ...]:
    """Return the forms about projects; those of subjects, sessions and scans describe no dataset."""
    return tuple(
        FormSeen(
            " ".join(defined.titles.get(form.uuid, "").split()),
            tuple(question.key for question in form.fields),
            len(form.projects) or projects,
        )
        for form in defined.forms
        if form.about.casefold().endswith(_OF_PROJECTS)
    )


def _site_name(client: Client) -> str:
    """Return how the site calls itself; empty where it does not say, or says more than a name."""
    try:
        said = str(client.get(_SITE_ID, read=json_object, tries=2).get("siteId") or "").strip()
    except Unreachable:
        raise
    except (Refused, LoginFault, RemoteFault):  # nothing depends on it
        return ""
    return said if _NAME.fullmatch(said) else ""


def _shut(url: str) -> bool | None:
    """Tell whether a site answers guests with a log-in; only an administrator may read its setting."""
    client = Client(url, Journal())
    try:
        return client.get(WHO, read=_is_closed, tries=2)
    except LoginFault:
        return True
    except RemoteFault:
        return None


def _is_closed(answer: requests.Response) -> bool | None:
    return {200: False, 403: True}.get(answer.status_code)
