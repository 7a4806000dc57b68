"""Fake homes of every system layout, and the way each program reads what was installed."""

import json
import os
import re
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "install"))

from farmhand.places import LINUX, MACOS, WINDOWS, System  # noqa: E402

PLATFORMS = {WINDOWS: "win64", MACOS: "mac", LINUX: "linux"}
CLARISSE_ENV = "\r\n".join(
    [
        "IX_PYTHON3HOME=C:\\37",
        "IX_SHELF_CONFIG_FILE=$IX_PYTHON_API_PATH/shelves/shelf.cfg",
        "CLARISSE_STARTUP_SCRIPT=",
        "",
    ]
)
OTHERS_ENV = 'A=b\nCLARISSE_STARTUP_SCRIPT="/studio/é one.py;/studio/two.py"  \n# the end'
OTHERS_MOD = "+ studio 1.0 /studio\n"


def folders(root, *names):
    for name in names:
        (root / name).mkdir(parents=True)


def linux(home):
    folders(home, "maya/2020/prefs", "maya/2024/prefs", "maya/modules", "houdini18.0", "houdini20.5/packages")
    (home / "maya/modules/studio.mod").write_text(OTHERS_MOD)
    (home / "houdini20.5/packages/other.json").write_text("{}")
    folders(home, ".isotropix/clarisse/4.0", ".isotropix/clarisse/5.0 SP1", ".isotropix/clarisse/5.0")
    (home / ".isotropix/clarisse/5.0/clarisse.env").write_bytes(OTHERS_ENV.encode("utf-8"))
    return System(LINUX, str(home), {"XDG_DATA_HOME": str(home / "data")})


def linux_moved(home):
    """MAYA_APP_DIR and HOUDINI_USER_PREF_DIR lead elsewhere; Clarisse has an env of a strange encoding, as a link."""
    folders(home, "work/maya", "maya/2023", "prefs/h21.0", "prefs/h19.5", ".isotropix/clarisse/5.0", "dotfiles")
    (home / "dotfiles/clarisse.env").write_bytes(b"NAME=\xff\xfe\nIX_SHELF_CONFIG_FILE=")
    os.symlink(str(home / "dotfiles/clarisse.env"), str(home / ".isotropix/clarisse/5.0/clarisse.env"))
    variables = {"MAYA_APP_DIR": "~/work/maya", "HOUDINI_USER_PREF_DIR": str(home / "prefs" / "h__HVER__")}
    return System(LINUX, str(home), variables)


def macos(home):
    folders(home, "Library/Preferences/Autodesk/maya/2025", "Library/Preferences/houdini/20.0")
    folders(home, "Library/Preferences/Isotropix/Clarisse/5.0")
    return System(MACOS, str(home))


def windows(home):
    folders(home, "Documents/maya/2022", "Documents/houdini19.5", "AppData/Roaming/Isotropix/Clarisse/5.0")
    (home / "AppData/Roaming/Isotropix/Clarisse/5.0/clarisse.env").write_bytes(CLARISSE_ENV.encode("ascii"))
    variables = {"APPDATA": str(home / "AppData/Roaming"), "LOCALAPPDATA": str(home / "AppData/Local")}
    return System(WINDOWS, str(home), variables, str(home / "Documents"))


def windows_onedrive(home):
    """Documents were moved to OneDrive; an older Maya's folder was left behind in the old place."""
    documents = home / "OneDrive - Studio" / "Dokumente"
    folders(documents, "maya/2024", "maya/2026", "houdini21.0")
    folders(home, "Documents/maya/2019", "AppData/Roaming/Isotropix/Clarisse/4.0")
    variables = {"OneDriveCommercial": str(home / "OneDrive - Studio")}
    return System(WINDOWS, str(home), variables, str(documents))


LAYOUTS = {function.__name__: function for function in (linux, linux_moved, macos, windows, windows_onedrive)}


MAYAS = ("2016", "2016.5", "2017", "2018", "2019", "2020", "2022", "2023", "2024", "2025", "2026", "2027")
HOUDINIS = ("17.5", "18.0", "18.5", "19.0", "19.5", "20.0", "20.5", "21.0", "22.0")
CLARISSES = ("4.0", "5.0")


def every_version(platform):
    """A system's usual layout, with every version of every program that the documents name."""
    kept = "Library/Preferences/"
    maya, houdini, clarisse = {
        LINUX: ("maya/", "houdini", ".isotropix/clarisse/"),
        MACOS: (kept + "Autodesk/maya/", kept + "houdini/", kept + "Isotropix/Clarisse/"),
        WINDOWS: ("Documents/maya/", "Documents/houdini", "AppData/Roaming/Isotropix/Clarisse/"),
    }[platform]

    def layout(home):
        folders(home, *(maya + one for one in MAYAS), *(houdini + one for one in HOUDINIS))
        folders(home, *(clarisse + one for one in CLARISSES))
        for one in CLARISSES:
            (home / clarisse / one / "clarisse.env").write_bytes(CLARISSE_ENV.encode("ascii"))
        return System(platform, str(home))

    return layout


EVERY_VERSION = {"every_version_" + platform: every_version(platform) for platform in (LINUX, MACOS, WINDOWS)}
"""Beside LAYOUTS, where every file counts and no program has to be started."""


def snapshot(home):
    """Every folder, link and file below a home, with its content."""
    found = {}
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home).as_posix()
        found[name] = os.readlink(str(path)) if path.is_symlink() else path.read_bytes() if path.is_file() else None
    return found


def maya_stanza(modules, version, platform):
    """The stanza of farmhand.mod that this Maya takes: the module's folder, and what it puts on PYTHONPATH."""
    for part in (Path(modules) / "farmhand.mod").read_text(encoding="utf-8").split("\n\n"):
        head, *lines = part.strip().split("\n")
        match = re.fullmatch(r"\+ MAYAVERSION:(\S+) PLATFORM:(\S+) farmhand (\S+) (.+)", head)
        assert match, head
        if match.group(1) == version and match.group(2) == PLATFORMS[platform]:
            folder = match.group(4)
            settings = [re.fullmatch(r"(\w+)\+:=(.+)", line).groups() for line in lines]
            values = [value for name, value in settings if name == "PYTHONPATH"]
            return folder, [os.path.normpath(os.path.join(folder, value)) for value in values]
    return None


def houdini_package(folder, version="20.5", python="python3.11"):
    """What a package file sets in one Houdini: HOUDINI_PATH, and each variable's values in their order."""
    packages = Path(folder) / "packages"
    text = (packages / "farmhand.json").read_text(encoding="utf-8").replace("$HOUDINI_PACKAGE_PATH", str(packages))
    data = json.loads(text)
    known = {"houdini_version": version, "houdini_python": python}
    assert _holds(data.get("enable", True), known)
    path = data.get("hpath", data.get("path"))
    variables = {}
    for entry in data.get("env", []):
        for name, value in entry.items():
            told = value.get("value") if isinstance(value, dict) else value
            for one in told if isinstance(told, list) else [told]:
                choices = one.items() if isinstance(one, dict) else [(True, one)]
                variables.setdefault(name, []).extend(chosen for when, chosen in choices if _holds(when, known))
    return [path] if isinstance(path, str) else path, variables


def _holds(expression, known):
    """A package's condition: comparisons of known names, joined by `and`."""
    if isinstance(expression, bool):
        return expression
    for part in expression.split(" and "):
        name, sign, value = re.fullmatch(r"(\w+) (==|!=|>=|<=|<|>) '([^']+)'", part.strip()).groups()
        if name == "houdini_version":
            left, right = ([int(word) for word in text.split(".")] for text in (known[name], value))
        else:
            left, right = known[name], value
        order = (left > right) - (left < right)
        if not {"==": order == 0, "!=": order != 0, ">=": order >= 0, "<=": order <= 0, "<": order < 0, ">": order > 0}[
            sign
        ]:
            return False
    return True


def clarisse_list(folder, name):
    """The entries of a list in clarisse.env."""
    text = (Path(folder) / "clarisse.env").read_bytes().decode("utf-8", "surrogateescape")
    values = [line.partition("=")[2].strip().strip('"') for line in text.splitlines() if line.startswith(name + "=")]
    return [entry for entry in values[-1].split(";") if entry] if values else []
