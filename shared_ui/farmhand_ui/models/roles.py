"""Qt's item roles as the numbers that both bindings hand to a model.

A table that is drawn asks its model hundreds of times, and in PySide6 looking up `Qt.DisplayRole` takes longer than all
the rest of an answer. A test holds the numbers against Qt's own.
"""

from __future__ import annotations

DISPLAY, EDIT, TOOLTIP, ALIGNMENT, CHECK, SPOKEN = 0, 2, 3, 7, 10, 11
