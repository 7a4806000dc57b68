"""Makes the zip of a release: everything that a seat needs, without a network, the same bytes from the same source.

    python install/release.py                      all Pythons from 3.7 to 3.13, into dist/
    python install/release.py --python 3.11        the libraries of one Python only (for trying it out)

The libraries are fetched by pip, for each Python the versions that still know it, as wheels of pure Python: nothing is
compiled, and nothing is taken that only this computer could use. Runs in .venv (it needs pip).
"""

from __future__ import annotations

import argparse
import email.parser
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

import house

ROOT = Path(house.ROOT)
PYTHONS = ("3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13")
CONTENT = (
    "core", "shared_ui", "maya_plugin", "houdini_plugin", "clarisse_plugin", "launcher", "examples",
    "install/install.py", "install/rez_build.py",
    "install/house.py", "install/pointers.py", "install/record.py", "install/shared_release.py",
    "package.py", "LICENSE", "README.md", "CHANGELOG.md", "docs",
)  # fmt: skip
"""What of the source goes along. A folder means every file of it that git knows, or would."""
LIBRARIES = (
    "requests>=2.25", "urllib3>=1.26", "idna>=2.5", "certifi", "charset-normalizer>=2", "platformdirs>=2.0",
    "Qt.py>=1.4", "keyring>=23", "jaraco.classes", "jaraco.context", "jaraco.functools", "more-itertools",
    "typing-extensions", "pywin32-ctypes",
)  # fmt: skip
"""Everything, named one by one: pip is told to follow no dependency, so that nothing else can slip in."""
ONLY_FOR: Mapping[str, Tuple[str, ...]] = {
    "3.7": ("importlib-metadata", "importlib-resources", "zipp"),
    "3.8": ("importlib-metadata", "importlib-resources", "zipp", "backports.tarfile"),
    "3.9": ("importlib-metadata", "zipp", "backports.tarfile"),
    "3.10": ("importlib-metadata", "zipp", "backports.tarfile"),
    "3.11": ("importlib-metadata", "zipp", "backports.tarfile"),
}
"""What keyring needs beside, until the standard library has it."""
INSTEAD: Mapping[str, Mapping[str, str]] = {"3.7": {"urllib3>=1.26": "urllib3>=1.26,<2"}}
"""urllib3 2 refuses an OpenSSL before 1.1.1, which is what the oldest programs are built with (urllib3's v2 guide)."""
RUN = ("launcher/bin/farmhand",)
"""What may be executed."""
UNUSED = re.compile(r"(^|/)(tests?|__pycache__|bin)/|\.(pyc|pyi|exe|dll|so|pyd)$|\.data/")
NOTICE = re.compile(r"(?i)(^|/)(licen[cs]es?/.+|(licen[cs]e|copying|notice|authors)[^/]*)$")
MOMENT = (2020, 1, 1, 0, 0, 0)
"""The time of every file in the zip: where it says nothing, it cannot differ."""


class ReleaseError(Exception):
    """Why no release can be made."""


def build(target: Path, pythons: Sequence[str] = PYTHONS, wheels: Optional[Path] = None) -> Path:
    """Make the zip.

    Args:
        target: The folder it is written to.
        pythons: For which Pythons libraries go along.
        wheels: A folder `X.Y/*.whl` a Python, instead of asking pip.

    Returns:
        The zip's path; beside it lies its SHA-256.

    Raises:
        ReleaseError: A library cannot be had, is not pure Python, or has no licence.
    """
    name = "farmhand-" + version()
    files = source_files()
    notices: Dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for python in pythons:
            have = (wheels or Path(folder)) / python
            if wheels is None:
                fetch(python, have)
            files.update(vendored(python, sorted(have.glob("*.whl")), notices))
    files["THIRD_PARTY_LICENSES.txt"] = licences(notices).encode("utf-8")
    sums = "".join("{}  {}\n".format(hashlib.sha256(files[path]).hexdigest(), path) for path in sorted(files))
    files["SHA256SUMS"] = sums.encode("utf-8")
    target.mkdir(parents=True, exist_ok=True)
    path = target / (name + ".zip")
    write_zip(path, name, files)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".zip.sha256").write_text("{}  {}\n".format(digest, path.name), encoding="utf-8")
    return path


def version() -> str:
    """The version that the package states."""
    text = (ROOT / "core" / "farmhand" / "__init__.py").read_text(encoding="utf-8")
    match = re.search(r'__version__ = "([^"]+)"', text)
    if not match:
        raise ReleaseError("core/farmhand/__init__.py states no version.")
    return match.group(1)


def source_files() -> Dict[str, bytes]:
    """Path and content of our own files: what git knows and what it does not ignore."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *CONTENT]
    done = subprocess.run(listed, cwd=str(ROOT), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise ReleaseError("A release is made from a git checkout; git does not know {}.".format(ROOT))
    paths = [path for path in done.stdout.decode("utf-8").split("\0") if path]
    return {path: (ROOT / path).read_bytes() for path in paths if (ROOT / path).is_file()}


def fetch(python: str, folder: Path) -> None:
    """Let pip bring the wheels for one Python, whatever Python and system runs here."""
    wanted = [INSTEAD.get(python, {}).get(library, library) for library in (*LIBRARIES, *ONLY_FOR.get(python, ()))]
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--only-binary=:all:",
        "--no-deps", "--python-version", python, "--implementation", "py", "--abi", "none", "--platform", "any",
        "--dest", str(folder), *wanted,
    ]  # fmt: skip
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise ReleaseError("pip cannot bring the libraries for Python {}:\n{}".format(python, done.stderr.decode()))


def vendored(python: str, wheels: Iterable[Path], notices: Dict[str, str]) -> Dict[str, bytes]:
    """The files of some wheels below `vendor/pythonX.Y/`; adds each library's licence to `notices`."""
    found: Dict[str, bytes] = {}
    for wheel in wheels:
        if not wheel.name.endswith("-none-any.whl"):
            raise ReleaseError("{} is not pure Python.".format(wheel.name))
        with zipfile.ZipFile(str(wheel)) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            title, text = notice(wheel.name, archive, names)
            notices[title] = text
            for name in names:
                if not UNUSED.search(name):
                    found["vendor/python{}/{}".format(python, name)] = archive.read(name)
    if not found:
        raise ReleaseError("There are no libraries for Python {}.".format(python))
    return found


def notice(wheel: str, archive: zipfile.ZipFile, names: Sequence[str]) -> Tuple[str, str]:
    """A library's name with version, and its licence: what it states, and the texts that it brings.

    Raises:
        ReleaseError: It has none.
    """
    place = next((name for name in names if name.endswith(".dist-info/METADATA")), "")
    if not place:
        raise ReleaseError("{} has no METADATA.".format(wheel))
    data = email.parser.Parser().parsestr(archive.read(place).decode("utf-8"))
    stated = data.get("License-Expression") or ""
    if not stated:
        classes = [line.rpartition("::")[2].strip() for line in data.get_all("Classifier", []) if "License ::" in line]
        stated = ", ".join(classes) or (data.get("License") or "").strip().split("\n")[0]
    texts = [archive.read(name).decode("utf-8", "replace") for name in sorted(names) if NOTICE.search(name)]
    if not stated and not texts:
        raise ReleaseError("{} states no licence.".format(wheel))
    title = "{} {}".format(data["Name"], data["Version"])
    return title, "Licence: {}\n\n{}".format(stated or "see below", "\n\n".join(text.strip() for text in texts)).strip()


def licences(notices: Mapping[str, str]) -> str:
    """One text with every library's licence."""
    head = (
        "Farmhand is under the Apache License 2.0 (LICENSE). It brings these libraries, each under its own licence.\n"
    )
    parts = ["{}\n{}\n\n{}\n".format(title, "=" * len(title), notices[title]) for title in sorted(notices)]
    return head + "\n\n" + "\n\n".join(parts)


def write_zip(path: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Write a zip whose bytes depend on nothing but names and contents."""
    temporary = path.with_suffix(".part")
    with zipfile.ZipFile(str(temporary), "w", zipfile.ZIP_DEFLATED) as archive:
        for inner in sorted(files):
            entry = zipfile.ZipInfo("{}/{}".format(name, inner), MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = ((0o755 if inner in RUN else 0o644) | 0o100000) << 16
            archive.writestr(entry, files[inner])
    shutil.move(str(temporary), str(path))


def main(argv: Optional[List[str]] = None) -> int:
    """Make the release; returns the exit code."""
    parser = argparse.ArgumentParser(prog="release.py", description="Make the zip of a release.")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="libraries for this Python (repeat it)")
    parser.add_argument("--to", default=str(ROOT / "dist"), metavar="FOLDER", help="where the zip goes; dist/")
    arguments = parser.parse_args(argv)
    try:
        path = build(Path(arguments.to), arguments.python or PYTHONS)
    except ReleaseError as error:
        sys.stderr.write("{}\n".format(error))
        return 1
    sys.stdout.write("{}  {:.1f} MB\n".format(path, os.path.getsize(str(path)) / 1e6))
    return 0


if __name__ == "__main__":
    sys.exit(main())
