"""Numbers that are invented of images: volumes of organs, and a table of radiomics in the columns of PyRadiomics.

Columns: https://pyradiomics.readthedocs.io/en/latest/features.html and ``diagnostics_*`` of its general information.
"""

from collections.abc import Iterable, Iterator
from zlib import crc32

from img2fair.demo.content.objects import Session

VOLUMES = "clin:organVolumesData"
RADIOMICS = "radiomics.csv"
MEASURED = frozenset({"CT", "MR", "PT"})
"""Modalities of the sessions that have volumes and radiomics."""

_ORGANS = {
    "liver": 1500, "spleen": 210, "kidney_left": 165, "kidney_right": 158, "aorta": 92, "bladder": 240,
}  # fmt: skip
"""Volumes in millilitres, from which those of a session are some way off."""
_DIAGNOSTICS = {
    "diagnostics_Versions_PyRadiomics": "v3.0.1",
    "diagnostics_Versions_Python": "3.9.7",
    "diagnostics_Configuration_Settings": "binWidth 25, resampledPixelSpacing 1 x 1 x 1",
    "diagnostics_Image-original_Dimensionality": "3D",
    "diagnostics_Mask-original_VoxelNum": "",
}
_FEATURES = {
    "shape": "Elongation Flatness LeastAxisLength MajorAxisLength Maximum3DDiameter MeshVolume MinorAxisLength "
    "Sphericity SurfaceArea SurfaceVolumeRatio VoxelVolume",
    "firstorder": "10Percentile 90Percentile Energy Entropy Kurtosis Maximum Mean Median Minimum Skewness Uniformity "
    "Variance",
    "glcm": "Autocorrelation Contrast Correlation DifferenceEntropy JointEnergy",
}


def volumes(session: Session) -> dict[str, str | int | float]:
    """Return the volumes of organs at a session, in millilitres."""
    return {organ: round(usual * _share(session, organ, 0.8, 1.3), 1) for organ, usual in _ORGANS.items()}


def measured(sessions: Iterable[Session]) -> Iterator[Session]:
    """Yield the sessions that have volumes and radiomics."""
    return (session for session in sessions if session.modality in MEASURED)


def radiomics(sessions: Iterable[Session]) -> str:
    """Return the table of the lesions of sessions, by their labels; it names files of whoever made it."""
    features = [f"original_{kind}_{name}" for kind, names in _FEATURES.items() for name in names.split()]
    rows = [",".join(("session", "Image", "Mask", *_DIAGNOSTICS, *features))]
    for session in measured(sessions):
        folder = f"/home/analyst/{session.label}"
        numbers = [_feature(session, name) for name in features]
        voxels = {"diagnostics_Mask-original_VoxelNum": str(crc32(session.uid.encode()) % 40_000)}
        told = (f'"{text}"' if "," in text else text for text in ({**_DIAGNOSTICS, **voxels}).values())
        rows.append(",".join((session.label, f"{folder}/image.nrrd", f"{folder}/lesion.nrrd", *told, *numbers)))
    return "\n".join([*rows, ""])


def _feature(session: Session, name: str) -> str:
    """Return the text of a feature: small where it is a share, else of some size; PyRadiomics writes many digits."""
    most = 1.0 if name.endswith(("Elongation", "Flatness", "Sphericity", "Uniformity", "JointEnergy")) else 400.0
    return repr(round(_share(session, name, 0.05, most), 12))


def _share(session: Session, name: str, least: float, most: float) -> float:
    """Return a number between two that looks like chance and is the same every time."""
    return least + (most - least) * crc32(f"{session.uid} {name}".encode()) / 2**32
