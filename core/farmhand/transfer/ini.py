"""The farm's database settings as the ini that the transmitter takes with -C.

Without a folder of the user's choice the database lies with the submission and knows only what this submission sent: a
transfer that broke off goes on where it was, and no old row can vouch for a file that the farm cleared long ago.
Whoever sets `database_path` or redis gets what the farm's documents describe.
"""

from __future__ import annotations

import os

from farmhand import credentials
from farmhand.errors import DiskError
from farmhand.settings import Settings

NAME = "transfer_database.ini"


def write(folder: str, settings: Settings) -> str:
    """Write the ini into a folder; returns its path, or an empty string where the database is off.

    Args:
        folder: The submission's folder.
        settings: `database` and what belongs to it.

    Raises:
        DiskError: It cannot be written.
    """
    if not settings["database"]:
        return ""
    place = os.path.abspath(os.path.expanduser(str(settings["database_path"]))) if settings["database_path"] else folder
    sections = {
        "database": {"on": "true", "platform_id": settings["platform"], "type": settings["database_type"]},
        "redis": {
            "host": settings["redis_host"],
            "port": settings["redis_port"],
            "password": credentials.redis_password(),
            "table_index": settings["redis_table"],
            "timeout": settings["redis_timeout"],
        },
        "sqlite": {
            "db_path": os.path.join(place, "transmitter.db"),
            "temporary": "true" if settings["database_temporary"] else "false",
        },
    }
    if settings["database_type"] != "redis":
        del sections["redis"]
    text = "".join(
        "[{}]\n{}\n".format(name, "".join("{} = {}\n".format(*pair) for pair in values.items()))
        for name, values in sections.items()
    )
    path = os.path.join(folder, NAME)
    try:
        os.makedirs(place, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # redis' password is in it
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise DiskError(
            "{path} cannot be written: {reason}.",
            "Free some space or choose another folder, then try again; what is done already is kept.",
            path=path,
            reason=(error.strerror or str(error)).lower(),
        ) from error
    return path
