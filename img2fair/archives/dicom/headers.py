"""DICOM headers from the first bytes of an object: allow-listed attributes only, never pixels, never a cut value.

A buffer that ends too early is not seen as such by a parser: the last value is just shorter, ``1.2.840.`` for a longer
UID. So a header counts only if an attribute behind the last wanted one was seen, or the bytes are all there are and
they end where an attribute ends. pydicom's warnings and log lines can hold a patient's text; they are kept silent.
"""

import contextlib
import io
import logging
import re
import threading
import warnings
import zlib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, BinaryIO

from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.filereader import read_dataset, read_partial
from pydicom.tag import BaseTag
from pydicom.uid import DeflatedExplicitVRLittleEndian, MediaStorageDirectoryStorage

from img2fair.archives.dicom.elements import CANNOT_PARSE, NOTHING_SAID, READ, ObjectHeader, as_read, header_of

FIRST = 4096
"""Bytes looked at first: enough for 159 of 165 real files."""
GROWTH = 4
MOST = 1 << 20
"""Bytes looked at at most, also after inflating; real headers of 35 KB are rare."""

STOP = 0x00280303
"""LongitudinalTemporalInformationModified: what comes behind this tag is not read."""

_UID = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_FIRST_GROUPS = (b"\x02\x00", b"\x08\x00", b"\x00\x08")
"""How a file without preamble begins: group 0002, or group 0008 in either byte order."""

_parsing = threading.Lock()


class Trouble(StrEnum):
    """Why bytes gave no header."""

    FOREIGN = "no DICOM"
    INDEX = "a DICOMDIR, which is an index and no object"
    BROKEN = "cut short or broken DICOM"


class NoHeader(Exception):
    """Bytes that are no DICOM object, or not a whole one; quotes nothing of them."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def read_header(source: bytes | BinaryIO, *, whole: bool) -> dict[str, str] | None:
    """Return the allow-listed attributes of an object: DICOM keyword → value as text, stripped.

    Absent are attributes without a value, and those whose value cannot be decoded. Several values are joined by a
    backslash. Of what identifies (``TELL_TALES``) and of DeidentificationMethod there is only the word ``PRESENT``; of
    the sequence of de-identification codes what ``method_code`` keeps. Beside ``ATTRIBUTES`` there are
    SOPClassUID and SOPInstanceUID. ``None``: more bytes are needed.

    :param source: the first bytes of an object, or a stream of them, of which as little as needed is read.
    :param whole: the bytes, or the stream to its end, are the whole object.
    :raises NoHeader: this is no DICOM object; or it is whole, and is cut short or broken.
    """
    found = read_object(source, whole=whole)
    return None if found is None else found.values


def read_object(source: bytes | BinaryIO, *, whole: bool) -> ObjectHeader | None:
    """Return what :func:`read_header` does, with what the object says of its patient."""
    if isinstance(source, bytes):
        return _header(source, whole=whole)
    data, wanted = b"", FIRST
    while True:
        data += source.read(wanted - len(data))
        ended = len(data) < wanted
        found = _header(data, whole=whole and ended)
        if found is not None or ended:
            return found
        if wanted >= MOST:
            raise NoHeader(Trouble.BROKEN)
        wanted *= GROWTH


def is_index(data: bytes) -> bool:
    """Tell whether the first bytes of a file are those of a DICOMDIR (DICOM PS3.10 8.6)."""
    with quiet():
        return _index(_meta(data)[0])


def read_index(data: bytes) -> Dataset:
    """Return the data set of a DICOMDIR; to be called within ``quiet``.

    :param data: all of it.
    :raises NoHeader: it is cut short or broken.
    """
    try:
        index, _, ended = _partial(data, None)
    except CANNOT_PARSE:
        ended = False
    if not ended:
        raise NoHeader(Trouble.BROKEN)
    return index


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep pydicom from telling what it reads; one thread at a time, as Python's warnings are those of all threads."""
    logger = logging.getLogger("pydicom")
    with _parsing, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before, logger.disabled = logger.disabled, True
        try:
            yield
        finally:
            logger.disabled = before


def _header(data: bytes, *, whole: bool) -> ObjectHeader | None:
    if data[128:132] != b"DICM" and not _may_be_bare(data):
        if len(data) < 132 and not whole:
            return None
        raise NoHeader(Trouble.FOREIGN)
    with quiet():
        try:
            found, ended = _parsed(data, whole=whole)
        except CANNOT_PARSE:
            found, ended = NOTHING_SAID, False
    if not ended:
        if whole:
            raise NoHeader(_trouble(data))
        return None
    if data[128:132] != b"DICM" and not _plausible(found.values):
        raise NoHeader(Trouble.FOREIGN)
    return found


def _may_be_bare(data: bytes) -> bool:
    """Tell whether a file without the mark of DICOM begins as a data set could (DICOM PS3.10 7)."""
    return data[:2] in _FIRST_GROUPS


def _plausible(found: Mapping[str, str]) -> bool:
    """Tell whether what was read from a file without the mark is DICOM: a DICOM class, and a study."""
    registered = found.get("SOPClassUID", "").startswith("1.2.840.10008.")
    return registered and _UID.fullmatch(found.get("StudyInstanceUID", "")) is not None


def _trouble(data: bytes) -> Trouble:
    """Return what is wrong with a whole file that has no header."""
    return Trouble.BROKEN if data[128:132] == b"DICM" else Trouble.FOREIGN


def _parsed(data: bytes, *, whole: bool) -> tuple[ObjectHeader, bool]:
    """Return what was read, and whether it can be relied on."""
    meta, start = _meta(data)
    if _index(meta):
        raise NoHeader(Trouble.INDEX)
    if meta.get("TransferSyntaxUID") == DeflatedExplicitVRLittleEndian:
        data, whole = _inflated(data[start:], whole=whole)
    parsed, seen, ended = _partial(data, list(READ))
    usable = seen or (whole and ended)
    return (header_of(parsed) if usable else NOTHING_SAID), usable


def _partial(data: bytes, tags: list[BaseTag | int] | None) -> tuple[Dataset, bool, bool]:
    """Return the elements of these tags before the stop (of all, for ``None``), as they are.

    Also whether an element behind was seen, and whether the data end where an element does.
    """
    stream = io.BytesIO(data)
    seen: list[int] = []

    def stop(*element: Any) -> bool:
        """Stop before the first element (tag, VR, length) behind the wanted ones, and remember that it was there."""
        if element[0] > STOP:
            seen.append(element[0])
        return bool(seen)

    parsed = read_partial(stream, stop_when=stop, force=True, specific_tags=tags)
    return parsed, bool(seen), stream.tell() == len(data) and not _shortened(parsed)


def _meta(data: bytes) -> tuple[Dataset, int]:
    """Return the file meta information (DICOM PS3.10 7.1), and where the data set begins."""
    if data[128:132] != b"DICM":
        return Dataset(), 0
    stream = io.BytesIO(data)
    stream.seek(132)
    meta = read_dataset(stream, False, True, stop_when=lambda *element: element[0] >> 16 != 2)
    return meta, stream.tell()


def _index(meta: Dataset) -> bool:
    return bool(meta.get("MediaStorageSOPClassUID") == MediaStorageDirectoryStorage)


def _inflated(data: bytes, *, whole: bool) -> tuple[bytes, bool]:
    """Return the beginning of a deflated data set (DICOM PS3.5 A.5) as a file, and whether it is all of it."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    plain = inflater.decompress(data, MOST)
    return bytes(128) + b"DICM" + plain, whole and inflater.eof


def _shortened(parsed: Dataset) -> bool:
    """Tell whether a value is shorter than its attribute says."""
    tags = parsed.keys()  # the data set itself would give converted values
    raw = (one for tag in tags if isinstance(one := as_read(parsed, tag), RawDataElement))
    return any(len(one.value or b"") < one.length != 0xFFFFFFFF for one in raw)
