"""What the user should know of a job before it is paid: the scene's tips, what the choices make of them, and what the
farm says of versions, hardware and money. Each check is small, listed in CHECKS, and cannot stop the others.

A tip that the user may have mended for them has a fix: a change of the choices, never of the scene.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Tuple

from farmhand.errors import JobError
from farmhand.farm.codes import CG_IDS, CG_NAMES
from farmhand.farm.records import Hardware, User
from farmhand.job.choices import Choices, Job
from farmhand.job.maya_checks import maya_pictures, maya_tips
from farmhand.job.software import match, offered_plugins, offered_versions
from farmhand.paths import server_path
from farmhand.scene.model import ERROR, WARNING, Tip
from farmhand.turns import in_turns

_log = logging.getLogger(__name__)

_WINDOWS_REFUSES = re.compile(
    r'[<>:"|?*\x00-\x1f]|[ .](?:/|$)|(?:^|/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/]*)?(?:/|$)', re.I
)
_FRAME_TOKEN = re.compile(r"#|%0?\d*d|\$F|<f|\{frame", re.I)


@dataclass(frozen=True)
class FarmFacts:
    """What the farm told, as far as it was asked; None where it was not.

    Attributes:
        software: The answer to querySoftwareDetail for the scene's DCC.
        hardware: The kinds of render nodes.
        user: The account's user.
        platform: The platform in use.
    """

    software: Optional[Mapping[str, Any]] = None
    hardware: Optional[Tuple[Hardware, ...]] = None
    user: Optional[User] = None
    platform: str = ""


class Fix(NamedTuple):
    """What mends a tip.

    Attributes:
        label: What the button says.
        apply: The mended choices.
    """

    label: str
    apply: Callable[[Job, FarmFacts], Choices]


Check = Callable[[Job, FarmFacts], Iterable[Tip]]


def check_job(job: Job, facts: FarmFacts = FarmFacts()) -> Tuple[Tip, ...]:  # noqa: B008 - frozen
    """Every tip of a job, errors first.

    Args:
        job: The scene and the choices.
        facts: What the farm told so far.
    """
    tips: List[Tip] = list(job.problems())
    for check in CHECKS:
        try:
            tips.extend(check(job, facts))
        except Exception as error:  # noqa: BLE001 - one broken check must not hide what the others found
            _log.exception("The check %s failed", check.__name__)
            detail = "{}: {}: {}".format(check.__name__.lstrip("_"), type(error).__name__, error)
            tips.append(Tip("check_failed", WARNING, "A check of the job failed; the others are complete.", (detail,)))
    return tuple(sorted(tips, key=lambda tip: tip.severity != ERROR))


def _versions(job: Job, facts: FarmFacts) -> Iterator[Tip]:
    if facts.software is None:
        return
    try:
        yield from match(job, facts.software).tips
    except JobError as error:
        said = error.params
        wanted = "{} {} (farm: {})".format(said.get("software") or said.get("plugin"), said["version"], said["offered"])
        yield Tip("15013", ERROR, "The farm does not have this version.", (wanted,))


def _hardware(job: Job, facts: FarmFacts) -> Iterator[Tip]:
    if facts.hardware is None:
        return
    usable = [item for item in facts.hardware if item.usable and facts.platform in ("", item.platform)]
    chosen = [item for item in usable if item.id == job.choices.hardware_id]
    if job.choices.hardware_id and not chosen:
        yield Tip("hardware_gone", ERROR, "The chosen render node is not offered any more.", (job.choices.hardware_id,))
    for item in chosen:
        reasons = excluded_by(job, item)
        if reasons:
            yield Tip("hardware_excludes", ERROR, "The chosen render node does not run this scene.", reasons)


def excluded_by(job: Job, item: Hardware) -> Tuple[str, ...]:
    """Why a kind of render node cannot take a job: software, version, plug-ins, codes of tips; empty where it can."""
    return tuple(_excluded(job, item))


def _excluded(job: Job, item: Hardware) -> Iterator[str]:
    cg_id = CG_IDS[job.scene.host]
    version = job.choices.software_version or job.scene.version
    name = CG_NAMES[job.scene.host]
    if cg_id in item.refused_software:
        yield name
    if (cg_id, version) in item.refused_versions:
        yield "{} {}".format(name, version)
    plugins = job.scene.plugins if job.choices.plugins is None else job.choices.plugins
    for plugin in ("{} {}".format(*pair) for pair in sorted(plugins.items())):
        if item.refuses_plugin(plugin):
            yield plugin
    yield from sorted({tip.code for tip in job.scene.tips} & set(item.refused_codes))


def _money(job: Job, facts: FarmFacts) -> Iterator[Tip]:
    if facts.user is not None and facts.user.balance < 0:
        yield Tip("913", ERROR, "The account is in arrears: the farm would stop the task.")
    elif facts.user is not None and facts.user.balance + facts.user.coupon == 0:
        yield Tip("low_balance", WARNING, "The account's balance is zero: the farm may stop the task.")


def _of_files(name: str, work: Callable[[Job], Iterator[Tip]], job: Job) -> Tuple[Tip, ...]:
    """What a check says that looks at nothing but the files; kept with the scene for as long as the same ones travel.

    There may be a hundred thousand, and the panel checks after every choice.
    """
    known = job.scene.__dict__.get(name)
    if known is None or known[0] != job.assets:
        known = job.scene.__dict__[name] = (job.assets, tuple(work(job)))
    found: Tuple[Tip, ...] = known[1]
    return found


def _server_paths(job: Job, facts: FarmFacts) -> Iterator[Tip]:
    yield from _of_files("_server_paths", _paths_on_the_farm, job)


def _paths_on_the_farm(job: Job) -> Iterator[Tip]:
    taken: Dict[str, str] = {}
    clashes, pathless = [], []
    named = zip(job.assets.column("path"), job.assets.column("server"))
    for path, server in in_turns(chain([(job.scene.path, "")], named)):
        try:
            other = taken.setdefault(server or server_path(path), path)
        except JobError:
            pathless.append(path)
            continue
        if other != path:
            clashes.append("{} = {}".format(other, path))
    if clashes:
        yield Tip("server_path_clash", ERROR, "Two files would be the same file on the farm.", tuple(clashes))
    if pathless:
        yield Tip("no_server_path", ERROR, "Files have no path on the farm.", tuple(pathless))


def _names(job: Job, facts: FarmFacts) -> Iterator[Tip]:
    """Names that the render nodes' system cannot have."""
    if job.choices.os_name == "windows":
        yield from _of_files("_names", _names_on_windows, job)


def _names_on_windows(job: Job) -> Iterator[Tip]:
    paths = in_turns(chain([job.scene.path], job.assets.column("path")))
    odd = tuple(path for path in paths if _WINDOWS_REFUSES.search(re.sub(r"^[A-Za-z]:", "", path.replace("\\", "/"))))
    if odd:
        yield Tip("name_refused", ERROR, "Windows render nodes cannot have files of these names.", odd)


def _overwriting(job: Job, facts: FarmFacts) -> Iterator[Tip]:
    """Outputs that would overwrite each other. Maya sets most layers and cameras apart by itself."""
    if job.scene.host == "maya":
        yield from maya_pictures(job)
        return
    writers: Dict[str, List[str]] = {}
    for target in job.rendering:
        if target.output:
            writers.setdefault(target.output, []).append(target.label)
    shared = tuple("{}: {}".format(output, ", ".join(names)) for output, names in writers.items() if len(names) > 1)
    if shared:
        yield Tip("output_clash", WARNING, "Several render nodes write the same files.", shared)
    flat = tuple(
        "{}: {}".format(target.label, target.output)
        for target in job.rendering
        if target.output and len(target.frames) > 1 and not _FRAME_TOKEN.search(target.output)
    )
    if flat:
        yield Tip(
            "output_flat", WARNING, "Each frame would overwrite the one before: the output has no frame number.", flat
        )


def _tiles(job: Job, facts: FarmFacts) -> Iterator[Tip]:
    """What the farm's task file documents exclude."""
    choices = job.choices
    if choices.tiles > 1 and choices.frames_per_task > 1:
        yield Tip(
            "tiles_and_frames", ERROR, "A frame cannot be cut into tiles where a node renders several frames in one go."
        )
    if choices.tiles > 1 and job.scene.host == "maya" and not choices.layered:
        yield Tip("tiles_and_layers", ERROR, "Maya's tiles need each layer as a task of its own.")


def _maya(job: Job, facts: FarmFacts) -> Iterator[Tip]:
    version = job.choices.software_version or job.scene.version
    yield from maya_tips(job, offered_plugins(facts.software, version) if facts.software else {})


CHECKS: Tuple[Check, ...] = (_versions, _hardware, _money, _server_paths, _names, _overwriting, _tiles, _maya)


def _all_layers(job: Job, facts: FarmFacts) -> Choices:
    choices = job.choices
    for target in job.scene.targets:
        if target.cameras or not target.all_cameras:
            choices = choices.with_target(target.name, enabled=True)
    return choices


def _blind_layers_off(job: Job, facts: FarmFacts) -> Choices:
    choices = job.choices
    for target in job.rendering:
        if not target.cameras:
            choices = choices.with_target(target.name, enabled=False)
    return choices


def _offered_software(job: Job, facts: FarmFacts) -> Choices:
    """The version nearest to the scene's: the same, else the next newer, else the newest; plug-ins likewise."""
    detail = facts.software or {}
    version = _nearest(job.choices.software_version or job.scene.version, offered_versions(detail))
    plugins = offered_plugins(detail, version)
    wanted = job.scene.plugins if job.choices.plugins is None else job.choices.plugins
    chosen = {name: _nearest(text, plugins[name]) for name, text in wanted.items() if name in plugins}
    return replace(job.choices, software_version=version, plugins=chosen)


def _nearest(wanted: str, offered: List[str]) -> str:
    if wanted in offered or not offered:
        return wanted
    newer = [version for version in offered if _key(version) > _key(wanted)]
    return min(newer, key=_key) if newer else max(offered, key=_key)


def _key(version: str) -> Tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"[0-9]{1,9}", version))


def _any_hardware(job: Job, facts: FarmFacts) -> Choices:
    return replace(job.choices, hardware_id="")


def _one_frame_a_go(job: Job, facts: FarmFacts) -> Choices:
    return replace(job.choices, frames_per_task=1)


def _layers_apart(job: Job, facts: FarmFacts) -> Choices:
    return replace(job.choices, layered=True)


FIXES: Dict[str, Fix] = {
    "20003": Fix("Switch on every layer with a camera", _all_layers),
    "15006": Fix("Switch off layers without a camera", _blind_layers_off),
    "15013": Fix("Choose the nearest versions that the farm has", _offered_software),
    "tiles_and_frames": Fix("One frame in one go", _one_frame_a_go),
    "tiles_and_layers": Fix("Each layer as a task of its own", _layers_apart),
    "hardware_gone": Fix("Let the farm choose the render node", _any_hardware),
    "hardware_excludes": Fix("Let the farm choose the render node", _any_hardware),
}
"""Fix by the code of the tip it mends."""
