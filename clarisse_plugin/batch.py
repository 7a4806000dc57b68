"""`cnode -script batch.py`: what `farmhand submit` and `analyse` do, with Clarisse itself looking at the project.

The command line stands behind `--farmhand` among cnode's own words, or in the variable FARMHAND_BATCH, since what cnode
does with words it does not know is not documented:

    FARMHAND_BATCH="submit shot.project --frames 1-10 --json" cnode -script batch.py
"""

import sys

if sys.version_info < (3, 7):  # noqa: UP036  Clarisse chooses the Python
    sys.stdout.write("Farmhand needs Python 3.7 or newer; `farmhand submit PROJECT` works without Clarisse.\n")
else:
    import farmhand_clarisse.batch

    farmhand_clarisse.batch.main()
