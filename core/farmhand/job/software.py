"""Which DCC and plug-in versions the farm is asked for, told before anything is paid.

A scene names the plug-ins it was saved with, residue too. The farm is asked only for those it knows by name; a version
that it does not have is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Set, Tuple

from farmhand.errors import JobError
from farmhand.farm.codes import CG_NAMES
from farmhand.farm.records import SoftwareVersion
from farmhand.job.choices import Job
from farmhand.scene.model import WARNING, Tip


@dataclass(frozen=True)
class Software:
    """What to load on the render nodes.

    Attributes:
        version: The DCC's version.
        plugins: Plug-in names and versions.
        tips: What differs from the scene.
    """

    version: str
    plugins: Mapping[str, str]
    tips: Tuple[Tip, ...] = ()


def match(job: Job, detail: Mapping[str, Any]) -> Software:
    """Choose versions for a job.

    Args:
        job: The job; its choices win over the scene.
        detail: The farm's answer to querySoftwareDetail.

    Raises:
        JobError: The farm does not have the DCC's version, or a plug-in that the user chose.
    """
    versions = offered_versions(detail)
    wanted = job.choices.software_version or job.scene.version
    if versions and wanted not in versions:
        raise JobError(
            "The farm does not have {software} {version}.",
            "Choose one that it has with --software-version: {offered}.",
            software=CG_NAMES[job.scene.host],
            version=wanted,
            offered=", ".join(versions),
        )
    offered = offered_plugins(detail, wanted)
    if job.choices.plugins is not None:
        for name, version in job.choices.plugins.items():
            if version not in offered.get(name, []):
                raise JobError(
                    "The farm does not have the plug-in {plugin} {version}.",
                    "Choose what it has with --plugin: {offered}.",
                    plugin=name,
                    version=version,
                    offered=", ".join(offered.get(name) or sorted(offered)),
                )
        return Software(wanted, dict(job.choices.plugins))
    plugins = {name: version for name, version in job.scene.plugins.items() if name in offered}
    differing = tuple(
        "{} {} (farm: {})".format(name, version, ", ".join(offered[name]))
        for name, version in sorted(plugins.items())
        if version not in offered[name]
    )
    tips = (Tip("15013", WARNING, "The farm has other versions of plug-ins that the scene uses.", differing),)
    return Software(wanted, plugins, tips if differing else ())


def offered_versions(detail: Mapping[str, Any]) -> List[str]:
    """The DCC's versions that the farm has."""
    return sorted({item.version for item in SoftwareVersion.all_of(detail)})


def offered_plugins(detail: Mapping[str, Any], version: str) -> Dict[str, List[str]]:
    """Plug-in names and the versions of each for one version of the DCC."""
    found: Dict[str, Set[str]] = {}
    for item in SoftwareVersion.all_of(detail):
        for name, versions in item.plugins.items() if item.version == version else ():
            found.setdefault(name, set()).update(versions)
    return {name: sorted(versions) for name, versions in found.items() if versions}
