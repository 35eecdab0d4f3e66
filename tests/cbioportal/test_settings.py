"""The entries of a study in the config."""

from typing import Any

import pytest

from img2fair.cbioportal import StudySettings
from img2fair.clinical.cohort import Link
from img2fair.errors import UsageFault
from tests.cbioportal.studies import OHIF

LINK = Link("XNAT_S1", "XNAT E/1", "1.2.840")


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({"study_id": "Brca-1"}, "study_id: must be of a-z"),
        ({"cancer_type": "BRCA"}, "cancer_type: must be a lower-case"),
        ({"catalogue": "http://catalogue.example.org"}, "catalogue: must be an address"),
        ({"record": "https://me:secret@example.org/x"}, "record: must be an address"),
        ({"viewers": {"CT": "ftp://x.example.org"}}, r"viewer\.CT: must be an address"),
        ({"viewers": {"ct": OHIF}}, r"viewer\.ct: is not a DICOM modality"),
        ({"viewers": {"CT": "https://x.example.org/{uid"}}, r"viewer\.CT: has a brace"),
        ({"viewers": {"CT": "https://x.example.org/{study_uid}"}}, r"there is no \{study_uid\}"),
        ({"viewers": {"CT": "https://x.example.org/{project.__class__}"}}, r"there is no"),
        ({"viewers": {"CT": "https://x.example.org/{project!r}"}}, r"there is no"),
        ({"viewers": {"CT": "https://x.example.org/a\tb"}}, r"viewer\.CT: must be an address"),
    ],
)
def test_wrong_entries(entries: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageFault, match=told) as caught:
        StudySettings("P1", **entries)
    assert caught.value.where.startswith("cbioportal.projects.P1.")
    assert "secret" not in str(caught.value)


def test_the_nearest_name_is_told() -> None:
    with pytest.raises(UsageFault) as caught:
        StudySettings("P1", viewers={"CT": "https://x.example.org/{session}"})
    assert "did you mean {session_id}?" in caught.value.cure


def test_study_ids() -> None:
    assert StudySettings("Brain MR-2.0").study == "brain_mr_2_0"
    assert StudySettings("x", study_id="gbm_centre_2026").study == "gbm_centre_2026"
    with pytest.raises(UsageFault):
        StudySettings("éé")


def test_the_catalogue_record() -> None:
    assert StudySettings("P1").record_url == ""
    assert StudySettings("P.1", catalogue="https://c.example.org/").record_url == "https://c.example.org/dataset/P-1"
    assert StudySettings("P1", catalogue="https://c.example.org", record="https://f.example.org/d/7").record_url == (
        "https://f.example.org/d/7"
    )


def test_addresses_of_viewers() -> None:
    viewers = {"SM": "https://s.example.org/?e={session_id}&p={project}", "default": OHIF}
    settings = StudySettings("P 1", viewers=viewers, study_uids=True)
    assert settings.viewer_url("SM", LINK) == "https://s.example.org/?e=XNAT%20E%2F1&p=P%201"
    assert settings.viewer_url("CT", LINK) == "https://viewer.example.org/viewer?StudyInstanceUIDs=1.2.840"
    assert settings.viewer_url("CT", Link("S", "E", "")) is None
    assert settings.viewer_url("CT", None) is None
    assert StudySettings("P1", viewers={"SM": OHIF}, study_uids=True).viewer_url("CT", LINK) is None
