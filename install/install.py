"""Puts Farmhand into Maya, Houdini and Clarisse, tells what is installed, and takes it out again.

    python install.py                     install for this user, into every program that is found
    python install.py --dry-run           only show what would be done
    python install.py status              what is installed, and whether it still works
    python install.py --uninstall         as if Farmhand had never been here, byte for byte
    python install.py --shared FOLDER     copy this release to a network folder that many seats point to

Each program gets one small pointer to the folder that this script lies in; nothing is copied into a program. Standard
library only, Python 3.7 or newer: it also runs in mayapy, hython and the Python of Clarisse 5.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # an isolated Python does not do that by itself

import shared_release  # noqa: E402
from pointers import Pointer, pointers_for  # noqa: E402
from record import Change, InstallError, Record, digest, read, remove, write  # noqa: E402

import house  # noqa: E402
from farmhand import vendored  # noqa: E402
from farmhand.places import CLARISSE, HOUDINI, MAYA, Place, System, find  # noqa: E402

ROOT = house.ROOT
DCCS = (MAYA, HOUDINI, CLARISSE)
LOOKED_FOR = {
    MAYA: "set MAYA_APP_DIR where its folder is elsewhere, or start Maya once",
    HOUDINI: "set HOUDINI_USER_PREF_DIR where its folder is elsewhere, or start Houdini once",
    CLARISSE: "start Clarisse once",
}
_POINTS_TO = re.compile(
    r"((?:(?<!\w)[A-Za-z]:[/\\]|/)[^\n\r\";=]*?)/(?:maya_plugin|houdini_plugin|clarisse_plugin|launcher/\w+)\b"
)
_FORBIDDEN = re.compile(r'[;"\r\n]')


@dataclass(frozen=True)
class Step:
    """One file that will be written or removed.

    Attributes:
        pointer: Which.
        before: Bytes without Farmhand; None where there was no file.
        now: Bytes as they are.
        after: Bytes as they will be; None where the file will be gone.
    """

    pointer: Pointer
    before: Optional[bytes]
    now: Optional[bytes]
    after: Optional[bytes]

    def __str__(self) -> str:
        path = self.pointer.path
        if self.after == self.now:
            return "{:<9} {}  (as it should be)".format("keep", path)
        if self.after is None:
            return "{:<9} {}".format("remove", path)
        if self.now is None:
            return "{:<9} {}".format("write", path)
        return "{:<9} {}  ({})".format("change", path, "our entry only" if self.pointer.shared else "our file")


def plan_install(system: System, root: str, record: Record, only: Sequence[str] = DCCS) -> List[Step]:
    """What an installation will do, nothing of it done yet.

    Args:
        system: Whose folders.
        root: The Farmhand to point to.
        record: What was done before.
        only: For these programs.

    Raises:
        InstallError: The root cannot be pointed to, or a file cannot be read.
    """
    if _FORBIDDEN.search(root):
        raise InstallError("{!r} has a sign that a program cannot read. Move Farmhand to another folder.".format(root))
    steps = []
    for pointer in _pointers(find(system), root, only):
        now = read(pointer.path)
        before = _original(pointer, now, record)
        text = pointer.point(_decode(before))
        steps.append(Step(pointer, before, now, _encode(text)))
    return steps


def plan_uninstall(system: System, root: str, record: Record, only: Sequence[str] = DCCS) -> List[Step]:
    """What an uninstallation will do: what the record knows, and what is found without it."""
    found = {pointer.path: pointer for pointer in _pointers(find(system), root, DCCS)}
    for path, change in record.changes.items():
        if path not in found:  # the program's folder is found no more, its file may still be there
            pointer = next((one for one in found.values() if one.dcc == change.dcc), None)
            clear = pointer.clear if pointer else (lambda text: "")
            found[path] = Pointer(change.dcc, path, lambda text: text, clear, change.dcc == CLARISSE)
    steps = []
    for pointer in found.values():
        now = read(pointer.path)
        if pointer.dcc in only and now is not None:
            steps.append(Step(pointer, None, now, _original(pointer, now, record)))
    return [step for step in steps if step.after != step.now]


def install(steps: Sequence[Step], root: str, record: Record) -> None:
    """Carry out what `plan_install` told; the record is written first.

    Raises:
        InstallError: A file cannot be written. What was done can be undone.
    """
    record.root = root
    for step in steps:
        record.changes[step.pointer.path] = Change(step.pointer.dcc, step.before, digest(step.after or b""))
    record.save()
    for step in steps:
        if step.after is not None and step.after != step.now:
            record.make_folder(os.path.dirname(step.pointer.path))
            record.save()
            write(step.pointer.path, step.after)


def uninstall(steps: Sequence[Step], record: Record, only: Sequence[str] = DCCS) -> None:
    """Carry out what `plan_uninstall` told, and forget it."""
    for step in steps:
        if step.after is None:
            remove(step.pointer.path)
        else:
            write(step.pointer.path, step.after)
    record.changes = {path: change for path, change in record.changes.items() if change.dcc not in only}
    if record.changes:
        record.save()
    else:
        record.forget()


def status(system: System, root: str, record: Record) -> List[Tuple[Place, str]]:
    """Each place and what is there, in words."""
    found = []
    for place in find(system):
        for pointer in pointers_for(place, root)[:1]:  # the first is the one that leads
            text = _decode(read(pointer.path))
            points = _POINTS_TO.search(text)
            if not text or pointer.clear(text) == text or not points:
                told = "not installed"
            elif not os.path.isdir(points.group(1)):
                told = "broken: {} is not there. Install again, or --uninstall".format(points.group(1))
            elif _encode(pointer.point(pointer.clear(text) if pointer.shared else "")) == _encode(text):
                told = "installed"
            else:
                told = "installed from {} (version {}), which is not this Farmhand".format(
                    points.group(1), version(points.group(1))
                )
            found.append((place, told))
    return found


def version(root: str) -> str:
    """The version of the Farmhand in a folder; `unknown` where it does not say."""
    content = read(os.path.join(root, "core", "farmhand", "__init__.py")) or b""
    match = re.search(rb'__version__ = "([^"]+)"', content)
    return match.group(1).decode("ascii") if match else "unknown"


def main(argv: Optional[Sequence[str]] = None, system: Optional[System] = None, root: str = ROOT) -> int:
    """Run one command; returns the exit code: 0 done, 1 something is wrong, 2 wrong usage."""
    arguments = _parser().parse_args(argv)
    system = system or System.here()
    try:
        if arguments.shared:
            return _shared(arguments, root)
        return _seat(arguments, system, os.path.abspath(root))
    except InstallError as error:
        sys.stderr.write("{}\n".format(error))
        return 1


def _seat(arguments: argparse.Namespace, system: System, root: str) -> int:
    record = Record.load(system.data_folder())
    only = tuple(arguments.only or DCCS)
    if arguments.command == "status":
        say("Farmhand {} in {}".format(version(root), root))
        for place, told in status(system, root, record):
            if place.dcc in only:
                say("  {:<9} {:<24} {}".format(place.dcc, ", ".join(place.versions) or "-", told))
        _absent(system, only)
        return 0
    if arguments.uninstall:
        steps = plan_uninstall(system, root, record, only)
    else:
        steps = plan_install(system, root, record, only)
    for step in steps:
        say("  " + str(step))
    _absent(system, only)
    if arguments.dry_run:
        say("Nothing was changed: this was a dry run.")
    elif arguments.uninstall:
        uninstall(steps, record, only)
        say("Farmhand is out." if steps else "Farmhand was not installed.")
    elif steps:
        install(steps, root, record)
        if not vendored.find(root):
            say("This is a checkout: the program's own Python must have requests, platformdirs and Qt.py.")
        say("Farmhand {} is in. Start the program again: there is a Farmhand menu.".format(version(root)))
    else:
        raise InstallError("Nothing was installed: none of the programs was found.")
    return 0


def _shared(arguments: argparse.Namespace, root: str) -> int:
    if arguments.uninstall:
        folder = shared_release.folder_for(arguments.shared, version(root))
        say("  {:<9} {}".format("remove", folder))
        if not arguments.dry_run:
            shared_release.remove(folder)
        return 0
    folder = shared_release.folder_for(arguments.shared, version(root))
    say("  {:<9} {}".format("copy to", folder))
    if not arguments.dry_run:
        shared_release.copy(root, folder)
    say("Then each seat runs   python {}".format(os.path.join(folder, "install", "install.py")))
    say("or the studio sets    (every start of a program then finds it, with no file on the seat)")
    for name, value in shared_release.variables(folder).items():
        say("  {}={}".format(name, value))
    return 0


def _absent(system: System, only: Sequence[str]) -> None:
    there = {place.dcc for place in find(system)}
    for dcc in only:
        if dcc not in there:
            say("  {:<9} {} ({})".format("not here", dcc.capitalize(), LOOKED_FOR[dcc]))


def _pointers(places: Sequence[Place], root: str, only: Sequence[str]) -> List[Pointer]:
    found: Dict[str, Pointer] = {}
    for place in places:
        if place.dcc in only:
            for pointer in pointers_for(place, root):
                found.setdefault(pointer.path, pointer)
    return list(found.values())


def _original(pointer: Pointer, now: Optional[bytes], record: Record) -> Optional[bytes]:
    """A file's bytes without Farmhand: as recorded where nobody touched it since, else what is left of it."""
    change = record.changes.get(pointer.path)
    if change is not None and (now is None or digest(now) == change.after):
        return change.before
    if now is None:
        return None
    text = _decode(now)
    cleared = pointer.clear(text)
    if not pointer.shared:
        return change.before if change is not None else None
    if change is not None and change.before is None and not cleared.strip():
        return None
    return now if cleared == text else _encode(cleared)


def _decode(content: Optional[bytes]) -> str:
    return (content or b"").decode("utf-8", "surrogateescape")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="install.py", description="Put Farmhand into Maya, Houdini and Clarisse.")
    add = parser.add_argument
    add("command", nargs="?", choices=("install", "status"), default="install", help="install when not given")
    add("--dry-run", action="store_true", help="show what would be done, and do nothing")
    add("--uninstall", action="store_true", help="take Farmhand out again")
    add("--only", action="append", choices=DCCS, help="only this program (repeat it)")
    add("--shared", default="", metavar="FOLDER", help="copy this release to a folder that many seats point to")
    return parser


def say(text: str) -> None:
    """Tell whoever installs."""
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
