"""The settings and where each comes from: default < site file < user file < environment < this call.

One table says every setting's name, type, default and meaning; the panel, the command line and the documents read it.
Secrets are not here: see `credentials.py`.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any, Callable, Dict, Mapping, NamedTuple, Optional, Tuple

from farmhand.credentials import hide
from farmhand.errors import SettingsError


def _text(value: str) -> str:
    return value


def _kilobytes(value: str) -> int:
    speed = int(value)
    if not 0 < speed <= 1048576:
        raise ValueError("between 1 and 1048576 KB/s")
    return speed


def _proxy(value: str) -> str:
    url = value.strip()
    if "@" in url:
        raise ValueError("without user and password; those go into FARMHAND_PROXY_USER and FARMHAND_PROXY_PASSWORD")
    if url not in ("", "none") and not re.match(r"(https?|socks5h?)://[^\s/]+/?$", url):
        raise ValueError("such as http://proxy.studio:3128, or none")
    return url


def _switch(value: str) -> bool:
    word = value.strip().lower()
    if word not in ("1", "0", "true", "false", "yes", "no", "on", "off"):
        raise ValueError("yes or no")
    return word in ("1", "true", "yes", "on")


def _seconds(value: str) -> float:
    seconds = float(value)
    if seconds <= 0:
        raise ValueError("above 0 seconds")
    return seconds


def _one_of(*words: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        word = value.strip().lower()
        if word not in words:
            raise ValueError("one of " + ", ".join(words))
        return word

    return read


def _yes(value: str) -> bool:
    words = {"true": True, "on": True, "yes": True, "1": True, "false": False, "off": False, "no": False, "0": False}
    if value.strip().lower() not in words:
        raise ValueError("true or false")
    return words[value.strip().lower()]


def _between(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        number = int(value)
        if not low <= number <= high:
            raise ValueError("between {} and {}".format(low, high))
        return number

    return read


class Setting(NamedTuple):
    """One setting.

    Attributes:
        name: Its name in files; in the environment `FARMHAND_` and the name in capitals.
        default: Used where nobody says otherwise.
        read: From text to value; raises ValueError with what would be right.
        meaning: One sentence for documents and panel, with the unit.
    """

    name: str
    default: Any
    read: Callable[[str], Any]
    meaning: str

    @property
    def variable(self) -> str:
        """The environment variable."""
        return "FARMHAND_" + self.name.upper()


TABLE: Tuple[Setting, ...] = (
    Setting("domain", "jop.foxrenderfarm.com", _text, "The farm's address; a port may follow a colon."),
    Setting("platform", "2", _text, "The farm's platform number."),
    Setting("protocol", "https", _text, "https; http only for a farm on this machine."),
    Setting(
        "transmitter", "", _text, "Path of rayvision_transmitter; empty: looked for in an installed rayvision_sync."
    ),
    Setting("speed_limit", 1048576, _kilobytes, "Upload and download limit in KB/s."),
    Setting("line", "", _text, "Name of the farm's transfer line to prefer; empty: the farm's default."),
    Setting("engine", "aspera", _one_of("aspera", "raysync"), "The farm's transfer program: aspera or raysync."),
    Setting("raysync", "", _text, "Folder of the Raysync client, where its cluster.xml is."),
    Setting("transfers_at_once", 3, _between(1, 10), "Transfer programs that run at the same time, 1 to 10."),
    Setting("database", True, _yes, "Whether what was sent is remembered, so that it is not sent again."),
    Setting("database_type", "sqlite", _one_of("sqlite", "redis"), "Where that is kept: sqlite, or a studio's redis."),
    Setting("database_path", "", _text, "Folder of the sqlite files; empty: the data folder."),
    Setting("database_temporary", False, _yes, "Whether the transfer program forgets what it sent when it is done."),
    Setting("redis_host", "127.0.0.1", _text, "The studio's redis server; its password is FARMHAND_REDIS_PASSWORD."),
    Setting("redis_port", 6379, _between(1, 65535), "The redis server's port."),
    Setting("redis_table", 0, _between(0, 65535), "Number of the redis database."),
    Setting("redis_timeout", 5000, _between(1, 3600000), "Milliseconds to wait for the redis server."),
    Setting("log_root", "", _text, "Folder of the logs; empty: the system's folder for logs."),
    Setting("keep_levels", True, _yes, "Whether frames come into a folder named after their task."),
    Setting("output_folder", "", _text, "Where frames are downloaded; empty: a folder beside the scene."),
    Setting("auto_download", True, _switch, "Whether the panel downloads frames while they render: yes or no."),
    Setting("poll_seconds", 5.0, _seconds, "Seconds between two looks at a task that renders."),
    Setting("connect_timeout", 10.0, _seconds, "Seconds to wait for a connection to the farm."),
    Setting("read_timeout", 60.0, _seconds, "Seconds to wait for the farm's answer."),
    Setting("ca_bundle", "", _text, "Path of a CA bundle for the farm's certificate; empty: the usual ones."),
    Setting("proxy", "", _proxy, "Proxy to the farm, such as http://proxy.studio:3128; none; empty: the system's."),
    Setting("data_folder", "", _text, "Where the journal and task files are kept; empty: the user's data folder."),
    Setting("hooks", "", _text, "Python files, or folders of them, with the studio's hooks; separated as in PATH."),
    Setting("language", "", _text, "en or zh; empty: the system's."),
)

SETTINGS: Mapping[str, Setting] = {setting.name: setting for setting in TABLE}
"""The table by name."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Settings:
    """Every setting's value, and where it came from; not to be changed.

    No dataclass: to import what makes one takes longer than to import all of this module, and every call of the farm's
    API begins here.

    Args:
        values: By the setting's name.
        sources: `default`, a file's path, `the environment` or `call`, by the same names.
    """

    __slots__ = ("sources", "values")

    def __init__(self, values: Mapping[str, Any], sources: Mapping[str, str]) -> None:
        self.values = values
        self.sources = sources

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def load(
    overrides: Optional[Mapping[str, str]] = None,
    environment: Optional[Mapping[str, str]] = None,
    site_file: str = "",
    user_file: str = "",
) -> Settings:
    """Read the settings from all their places.

    Args:
        overrides: Name and text of what this call decides (options of the command line).
        environment: Instead of the process's own.
        site_file: The studio's JSON file; empty: `FARMHAND_SITE_SETTINGS`.
        user_file: The user's JSON file; empty: `settings.json` in the user's configuration folder.

    Raises:
        SettingsError: A file cannot be read, or a value is not what the setting takes.
    """
    environment = os.environ if environment is None else environment
    values: Dict[str, Any] = {setting.name: setting.default for setting in TABLE}
    sources = {setting.name: "default" for setting in TABLE}
    layers = [
        (path, _file(path))
        for path in (site_file or environment.get("FARMHAND_SITE_SETTINGS", ""), user_file or user_settings_file())
        if path
    ]
    variables = {setting.name: environment[setting.variable] for setting in TABLE if environment.get(setting.variable)}
    layers.append(("the environment", variables))
    layers.append(("call", {name: text for name, text in (overrides or {}).items() if text}))
    for source, texts in layers:
        for name, text in texts.items():
            values[name], sources[name] = _value(name, text, source), source
    _check_protocol(values["protocol"], values["domain"])
    return Settings(values, sources)


def save_user_settings(changes: Mapping[str, str], user_file: str = "") -> None:
    """Write settings into the user's file, beside what it holds already.

    Args:
        changes: Name and text; an empty text removes the setting from the file.
        user_file: Instead of the user's own.

    Raises:
        SettingsError: A setting does not take its text, or the file that is there cannot be read.
        DiskError: The file cannot be written.
    """
    from farmhand.files import write_whole

    path = user_file or user_settings_file()
    for name, text in changes.items():
        if text:
            _value(name, text, path)
    texts = _file(path)
    changed = {name: text for name, text in {**texts, **changes}.items() if text != ""}
    if changed != texts:
        write_whole(path, json.dumps(changed, indent=1, ensure_ascii=False).encode("utf-8"))


def user_settings_file() -> str:
    """The path of the user's settings file, whether it exists or not."""
    import platformdirs

    return os.path.join(platformdirs.user_config_dir("farmhand", appauthor=False), "settings.json")


def data_folder(settings: Settings) -> str:
    """The folder of the journal and of task files, made if it is not there.

    Raises:
        SettingsError: It cannot be made.
    """
    folder = settings["data_folder"]
    if not folder:
        import platformdirs

        folder = platformdirs.user_data_dir("farmhand", appauthor=False)
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            "The data folder {folder} cannot be made: {reason}.",
            "Set FARMHAND_DATA_FOLDER to a folder that you may write.",
            folder=folder,
            reason=error.strerror,
        ) from error
    return str(folder)


def is_loopback(domain: str) -> bool:
    """Whether the domain, with or without a port, is this machine."""
    host = domain if domain.endswith("]") else domain.rsplit(":", 1)[0]
    return host in LOOPBACK


def _value(name: str, text: Any, source: str) -> Any:
    setting = SETTINGS.get(name)
    if setting is None:
        raise SettingsError(
            "{source} names a setting {name!r} that does not exist.",
            "Known settings: {known}.",
            source=source,
            name=name,
            known=", ".join(SETTINGS),
        )
    try:
        return setting.read(str(text))
    except ValueError as error:
        raise SettingsError(
            "The setting {name} in {source} is {text!r}, which cannot be used: {reason}.",
            "{meaning}",
            name=name,
            source=source,
            text=hide(str(text)),
            reason=error,
            meaning=setting.meaning,
        ) from error


def _file(path: str) -> Dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as stream:
            texts = json.load(stream)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(
            "The settings file {path} cannot be read: {reason}.",
            "Mend or remove the file.",
            path=path,
            reason=error,
        ) from error
    if not isinstance(texts, dict):
        raise SettingsError("The settings file {path} holds no object.", "Mend or remove the file.", path=path)
    return texts


def _check_protocol(protocol: str, domain: str) -> None:
    if protocol != "https" and not (protocol == "http" and is_loopback(domain)):
        raise SettingsError(
            "The protocol {protocol} is not allowed for {domain}.",
            "Use https; http is only for a farm on this machine.",
            protocol=protocol,
            domain=domain,
        )
