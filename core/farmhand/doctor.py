"""What is wrong with this computer's Farmhand, and what to do: one report that can be pasted into a ticket.

A table of examinations, each by itself, so that one that cannot be made does not hide the others. Nothing is changed,
and no secret is told: keys and passwords are taken out of every line, also where somebody else's error holds one.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import platform
import re
import shutil
import socket
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Tuple

from farmhand import __version__, accounts, settings as settings_module
from farmhand.credentials import Account, hide
from farmhand.errors import FarmhandError
from farmhand.farm.client import FarmClient
from farmhand.farm.transport import Transport
from farmhand.hooks import Hooks
from farmhand.places import System, find
from farmhand.settings import TABLE, Settings, load
from farmhand.terminal import size
from farmhand.transfer import raysync, raysync_client, transmitter

_log = logging.getLogger(__name__)

OK, LOOK, WRONG = "ok", "look", "wrong"
"""Nothing to do; worth a look; this must be mended."""
LIBRARIES = (("requests", True), ("urllib3", True), ("certifi", True), ("platformdirs", True), ("Qt", False))
LIBRARIES_ADVICE = "In a release they lie in vendor/. For another Python: pip install requests platformdirs Qt.py"
FREE_ENOUGH = 1 << 30
"""Bytes free on a disk below which it is worth a look."""
CLOCK_LOOK, CLOCK_WRONG = 60.0, 300.0
"""Seconds that this computer's clock may differ from the farm's; a signature holds the time."""
CONNECT_SECONDS = 5.0
SECRET = re.compile(r"KEY|PASSW|SECRET|TOKEN|CREDENTIAL", re.I)
"""Environment variables whose values are never told."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        area: What it is about, one word.
        state: `ok`, `look` or `wrong`.
        told: What was found.
        advice: What to do; empty where nothing is.
    """

    area: str
    state: str
    told: str
    advice: str = ""


class Patient:
    """What the examinations share: each thing is found once.

    Args:
        system: The computer.
        settings: The settings; None where they cannot be read.
        account: Who submits; None where there is none.
    """

    def __init__(self, system: System, settings: Optional[Settings], account: Optional[Account]) -> None:
        self.system = system
        self.settings = settings
        self.account = account
        self.client = FarmClient(account, settings) if account and settings else None


def examine(system: Optional[System] = None, network: bool = True) -> Iterator[Finding]:
    """Look at everything, one finding after the other as it is made.

    Args:
        system: Instead of this computer, for its variables and folders.
        network: Whether the farm is called, too.
    """
    system = system or System.here()
    settings, trouble = _tried(load)
    account, no_account = _tried(accounts.in_use)
    patient = Patient(system, settings, account)
    secrets = _secrets(system.environment, account)
    told: Dict[str, FarmhandError] = {}
    if trouble is not None:
        told["settings"] = trouble
    if no_account is not None:
        told["account"] = no_account
    try:
        for area, examination, needs_network in EXAMINATIONS:
            if needs_network and not network:
                continue
            if area in told:
                yield _clean(_of_error(area, told[area]), secrets, system)
                continue
            try:
                for finding in examination(patient):
                    yield _clean(finding, secrets, system)
            except FarmhandError as error:
                yield _clean(_of_error(area, error), secrets, system)
            except Exception as error:  # noqa: BLE001  one that fails must not hide the others
                _log.debug("%s", area, exc_info=True)
                failed = "cannot be examined: {}: {}".format(type(error).__name__, error)
                yield _clean(Finding(area, WRONG, failed, "Tell us, with this report"), secrets, system)
    finally:
        if patient.client is not None:
            patient.client.close()


def _python(patient: Patient) -> Iterator[Finding]:
    yield Finding("farmhand", OK, "{} in {}".format(__version__, os.path.dirname(os.path.abspath(__file__))))
    version = "{} {}, {}".format(platform.python_implementation(), platform.python_version(), platform.platform())
    told = "{}  {}".format(version, sys.executable or "inside a program")
    if sys.version_info < (3, 7):  # noqa: UP036  a copied folder may be started with anything
        yield Finding("python", WRONG, told, "Farmhand needs Python 3.7 or newer")
    else:
        yield Finding("python", OK, told)


def _libraries(patient: Patient) -> Iterator[Finding]:
    for name, needed in LIBRARIES:
        try:
            module: Any = importlib.import_module(name)
        except ImportError as error:
            if needed:
                yield Finding("library", WRONG, "{} is missing: {}".format(name, error), LIBRARIES_ADVICE)
            elif importlib.util.find_spec(name) is None:  # else a binding is: told as `qt`
                yield Finding("library", LOOK, "{} is missing: no panel here".format(name), LIBRARIES_ADVICE)
            continue
        version = getattr(module, "__version__", "")
        yield Finding("library", OK, "{} {}  {}".format(name, version, getattr(module, "__file__", "")))


def _qt(patient: Patient) -> Iterator[Finding]:
    try:
        from farmhand_ui import requirements_check
    except ImportError as error:
        yield Finding("qt", LOOK, "the panel is not installed: {}".format(error), "The command line works without it")
        return
    missing = requirements_check.missing_qt()
    if missing:
        yield Finding("qt", LOOK, missing, "The command line works without it")
        return
    from Qt import QtCore, __binding__

    display = requirements_check.missing_display(patient.system.environment)
    told = "{} {}".format(__binding__, QtCore.qVersion())
    if display:
        advice = "Set DISPLAY" if display == "no display" else display
        yield Finding("qt", LOOK, "{}, but no window can be made here: {}".format(told, display), advice)
    else:
        yield Finding("qt", OK, told)


def _programs(patient: Patient) -> Iterator[Finding]:
    places = find(patient.system)
    for place in places:
        versions = ", ".join(place.versions) or "version unknown"
        yield Finding("program", OK, "{} {}  {}".format(place.dcc.capitalize(), versions, place.folder))
    if not places:
        advice = "install.py tells where it looks; a studio may set MAYA_MODULE_PATH and the like instead"
        yield Finding("program", LOOK, "neither Maya nor Houdini nor Clarisse has a folder of this user", advice)


def _settings(patient: Patient) -> Iterator[Finding]:
    if patient.settings is None:
        return
    for setting in TABLE:
        source = patient.settings.sources[setting.name]
        if source != "default":
            told = "{} = {}  (from {})".format(setting.name, patient.settings[setting.name], source)
            yield Finding("setting", OK, told)
    site = patient.system.environment.get("FARMHAND_SITE_SETTINGS", "")
    if site and not os.path.isfile(site):
        yield Finding("setting", WRONG, "the studio's file {} is not there".format(site), "Mend FARMHAND_SITE_SETTINGS")


def _hooks(patient: Patient) -> Iterator[Finding]:
    if patient.settings is not None and patient.settings["hooks"]:
        Hooks.load(patient.settings)
        yield Finding("hooks", OK, str(patient.settings["hooks"]))


def _account(patient: Patient) -> Iterator[Finding]:
    if patient.account is not None:
        start = patient.account.access_id[:4]
        length = len(patient.account.reveal_key())
        yield Finding("account", OK, "access id {}..., a key of {} characters".format(start, length))


def _disk(patient: Patient) -> Iterator[Finding]:
    folders = [("data", settings_module.data_folder(patient.settings))] if patient.settings else []
    folders.append(("temporary", tempfile.gettempdir()))
    if patient.settings and patient.settings["output_folder"]:
        folders.append(("output", str(patient.settings["output_folder"])))
    for what, folder in folders:
        if not os.path.isdir(folder):
            yield Finding("disk", LOOK, "{} folder {} is not there yet".format(what, folder))
            continue
        free = shutil.disk_usage(folder).free
        told = "{} folder {}, {} free".format(what, folder, size(free))
        try:
            handle, path = tempfile.mkstemp(prefix=".farmhand-", dir=folder)
            os.close(handle)
            os.remove(path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            yield Finding("disk", WRONG, "{}: nothing can be written: {}".format(told, reason), "Choose another folder")
            continue
        enough = free >= FREE_ENOUGH
        yield Finding("disk", OK if enough else LOOK, told, "" if enough else "Free some space")


def _proxy(patient: Patient) -> Iterator[Finding]:
    from urllib.request import getproxies

    chosen = str(patient.settings["proxy"]) if patient.settings else ""
    around = ", ".join("{}: {}".format(name, url) for name, url in sorted(getproxies().items()))
    if chosen:
        yield Finding("proxy", OK, "{} (the setting)".format(chosen))
    else:
        yield Finding("proxy", OK, "{} (of the system)".format(around) if around else "none")


def _network(patient: Patient) -> Iterator[Finding]:
    if patient.settings is None:
        return
    there = Transport(patient.settings)
    began = time.time()
    clock = there.clock()
    there.close()
    seconds = time.time() - began
    if clock is not None:
        off = (began + time.time()) / 2 - clock
        told = "differs from the farm's by {:.0f} s".format(abs(off))
        advice = "Let the system set its clock by the network: the farm refuses calls that are too old"
        state = OK if abs(off) < CLOCK_LOOK else LOOK if abs(off) < CLOCK_WRONG else WRONG
        yield Finding("clock", state, told, "" if state == OK else advice)
    if patient.client is None:
        answered = "answers in {:.1f} s".format(seconds) if clock is not None else "does not answer"
        state, advice = (OK, "") if clock is not None else (WRONG, "Check the network, the proxy and the domain")
        yield Finding("network", state, "{} {}".format(patient.settings["domain"], answered), advice)
        return
    began = time.time()
    user = patient.client.login()
    told = "{} knows this account as user {} ({:.1f} s)".format(
        patient.settings["domain"], user.user_id, time.time() - began
    )
    yield Finding("network", OK, told)


def _engine(patient: Patient) -> Iterator[Finding]:
    if patient.settings is None:
        return
    if patient.settings["engine"] == "raysync":
        folder = str(patient.settings["raysync"])
        if not folder:
            advice = "Set FARMHAND_RAYSYNC to the folder with its cluster.xml, or FARMHAND_ENGINE to aspera"
            yield Finding("engine", WRONG, "the folder of the Raysync client is not set", advice)
            return
        port = raysync_client.port_of(folder)
        runs = "runs" if raysync_client.Local(port).answers() else "is started when it is needed"
        yield Finding("engine", OK, "Raysync client in {}, port {}; it {}".format(folder, port, runs))
        return
    path = transmitter.find(patient.settings)
    if os.access(path, os.R_OK):
        yield Finding("engine", OK, path)
    else:
        yield Finding("engine", WRONG, "{} may not be read".format(path), "Ask whoever installed it")


def _line(patient: Patient) -> Iterator[Finding]:
    if patient.client is None or patient.settings is None:
        return
    if patient.settings["engine"] == "raysync":
        name, (host, port) = "Raysync", raysync.server_of(patient.client)
        other = "choose another transfer program (setting engine)"
    else:
        line = transmitter.choose_line(patient.client.lines(), str(patient.settings["line"]))
        name, host, port = line.name, line.host, int(line.port)
        other = "prefer another line (setting line)"
    where = "{} ({}:{})".format(name, host, port)
    try:
        socket.create_connection((host, port), timeout=CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        reason = (getattr(error, "strerror", "") or str(error)).lower()
        advice = "Open TCP and UDP {} to it in the firewall, or {}".format(port, other)
        yield Finding("line", LOOK, "{} does not answer: {}".format(where, reason), advice)
        return
    yield Finding("line", OK, "{} answers".format(where))


EXAMINATIONS: Tuple[Tuple[str, Callable[[Patient], Iterator[Finding]], bool], ...] = (
    ("python", _python, False),
    ("library", _libraries, False),
    ("qt", _qt, False),
    ("program", _programs, False),
    ("settings", _settings, False),
    ("hooks", _hooks, False),
    ("account", _account, False),
    ("disk", _disk, False),
    ("proxy", _proxy, False),
    ("engine", _engine, False),
    ("network", _network, True),
    ("line", _line, True),
)
"""Area, examination, whether it calls the farm."""


def _tried(question: Callable[[], Any]) -> Tuple[Any, Optional[FarmhandError]]:
    """An answer or the reason why there is none."""
    try:
        return question(), None
    except FarmhandError as error:
        return None, error


def _of_error(area: str, error: FarmhandError) -> Finding:
    return Finding(area, WRONG, str(error), error.advice)


def _secrets(environment: Mapping[str, str], account: Optional[Account]) -> List[str]:
    """Every text that must not be told; the longest first, since one may be a part of another."""
    found = {value for name, value in environment.items() if SECRET.search(name) and len(value) > 3}
    if account is not None:
        found.add(account.reveal_key())
    return sorted(found, key=len, reverse=True)


def _clean(finding: Finding, secrets: List[str], system: System) -> Finding:
    """The finding without secrets, on one line, with `~` for the user's home."""

    def clean(text: str) -> str:
        text = " ".join(hide(text, *secrets).split())
        home = system.home.rstrip("/\\")
        return re.sub(re.escape(home) + r"(?=[/\\]|$)", "~", text) if len(home) > 1 else text

    return replace(finding, told=clean(finding.told), advice=clean(finding.advice))
