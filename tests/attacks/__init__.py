"""Inputs that attack: answers, files, certificates and texts made by somebody who means harm."""
