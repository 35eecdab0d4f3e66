"""What a measure's name says, where it is one of PyRadiomics: image type, class and feature, as ``original_glcm_Idm``.

Classes and features: https://pyradiomics.readthedocs.io/en/latest/features.html; image types: its customization page.
Codes: Image Biomarker Standardisation Initiative, reference manual (https://arxiv.org/abs/1612.07003). A code stands
only where the two define the same; PyRadiomics' kurtosis, for one, is not reduced by 3 as IBSI's is.
"""

import re

_CLASSES = {
    "firstorder": "distribution of intensities",
    "shape": "shape of the region in three dimensions",
    "shape2D": "shape of the region in a slice",
    "glcm": "grey levels of neighbours (co-occurrence matrix, GLCM)",
    "glrlm": "runs of one grey level (run length matrix, GLRLM)",
    "glszm": "zones of one grey level (size zone matrix, GLSZM)",
    "ngtdm": "differences from the neighbourhood (grey tone difference matrix, NGTDM)",
    "gldm": "dependence of neighbours (dependence matrix, GLDM)",
}
_IMAGES = {
    "original": "the image as it is",
    "wavelet": "a wavelet band",
    "log": "edges (Laplacian of Gaussian)",
    "square": "squared intensities",
    "squareroot": "square roots of intensities",
    "logarithm": "logarithms of intensities",
    "exponential": "exponentials of intensities",
    "gradient": "the gradient",
    "lbp": "local binary patterns",
}
_IBSI = {
    "firstorder": {
        "Mean": "Q4LE", "Variance": "ECT3", "Skewness": "KE2M", "Median": "Y12H", "Minimum": "1GSF",
        "10Percentile": "QG58", "90Percentile": "8DWT", "Maximum": "84IY", "InterquartileRange": "SALO",
        "Range": "2OJQ", "MeanAbsoluteDeviation": "4FUA", "RobustMeanAbsoluteDeviation": "1128",
        "RootMeanSquared": "5ZWQ", "Energy": "N8CA", "Entropy": "TLU2", "Uniformity": "BJ5W",
    },
    "shape": {
        "MeshVolume": "RNU0", "VoxelVolume": "YEKZ", "SurfaceArea": "C0JK", "SurfaceVolumeRatio": "2PR5",
        "Sphericity": "QCFX", "Maximum3DDiameter": "L0JK", "MajorAxisLength": "TDIC", "MinorAxisLength": "P9VJ",
        "LeastAxisLength": "7J51", "Elongation": "Q3CK", "Flatness": "N17B",
    },
    "glcm": {
        "JointAverage": "60VM", "JointEntropy": "TU9B", "DifferenceAverage": "TF7R", "DifferenceVariance": "D3YU",
        "DifferenceEntropy": "NTRS", "SumAverage": "ZGXS", "SumEntropy": "P6QZ", "JointEnergy": "8ZQL",
        "Contrast": "ACUI", "Id": "IB1Z", "Idn": "NDRX", "Idm": "WF0Z", "Idmn": "1QCO", "InverseVariance": "E8JP",
        "Correlation": "NI2N", "Autocorrelation": "QWB0", "ClusterTendency": "DG8W", "ClusterShade": "7NFM",
        "ClusterProminence": "AE86", "Imc1": "R8DG", "Imc2": "JN9H", "MaximumProbability": "GYBY",
    },
}  # fmt: skip
_NAME = re.compile(rf"(?P<image>[A-Za-z]+)(?P<detail>[A-Za-z0-9-]*)_(?P<kind>{'|'.join(_CLASSES)})_(?P<feature>\w+)")


def explained(entity: str) -> str | None:
    """Return what a measure of PyRadiomics is, in a sentence; ``None`` where the name is not one of it."""
    match = _NAME.fullmatch(entity)
    image = _IMAGES.get(match["image"]) if match else None
    if match is None or image is None:
        return None
    detail = match["detail"].strip("-")
    code = _IBSI.get(match["kind"], {}).get(match["feature"])
    ibsi = f"; IBSI {code}" if code else ""
    return f"{match['feature']}: {_CLASSES[match['kind']]}, from {image}{f' ({detail})' * bool(detail)}{ibsi}"
