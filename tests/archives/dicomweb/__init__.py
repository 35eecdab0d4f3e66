"""Tests of the DICOMweb archive, and of how series become projects."""
