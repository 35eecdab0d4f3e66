"""DICOM as archives without projects have it: what is read of a series, and how series become projects.

Used by every archive that gives DICOM itself: DICOMweb servers and folders of files.
"""
