"""Fields that an XNAT has beyond those of the test archive's content, by the type that declares them.

Names are those of XNAT's schema (xnat.xsd, xdat.xsd and the plugins' own) in the spelling of the item form: a single
nested element is part of its field's name. A name with ``#`` is a number there, with ``@`` a date; the rest is text.
"""

from collections.abc import Mapping

_VALIDATION = "validation/method validation/date@ validation/notes validation/validated_by validation/status"
_TRACER = (
    "stabilization studyType patientID patientName tracer/name tracer/startTime tracer/dose# tracer/dose/units "
    "tracer/specificActivity# tracer/totalMass# tracer/totalMass/units tracer/intermediate# tracer/intermediate/units "
    "tracer/isotope tracer/isotope/half-life# tracer/transmissions# tracer/transmissions_starttime start_time "
    "start_time_scan start_time_injection blood_glucose# blood_glucose_units blood_glucose_time"
)
_VOXELS = "parameters/voxelRes/units parameters/voxelRes/x# parameters/voxelRes/y# parameters/voxelRes/z#"
_FIELD_OF_VIEW = "parameters/orientation parameters/subjectPosition parameters/fov/x# parameters/fov/y#"

FIELDS: Mapping[str, str] = {
    "xnat:projectData": "type active quarantine_status prearchive_code#",
    "xnat:publicationResource": "abstract commentary isPrimary medline other type label note",
    "xnat:subjectData": (
        "initials investigator/title investigator/firstname investigator/lastname investigator/institution "
        "investigator/department investigator/email investigator/phone investigator/ID"
    ),
    "xnat:demographicData": (
        "race2 race3 race4 race5 race6 employment# weight/units height/units yob# dob@ age# gender handedness ses# "
        "education# educationDesc race ethnicity weight# height# gestational_age# post_menstrual_age# birth_weight#"
    ),
    "xnat:subjectMetadata": "cohort",
    "xnat:experimentData": (
        "duration delay# delay/ref_expt_id version# original investigator/title investigator/firstname "
        f"investigator/lastname investigator/institution investigator/email investigator/phone {_VALIDATION}"
    ),
    "xnat:imageSessionData": (
        "prearchivePath scanner operator dcmPatientName dcmPatientId dcmPatientBirthDate@ dcmPatientWeight# "
        "dcmAccessionNumber study_id session_type"
    ),
    "xnat:mrSessionData": "coil marker stabilization",
    "xnat:petSessionData": _TRACER,
    "xnat:petmrSessionData": f"coil fieldStrength marker {_TRACER}",
    "xnat:imageScanData": (
        "project series_class requestedProcedureDescription protocolName condition note documentation operator "
        f"scanner scanner/softwareVersion series_description start_date@ startTime {_VALIDATION}"
    ),
    "xnat:mrScanData": (
        f"coil fieldStrength marker stabilization fileNameUUID {_VOXELS} {_FIELD_OF_VIEW} parameters/matrix/x# "
        "parameters/matrix/y# parameters/partitions# parameters/tr# parameters/te# parameters/deltaTE# parameters/ti# "
        "parameters/flip# parameters/sequence parameters/origin parameters/imageType parameters/scanSequence "
        "parameters/seqVariant parameters/scanOptions parameters/acqType parameters/readoutSampleSpacing "
        "parameters/coil parameters/coilElements parameters/dtiAcqCount# parameters/pixelBandwidth# "
        "parameters/echoSpacing# parameters/phaseEncodingDirection parameters/acqTime parameters/diffusion/bValues "
        "parameters/diffusion/bMax parameters/diffusion/directionality parameters/diffusion/orientations "
        "parameters/diffusion/anisotropyType parameters/diffusion/refocusFlipAngle "
        "parameters/inPlanePhaseEncoding/direction parameters/inPlanePhaseEncoding/rotation "
        "parameters/inPlanePhaseEncoding/polaritySwap parameters/inPlanePhaseEncoding/directionPositive "
        "parameters/pmc dcmValidation dcmValidation/status"
    ),
    "xnat:ctScanData": (
        f"{_VOXELS} {_FIELD_OF_VIEW} parameters/rescale/intercept parameters/rescale/slope parameters/kvp# "
        "parameters/acquisitionNumber# parameters/imageType parameters/options parameters/collectionDiameter# "
        "parameters/distanceSourceToDetector# parameters/distanceSourceToPatient# parameters/gantryTilt# "
        "parameters/tableHeight# parameters/rotationDirection parameters/exposureTime# parameters/xrayTubeCurrent# "
        "parameters/exposure# parameters/filter parameters/generatorPower# parameters/convolutionKernel "
        "parameters/collimationWidth/single# parameters/collimationWidth/total# parameters/tableSpeed# "
        "parameters/tableFeedPerRotation# parameters/pitchFactor# parameters/estimatedDoseSaving# "
        "parameters/estimatedDoseSaving/modulation parameters/ctDIvol# parameters/derivation "
        "parameters/contrastBolus/agent parameters/contrastBolus/route parameters/contrastBolus/volume# "
        "parameters/contrastBolus/totalDose# parameters/contrastBolus/flowRate# "
        "parameters/contrastBolus/flowDuration# parameters/contrastBolus/activeIngredient "
        "parameters/contrastBolus/concentration# dcmValidation dcmValidation/status"
    ),
    "xnat:petScanData": (
        "parameters/orientation# parameters/originalFileName parameters/systemType# parameters/fileType# "
        "parameters/transaxialFOV# parameters/acqType# parameters/facility parameters/numPlanes# "
        "parameters/frames/numFrames# parameters/numGates# parameters/planeSeparation# parameters/binSize# "
        "parameters/dataType# parameters/dimensions/x# parameters/dimensions/y# parameters/dimensions/z# "
        "parameters/dimensions/num# parameters/offset/x# parameters/offset/y# parameters/offset/z# "
        "parameters/reconZoom# parameters/pixelSize/x# parameters/pixelSize/y# parameters/pixelSize/z# "
        "parameters/filterCode# parameters/resolution/x# parameters/resolution/y# parameters/resolution/z# "
        "parameters/numRElements# parameters/numAngles# parameters/ZRotationAngle# parameters/processingCode# "
        "parameters/gateDuration# parameters/rWaveOffset# parameters/numAcceptedBeats# parameters/filter/cutoff# "
        "parameters/annotation parameters/MT_1_1# parameters/MT_1_2# parameters/MT_1_3# parameters/MT_1_4# "
        "parameters/MT_2_1# parameters/MT_2_2# parameters/MT_2_3# parameters/MT_2_4#"
    ),
    "xnat:resourceCatalog": "URI description cachePath note digest",
    "xnat:qcManualAssessorData": "rater stereotacticMarker incidentalFindings comments pass payable",
    "xnat:qcAssessmentData": "type",
    "icr:roiCollectionData": "UID collectionType subjectID name",
    "fs:fsData": (
        "fs_version measures/volumetric/ICV# measures/volumetric/BrainSegVol# measures/volumetric/SupraTentorialVol# "
        "measures/volumetric/TotalGrayVol# measures/volumetric/CorticalWhiteMatterVol#"
    ),
    "clin:visitData": "diagnosis treatment physician seen_on@",
    "xnat:pVisitData": (
        "visit_type visit_name notes start_date@ end_date@ closed terminal status protocolVersion# protocolId"
    ),
}

LISTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "xnat:projectData": {
        "studyProtocol": ("xnat:studyProtocol", "ID name description data-type"),
        "fields/field": ("xnat:projectData_field", "name field"),
    },
    "xnat:subjectData": {
        "addID": ("xnat:subjectData_addID", "name addID"),
        "metadata": ("xnat:subjectMetadata", "cohort"),
        "fields/field": ("xnat:subjectData_field", "name field"),
        "sharing/share": ("xnat:projectParticipant", "label group"),
    },
    "xnat:experimentData": {
        "sharing/share": ("xnat:experimentData_share", "label visit protocol"),
        "fields/field": ("xnat:experimentData_field", "name field"),
    },
    "xnat:derivedData": {
        "provenance/processStep": (
            "prov:processStep",
            "program program/version program/arguments timestamp cvs user machine machine/type platform "
            "platform/version compiler compiler/version library library/version",
        ),
    },
    "xnat:imageAssessorData": {
        "parameters/addParam": ("xnat:addField", "name addField"),
        "in/file": ("xnat:imageResource", "URI format description content cachePath orientation"),
        "out/file": ("xnat:imageResource", "URI format description content cachePath orientation"),
    },
    "xnat:imageSessionData": {
        "regions/region": (
            "xnat:regionResource",
            "name hemisphere baseimage file/URI creator/firstname creator/lastname subregionlabels/label",
        ),
        "reconstructions/reconstructedImage": ("xnat:reconstructedImageData", "ID type baseScanType"),
    },
    "xnat:qcManualAssessorData": {
        "scans/scan": ("xnat:qcScanData", "imageScan_ID coverage motion otherImageArtifacts comments pass rating"),
    },
    "xnat:qcAssessmentData": {
        "scans/scan": (
            "xnat:qcAssessmentData_scan",
            "id scanStatistics/mean# scanStatistics/snr# scanStatistics/min# scanStatistics/max# "
            "scanStatistics/stddev# scanStatistics/no_of_voxels#",
        ),
    },
    "xnat:volumetricRegionList": {
        "regions/region": ("xnat:volumetricRegion", "name units voxels# hemisphere"),
    },
    "icr:roiCollectionData": {"references/seriesUID": ("icr:roiCollectionData_seriesUID", "seriesUID")},
    "fs:fsData": {
        "measures/volumetric/regions/region": (
            "fs:fsData_region", "name SegId# hemisphere NVoxels# Volume# normMean# normStdDev# normMin# normMax#",
        ),
        "measures/surface/hemisphere": (
            "fs:fsData_hemisphere", "name NumVert# WhiteSurfArea# MeanThickness# GrayVol# ThickAvg# MeanCurv#",
        ),
    },
    **{
        f"xnat:{stem}ScanData": {"parameters/addParam": (f"xnat:{stem}ScanData_addParam", "name addField")}
        for stem in (
            "mr", "ct", "pet", "us", "cr", "dx", "mg", "nm", "xa", "rf", "sm", "sc", "seg", "sr", "xc", "op", "opt",
            "ecg", "eeg", "meg", "io", "es", "rg", "mrs", "rtImage", "otherDicom",
        )
    },
}  # fmt: skip
"""Lists of nested elements: by the type that declares them and the list's path, the members' type and fields."""

FILES = "uploaded_by modified description file_note path"
"""Columns of a list of files beside those of XNAT 1.8."""

XAPI: Mapping[str, str] = {
    "/xapi/siteConfig/buildInfo": "siteId siteDescription siteAdminEmail siteUrl buildHost builtBy hostname",
    "/xapi/plugins": "site-plugin/name site-plugin/description site-plugin/url site-plugin/log",
    "/xapi/investigators": "phone department address searchable",
    "/xapi/access/projects": "pi invited_by notes",
    "/xapi/customforms": "description notes username_full dateModified@ owner/email owner/name",
    "/xapi/users": "username firstName lastName email id# lastSuccessfulLogin@ authorization/authMethod",
}
"""What answers of the newer half of the API have beyond what is read of them."""

HEADERS = (
    "X-Powered-By", "X-Request-Id", "X-Forwarded-User", "X-Remote-User", "X-Application-Context", "ETag", "Via", "Link",
    "Content-Disposition", "WWW-Authenticate-Info", "Server-Timing", "Warning",
)  # fmt: skip
COOKIES = ("guest", "xnat_remember_me", "ROUTEID")

ASSESSORS = (
    "xnat:qcManualAssessorData", "xnat:qcAssessmentData", "icr:roiCollectionData", "xnat:volumetricRegionList",
    "fs:fsData",
)  # fmt: skip
SCANS = tuple(name for name in LISTS if name.endswith("ScanData"))
SESSIONS = ("xnat:mrSessionData", "xnat:petSessionData", "xnat:petmrSessionData", "xnat:ctSessionData")
"""Types that some object of the rich project is given."""
