"""The portal and OncoTree's service over HTTP: what they say, in pages, and what may come in place of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from img2fair.cbioportal.oncotree_source import load_tree
from img2fair.cbioportal.portal import TOKEN, matches, portal_token, read_portal, read_studies
from img2fair.cbioportal.rules_oncotree import RULES, check_codes, check_portal, unreachable
from img2fair.clinical.oncotree import (
    RELEASES,
    PortalType,
    Tree,
    cancer_type_rows,
    own_tree,
    portal_name,
    read_tree,
    written,
)
from img2fair.errors import Fault, LoginFault, RemoteFault, UsageFault
from img2fair.findings import Severity
from img2fair.log import hidden
from tests.servers.cbioportal import STUDIES, TYPES, CbioportalService
from tests.servers.json_service import Habits
from tests.servers.oncotree import OncotreeService

OLD, NEW = RELEASES
TOKEN_OF_TEST = "a-Token.of-this-Test-0123456789"
FAULTS = (
    ("500", RemoteFault, "answers 500"),
    ("404", RemoteFault, "answers 404"),
    ("503", RemoteFault, "answers 503"),
    ("401", LoginFault, "wants a log-in"),
    ("403", LoginFault, "wants a log-in"),
    ("login page", LoginFault, "wants a log-in"),
    ("login page as JSON", LoginFault, "wants a log-in"),
    ("page", RemoteFault, "a page for people"),
    ("to login", LoginFault, "wants a log-in"),
    ("elsewhere", RemoteFault, "sends us elsewhere"),
    ("truncated", RemoteFault, "not whole JSON"),
    ("short", RemoteFault, "cut short"),
    ("deep", RemoteFault, "nests too deep"),
)


@pytest.mark.parametrize(("fault", "kind", "what"), FAULTS)
@pytest.mark.parametrize("of", ["portal", "studies", "oncotree"])
def test_faults_of_a_service_say_what_is_wrong(fault: str, kind: type[Fault], what: str, of: str) -> None:
    if of == "oncotree":
        with OncotreeService(Habits({"*": fault})) as tree, pytest.raises(kind, match=what):
            load_tree("", tree.address)
        return
    read = read_portal if of == "portal" else read_studies
    with CbioportalService(Habits({"*": fault})) as portal, pytest.raises(kind, match=what) as raised:
        read(portal.address)
    assert "Password" not in str(raised.value)
    assert portal.address in str(raised.value)
    assert ("CBIOPORTAL_TOKEN" in raised.value.cure) == (kind is LoginFault)


@pytest.mark.parametrize("fault", ["503", "truncated", "short", "slow"])
def test_a_fault_that_passes_is_no_fault(fault: str) -> None:
    with CbioportalService(Habits({"*": fault}, passing=1)) as portal:
        assert set(read_portal(portal.address).types) == set(TYPES)


@pytest.mark.parametrize("fault", ["nonsense", "rows of nothing"])
@pytest.mark.parametrize("read", [read_portal, read_studies])
def test_another_service_is_not_taken_for_a_portal(fault: str, read: Callable[[str], object]) -> None:
    with CbioportalService(Habits({"*": fault})) as portal, pytest.raises(RemoteFault, match="the portal gives"):
        read(portal.address)


def test_nobody_listening_is_told() -> None:
    with CbioportalService() as portal:
        address = portal.address
    with pytest.raises(RemoteFault, match="connection refused"):
        read_portal(address)


@pytest.mark.parametrize("address", ["", "portal.example.org", "file:///etc/passwd", "https://"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageFault, match="must begin with https"):
        read_portal(address)


@pytest.mark.parametrize("page", [1, 2, 3, 6, 7, 10_000])
@pytest.mark.parametrize("pages", [True, False])
def test_all_pages_are_read(page: int, pages: bool) -> None:
    with CbioportalService(pages=pages) as service:
        portal = read_portal(service.address + "/api/", page=page)
        studies = read_studies(service.address, page=page)
    assert portal.types == {code: PortalType(*said) for code, said in TYPES.items()}
    assert portal.version == studies.version == "7.0.1"
    assert studies.attributes == {study: frozenset(ids) for study, (_, ids) in STUDIES.items()}


def test_a_portal_without_info_is_a_portal() -> None:
    with CbioportalService(Habits({"/api/info": "500"})) as service:
        assert read_portal(service.address).version == ""


def test_the_token_is_sent_and_told_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, TOKEN_OF_TEST)
    token = portal_token()
    assert token == TOKEN_OF_TEST
    assert TOKEN_OF_TEST not in hidden(f"it is {token}")
    with CbioportalService(Habits(token=TOKEN_OF_TEST)) as service:
        assert read_portal(service.address, token).types
        assert set(service.tokens) == {TOKEN_OF_TEST}
        with pytest.raises(LoginFault, match="wants a log-in"):
            read_portal(service.address)
        with pytest.raises(LoginFault, match="does not take the token") as raised:
            read_portal(service.address, "another-Token-of-the-Test")
    assert "another" not in str(raised.value)


def test_no_token_goes_over_an_open_line() -> None:
    with pytest.raises(UsageFault, match="unencrypted"):
        read_portal("http://portal.example.org", TOKEN_OF_TEST)


def test_no_token_is_sent_where_none_is_given() -> None:
    with CbioportalService() as service:
        read_studies(service.address)
        assert set(service.tokens) == {""}


def test_studies_match_by_id_the_best_first() -> None:
    with CbioportalService(private=("empty",)) as service:
        portal = read_studies(service.address)
    assert "empty" not in portal.studies
    found = matches(portal, ["AGE", "SEX", "IDH_STATUS", "OS_STATUS", "MGMT"])
    assert [(one.study, one.ids) for one in found] == [
        ("gbm_tcga", ("AGE", "IDH_STATUS", "OS_STATUS", "SEX")),
        ("brca_tcga", ("AGE", "OS_STATUS", "SEX")),
    ]
    assert found[0].name == "Glioblastoma (TCGA)"
    assert matches(portal, []) == ()


def test_our_own_table_stands_in_without_a_source() -> None:
    assert load_tree("", "").version == NEW
    assert load_tree("2021_11_02", "").version == OLD
    assert load_tree("oncotree_latest_stable", "").version == NEW
    with pytest.raises(UsageFault, match="does not know the release") as raised:
        load_tree("oncotree_2019_01_01", "")
    assert NEW in raised.value.cure


@pytest.mark.parametrize(
    "version", ["../../etc", "oncotree_..", "latest", "oncotree_2025/1", "oncotree_2025_10_03\n/x"]
)
def test_a_release_is_a_name_and_no_path(version: str, tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="no release of OncoTree"):
        load_tree(version, "http://127.0.0.1:9", tmp_path)


def test_a_file_is_read_with_its_own_version(tmp_path: Path) -> None:
    path = tmp_path / f"{OLD}.json"
    path.write_text(written(own_tree(OLD)), encoding="utf-8")
    assert load_tree("", path.name, beside=tmp_path).version == OLD
    with pytest.raises(UsageFault, match=f"is named {OLD}, and the config says {NEW}"):
        load_tree(NEW, str(path))
    other = path.rename(tmp_path / "tree.json")
    assert load_tree(NEW, str(other)).version == NEW
    assert load_tree("", str(other)).version == ""
    with pytest.raises(UsageFault, match="cannot read OncoTree: No such file"):
        load_tree("", str(path))
    other.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageFault, match="not UTF-8"):
        load_tree("", str(other))


def test_the_service_is_asked_once_for_a_release(tmp_path: Path) -> None:
    with OncotreeService() as service:
        first = load_tree(NEW, service.address, tmp_path)
        asked = len(service.asked)
        again = load_tree(NEW, service.address, tmp_path)
        assert len(service.asked) == asked == 2
        newest = load_tree("", service.address, tmp_path)
        assert service.asked[asked:] == ["/api/versions"]
    assert dict(first.nodes) == dict(again.nodes) == dict(newest.nodes) == dict(own_tree(NEW).nodes)
    assert newest.version == NEW
    assert first.whole
    assert [path.name for path in tmp_path.iterdir()] == [f"{NEW}.json"]


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with OncotreeService() as service:
        load_tree(OLD, service.address + "/api")
    assert list(tmp_path.iterdir()) == []


def test_what_was_kept_serves_while_the_service_is_down(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with OncotreeService() as service:
        for version in RELEASES:
            load_tree(version, service.address, tmp_path)
        service.habits.faults = {"*": "500"}
        assert load_tree("", service.address, tmp_path).version == NEW
        assert NEW in caplog.text
        address = service.address
    assert load_tree(OLD, address, tmp_path).version == OLD
    with pytest.raises(RemoteFault):
        load_tree("oncotree_2020_10_01", address, tmp_path)


@pytest.mark.parametrize("left", ["", "{", '[{"code": "GB"}]', "[]", "\x00"])
def test_a_kept_file_that_is_not_whole_is_asked_for_anew(left: str, tmp_path: Path) -> None:
    path = tmp_path / f"{NEW}.json"
    path.write_text(left, encoding="utf-8")
    with OncotreeService() as service:
        assert load_tree(NEW, service.address, tmp_path).find("GB") is not None
        address = service.address
    assert dict(read_tree(path.read_text(encoding="utf-8")).nodes) == dict(own_tree(NEW).nodes)
    path.write_text(left, encoding="utf-8")
    with pytest.raises(RemoteFault):
        load_tree(NEW, address, tmp_path)


@pytest.mark.parametrize(
    ("version", "nearest"),
    [
        ("oncotree_2023_01_01", OLD),
        ("oncotree_2026_05_21", NEW),
        ("2018_01_01", OLD),
        ("oncotree_developmnt", "oncotree_development"),
    ],
)
def test_an_unknown_release_names_the_nearest(version: str, nearest: str) -> None:
    with OncotreeService() as service, pytest.raises(UsageFault, match="has no release") as raised:
        load_tree(version, service.address)
    assert raised.value.cure == f"the nearest is {nearest}"


@pytest.mark.parametrize("fault", ["nonsense", "rows of nothing"])
@pytest.mark.parametrize("path", ["/api/versions", "/api/tumorTypes"])
def test_another_service_is_not_taken_for_oncotree(fault: str, path: str, tmp_path: Path) -> None:
    with OncotreeService(Habits({path: fault})) as service, pytest.raises(RemoteFault):
        load_tree(NEW, service.address, tmp_path)
    assert list(tmp_path.iterdir()) == []


def types(*codes: str) -> dict[str, PortalType]:
    return {code: PortalType(*TYPES[code]) for code in codes}


@pytest.mark.parametrize(
    ("code", "portal", "rows"),
    [
        ("gb", None, []),
        ("brca", types("brca"), []),
        ("gb", types(*TYPES), [("adifg", "difg"), ("gb", "adifg")]),
        ("gb", types("brca"), [("brain", "tissue"), ("difg", "brain"), ("adifg", "difg"), ("gb", "adifg")]),
        ("GB", types("brain"), [("difg", "brain"), ("adifg", "difg"), ("gb", "adifg")]),
        ("mixed", types("brca"), [("other", "tissue"), ("mixed", "other")]),
        ("mixed", types("mixed"), []),
    ],
)
def test_a_portal_learns_what_it_lacks(
    code: str, portal: dict[str, PortalType] | None, rows: list[tuple[str, str]]
) -> None:
    found = cancer_type_rows(own_tree(), code, portal)
    assert [(row[0], row[3]) for row in found] == rows
    assert all(len(row) == 4 and all(row) for row in found)
    known = {*(portal or {}), "tissue"}
    for row in found:
        assert row[3] in known
        known.add(row[0])


def test_a_colour_that_css_does_not_name_becomes_gray() -> None:
    text = '[{"code": "AB", "name": "Ab", "color": "#ff0000", "parent": "TISSUE"}]'
    assert cancer_type_rows(read_tree(text), "ab", {}) == (("ab", "Ab", "Gray", "tissue"),)


def test_mixed_is_known_to_a_release_without_it() -> None:
    text = '[{"code": "AB", "name": "Ab", "color": "Red", "parent": "TISSUE"}]'
    assert cancer_type_rows(read_tree(text), "mixed", {}) == (("mixed", "Mixed Cancer Types", "Black", "tissue"),)


def test_a_type_that_nobody_knows_is_refused() -> None:
    with pytest.raises(UsageFault, match="no code 'GBM'") as raised:
        cancer_type_rows(own_tree(), "gbm", types("brca"))
    assert "GB" in raised.value.cure
    with pytest.raises(UsageFault, match="no code 'NONE'"):
        cancer_type_rows(own_tree(), "none", types("brca"))


def test_the_portals_own_name_stands() -> None:
    tree = own_tree(OLD)
    assert portal_name({"gb": PortalType("Its name")}, tree, "GB") == "Its name"
    assert portal_name({}, tree, "GB") == portal_name(None, tree, "gb") == "Glioblastoma"
    assert portal_name({}, tree, "mine") == "mine"


def whole(version: str = NEW) -> Tree:
    return read_tree(written(own_tree(version)), version)


def test_codes_of_other_releases_are_found() -> None:
    found = check_codes(whole(), ["GBM", "GB", "XYZ", "AODG", "OAST", "GBM"], "P", "key")
    told = [(one.code, one.value, [code for code, _ in one.allowed]) for one in found]
    assert told == [
        ("I2F-E011", "AODG", ["ODG"]),
        ("I2F-E011", "GBM", ["GB"]),
        ("I2F-E011", "OAST", ["GNOS"]),
        ("I2F-E010", "XYZ", []),
    ]
    assert {one.severity for one in found} == {Severity.VIOLATION}
    assert all(one.message_nl and one.cure_nl and one.project == "P" for one in found)
    assert check_codes(whole(OLD), ["GBM", "AODG", "OAST"], "P", "key") == ()


def test_our_own_table_does_not_judge_what_it_does_not_have() -> None:
    (found,) = check_codes(own_tree(), ["PRSCC"], "P", "key")
    assert (found.code, found.severity) == ("I2F-E015", Severity.WARNING)


def test_a_portal_of_another_release_is_found() -> None:
    portal = {**types("gbm", "difg", "mixed"), "gb": PortalType("Glioblastoma")}
    found = check_portal(portal, whole(), "gb", ["GB", "ASTR4"], "P", "key")
    assert [(one.code, one.value) for one in found] == [("I2F-E013", "GB"), ("I2F-E016", None)]
    assert "ASTR4" in found[1].message
    found = check_portal(types("brca"), whole(), "gb", [], "P", "key")
    assert [(one.code, one.severity) for one in found] == [("I2F-E012", Severity.INFO)]
    assert check_portal(types("brca", "mixed"), whole(), "mixed", ["BRCA"], "P", "key") == ()


def test_a_portal_that_is_down_is_a_warning() -> None:
    with CbioportalService(Habits({"*": "500"})) as service, pytest.raises(RemoteFault) as raised:
        read_portal(service.address)
    found = unreachable(raised.value, "P", "key")
    assert (found.code, found.severity, found.who) == ("I2F-E014", Severity.WARNING, "operator")
    assert "answers 500" in found.message


def test_every_rule_is_told_in_both_languages() -> None:
    assert list(RULES) == sorted(RULES)
    assert all("I2F-E010" <= code <= "I2F-E019" for code in RULES)
    assert all(rule.dutch and all(rule.dutch) for rule in RULES.values())
