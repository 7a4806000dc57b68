"""`cnode -script batch.py`: what `farmhand submit` and `analyse` do, with Clarisse itself looking at the project.

The command line stands behind `--farmhand` among cnode's own words, or in the variable FARMHAND_BATCH, since what cnode
does with words it does not know is not documented:

    FARMHAND_BATCH="submit shot.project --frames 1-10 --json" cnode -script batch.py

Whether cnode ran startup.py before is not known either, so the package is looked for where cnode found this script.
"""

import os
import sys


def run():
    """Find the package and let it work."""
    words = list(getattr(sys, "argv", []))
    places = [os.environ.get("FARMHAND_CLARISSE", "")]
    places += [os.path.dirname(os.path.abspath(path)) for word, path in zip(words, words[1:]) if word == "-script"]
    if "__file__" in globals():
        places.append(os.path.dirname(os.path.abspath(globals()["__file__"])))
    for place in places:
        if place and place not in sys.path and os.path.isdir(os.path.join(place, "farmhand_clarisse")):
            sys.path.append(place)
    import farmhand_clarisse.paths  # noqa: PLC0415  not before the path is known

    farmhand_clarisse.paths.add()
    import farmhand_clarisse.batch  # noqa: PLC0415

    farmhand_clarisse.batch.main()


if sys.version_info < (3, 7):  # noqa: UP036  Clarisse chooses the Python
    sys.stdout.write("Farmhand needs Python 3.7 or newer; `farmhand submit PROJECT` works without Clarisse.\n")
else:
    try:
        run()
    except Exception as problem:  # noqa: BLE001  cnode goes on with whatever else it was told
        sys.stdout.write("Farmhand cannot run: %s\n" % problem)
