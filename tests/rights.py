"""What the user who runs the tests may do."""

import os
import tempfile


def reads_everything():
    """Whether a file that nobody may read can be read all the same, as root and Windows can."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "closed")
        with open(path, "wb"):
            pass
        os.chmod(path, 0)
        try:
            with open(path, "rb"):
                return True
        except PermissionError:
            return False
