"""Clarisse runs this text at its start (CLARISSE_STARTUP_SCRIPT): Farmhand on the path, then its menu.

It is run as text, so there is no `__file__`, and by whichever Python Clarisse was given: the 2.7 of Clarisse 4 must be
able to read it. Standard output is Clarisse's own log, which is where a start-up script says why nothing happens.
"""

import os
import sys


def say(text):
    """One line in Clarisse's log."""
    sys.stdout.write("Farmhand: " + text + "\n")


def folder():
    """This file's folder; empty where nobody tells."""
    places = [os.environ.get("FARMHAND_CLARISSE", "")]
    for part in os.environ.get("CLARISSE_STARTUP_SCRIPT", "").replace("\n", ";").split(";"):
        path = os.path.expandvars(part.strip().strip('"'))
        places.append(os.path.dirname(path))
    if "__file__" in globals():
        places.append(os.path.dirname(os.path.abspath(globals()["__file__"])))
    for place in places:
        if place and os.path.isdir(os.path.join(place, "farmhand_clarisse")):
            return os.path.abspath(place)
    return ""


def start():
    """Make Farmhand importable and let it begin."""
    if sys.version_info < (3, 7):  # noqa: UP036  Clarisse chooses the Python
        say(
            "needs Python 3.7 or newer, and this Clarisse runs %d.%d. In Clarisse 5, set IX_PYTHON3HOME and "
            "IX_PYTHON3PATH in clarisse.env and choose Python 3. `farmhand panel PROJECT` works without it."
            % sys.version_info[:2]
        )
        return
    here = folder()
    if here and here not in sys.path:
        sys.path.append(here)
    import farmhand_clarisse.paths  # noqa: PLC0415  not before the path is known

    farmhand_clarisse.paths.add()
    import farmhand_clarisse.begin  # noqa: PLC0415

    farmhand_clarisse.begin.begin()


try:
    start()
except Exception as problem:  # noqa: BLE001  whatever is wrong with Farmhand, Clarisse must start
    say("cannot start: %s" % problem)
