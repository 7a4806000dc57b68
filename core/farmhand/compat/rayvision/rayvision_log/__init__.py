"""Logs into a file, for scripts that ask for one.

The documents' `init_logger` sets up the root logger and a file in the home folder. Inside a DCC the root logger is not
ours: here the logger that is named gets a file, and only where a folder is given or `RAYVISION_LOG_ROOT` names one.
"""

from __future__ import annotations

import getpass
import logging
import logging.handlers
import os
from typing import Optional

from farmhand.files import make_folder

FORMAT = "%(asctime)s [%(levelname)s] %(name)s: %(message)s"
LARGEST = 10 << 20
"""Bytes of a log file; two older ones are kept."""


def init_logger(app_name: str, log_folder: Optional[str] = None, log_name: Optional[str] = None) -> logging.Logger:
    """The logger of this name, writing into a file where a folder is known.

    Args:
        app_name: Name of the logger.
        log_folder: Where the file lies; left out, `RAYVISION_LOG_ROOT`; without that, no file.
        log_name: The file's name without `.log`; left out, the user's.

    Raises:
        DiskError: The folder cannot be made.
    """
    logger = logging.getLogger(app_name)
    folder = log_folder or os.environ.get("RAYVISION_LOG_ROOT", "")
    if folder:
        make_folder(folder)
        path = os.path.abspath(os.path.join(folder, "{}.log".format(log_name or getpass.getuser())))
        if path not in [getattr(handler, "baseFilename", "") for handler in logger.handlers]:
            handler = logging.handlers.RotatingFileHandler(
                path, maxBytes=LARGEST, backupCount=2, encoding="utf-8", delay=True
            )
            handler.setFormatter(logging.Formatter(FORMAT))
            logger.addHandler(handler)
    return logger


def chosen_logger(
    logger: Optional[logging.Logger], log_folder: Optional[str], log_name: Optional[str], log_level: str
) -> logging.Logger:
    """The logger that a constructor's four arguments mean: the given one, else Farmhand's.

    Args:
        logger: Given by the script; used as it is.
        log_folder, log_name: As `init_logger`.
        log_level: Such as `DEBUG`; counts where a folder is given.

    Raises:
        DiskError: The folder cannot be made.
        ValueError: There is no such level.
    """
    if logger is not None:
        return logger
    chosen = init_logger("farmhand", log_folder, log_name)
    if log_folder:
        chosen.setLevel(log_level.upper())
    return chosen
