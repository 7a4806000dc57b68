"""Clarisse projects (`.project`) and build files (`.build`) read without Clarisse, as a Host.

`syntax` knows braces and words, `items` objects and their addresses, `images` and `builds` what renders, `file_table`
and `files` which files are named, `reader` puts them together. None of them evaluates expressions or writes anything.
"""

from __future__ import annotations

from farmhand.readers.clarisse.reader import ClarisseReader
from farmhand.readers.clarisse.syntax import MARK

__all__ = ["MARK", "ClarisseReader"]
