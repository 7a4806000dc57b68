"""A Maya binary scene (.mb) read without Maya, as a Host.

How Maya writes this form is published nowhere: what is read here was found by laying real files beside their Maya
ASCII twins. What could not be established is told in the Tip `binary_partly_read`, never guessed in silence.
"""

from __future__ import annotations

from farmhand.readers.ma_scene import MayaReader


class MayaBinaryReader(MayaReader):
    """One .mb file."""
