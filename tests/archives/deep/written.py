"""Headers as three sources give them: a file, XNAT's dump of one, and DICOM's JSON."""

import io
import warnings
from typing import Any

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage

METHODS = "DeidentificationMethodCodeSequence"


def dataset(values: dict[str, Any], items: list[list[str]], modality: str = "CT") -> Dataset:
    """An object with these values, and with items of the sequence of methods: code, scheme, meaning."""
    found = Dataset()
    found.SOPClassUID, found.SOPInstanceUID = SecondaryCaptureImageStorage, "1.2.3.4"
    found.Modality = modality
    for keyword, value in values.items():
        setattr(found, keyword, value)
    if items:
        found.DeidentificationMethodCodeSequence = [_item(*item) for item in items]
    return found


def _item(code: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = code, scheme, meaning
    return item


def file_of(found: Dataset, filling: int = 0, pixels: int = 100) -> bytes:
    """The header as a file; ``filling`` bytes stand before the last attributes looked for, ``pixels`` behind them."""
    found.file_meta = FileMetaDataset()
    found.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    found.file_meta.MediaStorageSOPClassUID = found.SOPClassUID
    found.file_meta.MediaStorageSOPInstanceUID = found.SOPInstanceUID
    found.add_new(0x00190010, "LO", "FILLING")
    found.add_new(0x00191001, "OB", bytes(filling))
    found.add_new(0x7FE00010, "OB", bytes(pixels))
    body = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found.save_as(body, enforce_file_format=True)
    return body.getvalue()


def rows_of(found: Dataset) -> list[dict[str, str]]:
    """The header as XNAT dumps it: items as rows of the sequence's tag, each begun by a row of the sequence itself."""
    rows: list[dict[str, str]] = []
    for element in found:
        tag = f"({element.tag.group:04X},{element.tag.element:04X})"
        if element.VR != "SQ":
            rows.append({"tag1": tag, "tag2": "", "vr": element.VR, "value": _shown(element.value), "desc": "x"})
            continue
        for item in element.value:
            rows.append({"tag1": tag, "tag2": tag, "vr": "SQ", "value": "", "desc": "x"})
            for inner in item:
                below = f"({inner.tag.group:04X},{inner.tag.element:04X})"
                rows.append({"tag1": tag, "tag2": below, "vr": inner.VR, "value": str(inner.value), "desc": "x"})
    return rows


def _shown(value: Any) -> str:
    return "\\".join(map(str, value)) if isinstance(value, (list, tuple)) or hasattr(value, "append") else str(value)


def row_of(found: Dataset) -> dict[str, Any]:
    """The header as a DICOMweb server gives it (PS3.18 annex F)."""
    told: dict[str, Any] = found.to_json_dict()
    return told
