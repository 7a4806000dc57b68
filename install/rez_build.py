"""What `rez build` runs for `package.py`: a release's files to the package's folder, each compared with its sum."""

import os
import sys

import shared_release
from record import InstallError

import house


def main():
    """Copy where rez says that it installs; a build without installation only checks. Returns the exit code."""
    try:
        shared_release.listed(house.ROOT)
        if os.environ.get("REZ_BUILD_INSTALL") == "1":
            shared_release.fill(house.ROOT, os.environ["REZ_BUILD_INSTALL_PATH"])
    except InstallError as error:
        sys.stderr.write("{}\n".format(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
