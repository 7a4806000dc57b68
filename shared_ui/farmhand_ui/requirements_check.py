"""Says in one sentence what this computer lacks for a window, before Qt ends the process without a word.

Qt's bindings come as wheels that expect some of the system's libraries; a missing one shows as an ImportError that
names a .so, or as an abort inside QApplication. The table gives the Debian package that holds each.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import sys
from typing import Dict, Mapping, Optional

PACKAGES: Dict[str, str] = {
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libEGL.so.1": "libegl1",
    "libGLX.so.0": "libglx0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXext.so.6": "libxext6",
    "libXrender.so.1": "libxrender1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libSM.so.6": "libsm6",
    "libICE.so.6": "libice6",
    "libnss3.so": "libnss3",
    "libpulse-mainloop-glib.so.0": "libpulse-mainloop-glib0",
    "libpulse.so.0": "libpulse0",
}
"""Library and the Debian and Ubuntu package that holds it (packages.debian.org, search by contents)."""
XCB_LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxkbcommon-x11.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-render-util.so.0",
    "libxcb-shape.so.0",
)
"""What Qt 6's xcb platform plugin loads beyond the bindings themselves (doc.qt.io, Qt for X11 requirements)."""
MODULES = ("QtCore", "QtGui", "QtWidgets")
_LIBRARY = re.compile(r"(lib[\w.+-]+?\.so(?:\.\d+)*)")


def missing_qt() -> str:
    """One sentence on what is missing for a window and how to get it; empty where nothing is."""
    binding = next((name for name in ("PySide6", "PySide2", "PyQt6", "PyQt5") if importlib.util.find_spec(name)), "")
    if not binding or importlib.util.find_spec("Qt") is None:
        return "The window needs Qt: pip install PySide6-Essentials Qt.py"
    for module in MODULES:
        try:
            importlib.import_module("%s.%s" % (binding, module))
        except ImportError as error:
            return explained(str(error), binding)
    return ""


def explained(text: str, binding: str = "Qt") -> str:
    """A sentence for an ImportError's text: the library it names, and the package that holds it."""
    match = _LIBRARY.search(text)
    library = match.group(1) if match else ""
    if library in PACKAGES:
        return "{} needs the system library {}: apt-get install {}".format(binding, library, PACKAGES[library])
    if library:
        return "{} needs the system library {}, which is not installed.".format(binding, library)
    return "{} cannot be loaded: {}".format(binding, text)


def missing_display(environment: Optional[Mapping[str, str]] = None) -> str:
    """Why QApplication would end the process here: no display, or a library of the xcb plugin that is not there."""
    environment = os.environ if environment is None else environment
    if not sys.platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return ""
    if environment.get("WAYLAND_DISPLAY"):
        return ""
    if not environment.get("DISPLAY"):
        return "no display"
    absent = [library for library in XCB_LIBRARIES if not _loads(library)]
    return "apt-get install " + " ".join(PACKAGES[library] for library in absent) if absent else ""


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
