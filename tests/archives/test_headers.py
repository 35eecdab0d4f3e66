"""Headers from the first bytes: never a cut value, never a pixel, never a word of a patient in a log."""

import io
import logging
import warnings
from collections.abc import Mapping
from typing import Any

import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.multival import MultiValue
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
)

from img2fair.archives.dicom.elements import WANTED
from img2fair.archives.dicom.evidence import EVIDENCE_TAGS, evidence_of
from img2fair.archives.dicom.headers import FIRST, MOST, NoHeader, Trouble, read_header
from img2fair.archives.dicom.series import PRESENT
from img2fair.model import AttributeEvidence, Held
from tests.archives.dicom_folder.files import TEST_FILES, dicom, uid
from tests.sizes import size

REAL = sorted(path for path in TEST_FILES.rglob("*") if path.is_file())
CUT = ("CT_small.dcm", "MR_small_bigendian.dcm", "rtplan.dcm", "image_dfl.dcm", "ExplVR_BigEndNoMeta.dcm")


def outcome(data: bytes, *, whole: bool) -> Mapping[str, str] | str | None:
    try:
        return read_header(data, whole=whole)
    except NoHeader as none:
        return none.trouble.value


@pytest.mark.parametrize("name", CUT)
def test_a_cut_buffer_never_gives_a_wrong_value(name: str) -> None:
    data = (TEST_FILES / name).read_bytes()
    whole = read_header(data, whole=True)
    assert whole
    accepted = [length for length in range(0, min(len(data), 6000), size(7, 1)) if told(data, length, whole)]
    assert accepted, "the first 6000 bytes are enough for each of these files"
    assert outcome(data[: accepted[0]], whole=False) == whole


def told(data: bytes, length: int, whole: Mapping[str, str]) -> bool:
    """Tell whether a beginning was enough; it then says what the whole says."""
    found = outcome(data[:length], whole=False)
    assert found is None or found == whole, length
    return found is not None


def test_a_whole_file_that_is_cut_says_so() -> None:
    data = (TEST_FILES / "CT_small.dcm").read_bytes()
    complete = read_header(data, whole=True)
    for length in range(140, 1200, 7):
        found = outcome(data[:length], whole=True)
        assert found == Trouble.BROKEN or (isinstance(found, dict) and complete and found.items() <= complete.items())


def test_real_files_are_read_as_pydicom_reads_them() -> None:
    differing, read = [], 0
    for path in REAL:
        with path.open("rb") as file:
            try:
                found = read_header(file, whole=True)
            except NoHeader:
                continue
        assert found is not None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dataset = pydicom.dcmread(path, force=True, stop_before_pixels=True)
            plain = {key: text for key, text in found.items() if text != PRESENT and not key.endswith("Sequence")}
            differing += [(path.name, key) for key, text in plain.items() if text != as_text(dataset[key].value)]
            differing += [(path.name, key) for key in WANTED.values() if key not in found and dataset.get(key)]
        read += 1
    assert differing == []
    assert read > 140


def as_text(value: object) -> str:
    return "\\".join(str(part) for part in value) if isinstance(value, MultiValue) else str(value)


@pytest.mark.parametrize(
    "syntax",
    [
        ExplicitVRLittleEndian,
        ImplicitVRLittleEndian,
        ExplicitVRBigEndian,
        DeflatedExplicitVRLittleEndian,
        JPEGBaseline8Bit,
    ],
)
def test_every_transfer_syntax(syntax: str) -> None:
    pixels = b"\xfe\xff\x00\xe0\x00\x00\x00\x00" if syntax == JPEGBaseline8Bit else bytes(512)
    data = dicom(1, 2, 3, syntax, BodyPartExamined="CHEST", PixelData=None if syntax == JPEGBaseline8Bit else pixels)
    found = read_header(data, whole=True)
    assert found is not None
    assert (found["SeriesInstanceUID"], found["BodyPartExamined"]) == (uid(1, 2), "CHEST")
    assert found["AccessionNumber"] == PRESENT
    assert "CANARY" not in repr(found)


TEXT = st.text(
    st.characters(codec="latin-1", exclude_categories=("Cc", "Zs"), exclude_characters="\\\xad"), max_size=12
)


@given(patient=TEXT, maker=TEXT, syntax=st.sampled_from([ExplicitVRLittleEndian, ImplicitVRLittleEndian]))
def test_texts_come_back_as_they_were_written(patient: str, maker: str, syntax: str) -> None:
    data = dicom(1, 1, 1, syntax, SpecificCharacterSet="ISO_IR 100", PatientID=patient, Manufacturer=maker)
    found = read_header(data, whole=True)
    assert found is not None
    assert (found.get("PatientID", ""), found.get("Manufacturer", "")) == (patient, maker)


@given(st.data())
def test_damaged_bytes_are_refused_or_read_and_nothing_else(draw: st.DataObject) -> None:
    data = bytearray(draw.draw(st.sampled_from([(TEST_FILES / name).read_bytes()[:5000] for name in CUT])))
    for place in draw.draw(st.lists(st.integers(0, len(data) - 1), max_size=6)):
        data[place] = draw.draw(st.integers(0, 255))
    for whole in (True, False):
        found = outcome(bytes(data), whole=whole)
        assert found is not None or not whole


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes(data: bytes, marked: bool) -> None:
    found = outcome(bytes(128) + b"DICM" + data if marked else data, whole=True)
    assert found is not None


class Counting(io.BytesIO):
    """A stream that remembers how far it was read."""

    def read(self, length: int | None = -1, /) -> bytes:
        assert length is not None and length >= 0, "the whole stream was asked for"
        return super().read(length)


@pytest.mark.parametrize(("before", "most"), [(0, FIRST), (5000, 4 * FIRST), (60_000, 16 * FIRST)])
def test_no_more_is_read_than_needed(before: int, most: int) -> None:
    data = dicom(1, 1, 1, ballast=before, PixelData=bytes(1 << 20))
    stream = Counting(data)
    assert read_header(stream, whole=True)
    assert stream.tell() == most


def test_a_header_without_end_is_given_up() -> None:
    stream = Counting(dicom(1, 1, 1, ImplicitVRLittleEndian, ballast=2 * MOST))
    with pytest.raises(NoHeader, match="broken"):
        read_header(stream, whole=True)
    assert stream.tell() <= 4 * MOST


def test_what_inflates_without_end_is_given_up() -> None:
    bomb = dicom(1, 1, 1, DeflatedExplicitVRLittleEndian, ballast=60 * MOST, PixelData=None)
    assert len(bomb) < MOST
    with pytest.raises(NoHeader, match="broken"):
        read_header(bomb, whole=True)


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("dicomdirtests/DICOMDIR", Trouble.INDEX),
        ("zipMR.gz", Trouble.FOREIGN),
        ("rtplan.dump", Trouble.FOREIGN),
        ("no_meta.dcm", Trouble.FOREIGN),
    ],
)
def test_what_is_no_object(name: str, trouble: Trouble) -> None:
    with (TEST_FILES / name).open("rb") as file, pytest.raises(NoHeader) as caught:
        read_header(file, whole=True)
    assert caught.value.trouble is trouble


@pytest.mark.parametrize(
    ("values", "keyword", "text"),
    [
        ({"PatientID": "  P 1 "}, "PatientID", "P 1"),
        ({"PatientID": "   "}, "PatientID", None),
        ({"Manufacturer": "A\\ B "}, "Manufacturer", "A\\B"),
        ({"Manufacturer": "a\x01b"}, "Manufacturer", None),
        ({"SpecificCharacterSet": "ISO_IR 192", "InstitutionName": "Zürich"}, "InstitutionName", "Zürich"),
        ({"DeidentificationMethod": "by hand, CANARY"}, "DeidentificationMethod", PRESENT),
        ({"OperatorsName": "CANARY"}, "OperatorsName", PRESENT),
        ({"OperatorsName": ""}, "OperatorsName", None),
    ],
)
def test_values(values: dict[str, Any], keyword: str, text: str | None) -> None:
    found = read_header(dicom(1, 1, 1, **values), whole=True)
    assert found is not None
    assert found.get(keyword) == text


def code(value: str, scheme: str) -> pydicom.Dataset:
    item = pydicom.Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, "CANARY"
    return item


def test_codes_of_other_vocabularies_are_not_told() -> None:
    methods = [code("113100", "DCM"), code("4711", "XNAT"), code("113100", "99CANARY"), code("CANARY", "DCM")]
    found = read_header(dicom(1, 1, 1, DeidentificationMethodCodeSequence=methods), whole=True)
    assert found is not None
    assert found["DeidentificationMethodCodeSequence"] == "113100\\XNAT script\\other\\other"


def test_nothing_that_pydicom_says_gets_out(caplog: pytest.LogCaptureFixture) -> None:
    odd = dicom(1, 1, 1, PatientID="P").replace(b"\x10\x00\x20\x00LO", b"\x10\x00\x20\x00??")
    strange = dicom(1, 1, 1, SpecificCharacterSet="ISO_IR 192", PatientID="CANARY").replace(
        b"ISO_IR 192", b"CANARY_SET"
    )
    pydicom.config.debug(True, default_handler=False)
    try:
        with warnings.catch_warnings(), caplog.at_level(logging.DEBUG):
            warnings.simplefilter("error")
            for data in (odd, strange, (TEST_FILES / "badVR.dcm").read_bytes()):
                outcome(data, whole=True)
    finally:
        pydicom.config.debug(False, default_handler=False)
    assert caplog.text == ""


def test_evidence_is_presence_and_codes_by_modality() -> None:
    headers: list[tuple[str, Mapping[str, str] | None]] = [
        ("CT", {"PatientIdentityRemoved": "YES", "PatientBirthDate": "19700101", "BurnedInAnnotation": "no "}),
        ("CT", {"PatientIdentityRemoved": "CANARY", "PatientBirthDate": "19700312", "OperatorsName": "CANARY"}),
        ("CT", {"DeidentificationMethodCodeSequence": "113100\\113105\\CANARY", "StationName": "  "}),
        ("CT", None),
        ("", None),
    ]
    unknown, ct = evidence_of(headers)
    assert (unknown.modality, unknown.sampled, unknown.unread, unknown.attributes) == (None, 0, 1, ())
    assert (ct.modality, ct.sampled, ct.unread) == (Held("CT"), 3, 1)
    said = {one.keyword: one for one in ct.attributes}
    assert list(said) == list(EVIDENCE_TAGS)
    assert {keyword: one for keyword, one in said.items() if one.present} == {
        "PatientIdentityRemoved": AttributeEvidence("PatientIdentityRemoved", 2, (("YES", 1), ("other", 1))),
        "PatientBirthDate": AttributeEvidence("PatientBirthDate", 1),
        "BurnedInAnnotation": AttributeEvidence("BurnedInAnnotation", 1, (("NO", 1),)),
        "OperatorsName": AttributeEvidence("OperatorsName", 1),
        "DeidentificationMethodCodeSequence": AttributeEvidence(
            "DeidentificationMethodCodeSequence", 1, (("113100", 1), ("113105", 1), ("other", 1))
        ),
    }
    assert "CANARY" not in repr((unknown, ct))
    assert evidence_of(reversed(headers)) == (unknown, ct)
