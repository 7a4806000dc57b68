"""Houdini scenes and digital assets read without Houdini."""

from farmhand.readers.houdini.nested import library_references
from farmhand.readers.houdini.reader import HipReader

__all__ = ["HipReader", "library_references"]
