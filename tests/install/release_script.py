"""Run by `python -I -S` from an unpacked release: nothing installed, no network; argv is one JSON object.

Shows the plug-in's import, the panel and a submission, and prints what was seen as JSON.
"""

import importlib
import json
import os
import runpy
import socket
import sys


class Patch:
    """As much of pytest's monkeypatch as the simulated Maya asks for."""

    def setitem(self, mapping, name, value):
        mapping[name] = value


def only_this_machine():
    real = socket.socket.connect

    def connect(self, address):
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError("a call to %r" % (address,))
        return real(self, address)

    socket.socket.connect = connect


def start_maya(folder, path, simulators):
    sys.path[:0] = [os.path.join(folder, "scripts"), *path]
    sys.path.append(simulators)
    from maya_simulator import Maya

    sys.path.remove(simulators)
    maya = Maya()
    maya.install(Patch())
    runpy.run_path(os.path.join(folder, "scripts", "userSetup.py"))
    maya.idle()
    return sorted(what["kind"] for what in maya.ui.values() if what["kind"] in ("menu", "shelfButton"))


OTHERS = (
    ("houdini_plugin/scripts/python", "houdini", "Houdini", "farmhand_houdini.host"),
    ("clarisse_plugin", "clarisse", "Clarisse", "farmhand_clarisse.host"),
)
"""Where a plug-in lies in the release, who simulates its program, and what needs the program's own module."""


def import_others(release, simulators):
    """Import the other plug-ins, as their programs do; returns where they came from."""
    found = {}
    for folder, simulator, program, name in OTHERS:
        sys.path.append(os.path.join(simulators, simulator))
        getattr(importlib.import_module(simulator + "_simulator"), program)().install(Patch())
        sys.path[-1] = os.path.join(release, folder)
        found[name] = importlib.import_module(name).__file__
    return found


def show_panel(scene):
    from Qt import QtCore, QtWidgets

    from farmhand.readers import open_scene
    from farmhand.session import Session
    from farmhand_ui.app import make_window

    application = QtWidgets.QApplication([])
    window = make_window(open_scene(scene), Session.open)
    window.show()
    window.start()
    clock = QtCore.QTimer()
    clock.timeout.connect(lambda: ended() and application.quit())

    def ended():
        return window.controller.state == "ready" and window.controller.account

    clock.start(20)
    QtCore.QTimer.singleShot(60000, application.quit)
    application.exec_()
    told = [window.controller.state, window.controller.account and "an account", window.grab().width() > 400]
    window.close()
    return told


def main(given):
    only_this_machine()
    told = {"flags": [sys.flags.isolated, sys.flags.no_site], "before": list(sys.path)}
    told["maya"] = start_maya(given["folder"], given["path"], os.path.join(given["simulators"], "maya"))
    others = import_others(os.path.dirname(given["folder"]), given["simulators"])

    import platformdirs
    import requests

    import farmhand_maya.host

    modules = {"farmhand": sys.modules["farmhand"], "farmhand_maya": farmhand_maya.host, "requests": requests}
    modules.update(platformdirs=platformdirs)
    told["files"] = {name: module.__file__ for name, module in modules.items()}
    told["files"].update(others)
    told["panel"] = None
    if given["qt"]:
        sys.path.append(given["qt"])
        told["panel"] = show_panel(given["scene"])
        import Qt

        told["files"]["Qt"] = Qt.__file__
    from farmhand import cli

    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    return cli.main(["submit", given["scene"], "--json"])


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
