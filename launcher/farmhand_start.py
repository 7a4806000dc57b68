"""Farmhand from a release's folder, with nothing installed: `python farmhand_start.py panel SCENE`.

Any Python from 3.7 on that has PySide2 or PySide6 shows the panel; the commands without a window need no Qt.
`--ready` tells in one sentence what the panel lacks here, and ends with 1; with 0 where it lacks nothing.
"""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main(arguments):
    """Run one command; returns the exit code."""
    for folder in ("shared_ui", "core"):
        path = os.path.join(ROOT, folder)
        if path not in sys.path:
            sys.path.insert(0, path)
    from farmhand import vendored

    vendored.append(ROOT)
    if arguments == ["--ready"]:
        return ready()
    from farmhand import cli

    return cli.main(arguments)


def ready():
    """Say what is missing for a window."""
    from farmhand.errors import FarmhandError
    from farmhand_ui.app import check_window

    try:
        check_window()
    except FarmhandError as error:
        sys.stdout.write("{} {}\n".format(error, error.advice).strip() + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
