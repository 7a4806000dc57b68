"""The studio's own Python before and after each step: checks that refuse, notices, anything a pipeline wants to know.

A hook is a function with a known name in a file that the setting `hooks` names: `before_submission(event)`. What it
gets is frozen: a hook looks, tells and refuses, and does not change a job behind the artist's back. Hooks run where the
step runs: those of `analyse` on a DCC's main thread, so they should be quick, the others in a worker.
"""

from __future__ import annotations

import functools
import importlib.util
import logging
import os
import traceback
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Callable, List, Mapping, Optional, Sequence, Tuple, TypeVar

from farmhand.errors import JobError, SettingsError
from farmhand.job.choices import Job
from farmhand.scene.host import Analysis, Host
from farmhand.scene.model import WARNING, Scene, Tip
from farmhand.settings import Settings, load as load_settings

_log = logging.getLogger(__name__)

STEPS = ("analyse", "submission", "register", "write", "send_files", "send_assets", "submit", "download")
"""`submission` is all from the button to the farm's number; `register` to `submit` are its parts."""
NAMES = tuple("{}_{}".format(when, step) for step in STEPS for when in ("before", "after"))
"""The functions that a hook file may have."""
TOO_LATE = ("after_submit", "after_submission", "after_download")
"""What is done by then cannot be refused."""

_Result = TypeVar("_Result")
_Method = TypeVar("_Method", bound=Callable[..., Any])


class HookRefused(JobError):
    """Raised by a hook: the studio does not want this. Its sentence is shown to the artist as it is."""

    code = "hook"


@dataclass(frozen=True)
class Event:
    """What a hook is told.

    Attributes:
        step: One of `STEPS`.
        scene: Absolute path of the scene file; empty for a download.
        analysis: All that the analysis found; None before it.
        job: Scene and choices; None for an analysis and a download.
        task_id: The farm's number; 0 before `register` is done.
        folder: Where frames are downloaded to; else empty.
        files: What a download brought; else empty.
        settings: Every setting's value by name. No secret is among them.
    """

    step: str
    scene: str = ""
    analysis: Optional[Scene] = None
    job: Optional[Job] = None
    task_id: int = 0
    folder: str = ""
    files: Tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)


class Hooks:
    """The hooks that are set.

    Args:
        modules: The loaded files, in the order in which they are called.
        settings: What events tell.

    Attributes:
        tips: What hooks failed at that could no longer stop anything.
    """

    def __init__(self, modules: Sequence[ModuleType] = (), settings: Optional[Settings] = None) -> None:
        self._modules = modules
        self._settings = settings.values if settings else {}
        self.tips: List[Tip] = []

    @classmethod
    def load(cls, settings: Settings) -> Hooks:
        """The hooks of the setting `hooks`.

        Raises:
            SettingsError: A file is not there, cannot be run, or has a function named like a hook that is none.
        """
        paths = [part for part in str(settings["hooks"]).split(os.pathsep) if part.strip()]
        return cls([_module(path, os.stat(path).st_mtime_ns) for path in _files(paths)], settings)

    def before(self, step: str, **told: Any) -> None:
        """Call every hook before a step.

        Raises:
            HookRefused: The studio does not want it.
            SettingsError: A hook failed; what it would have said is not known, so nothing goes on.
        """
        self._call("before_" + step, Event(step, settings=self._settings, **told))

    def after(self, step: str, **told: Any) -> None:
        """Call every hook after a step. One that fails is told and stops nothing.

        Raises:
            HookRefused: The studio does not want to go on; not where the step was the last.
        """
        self._call("after_" + step, Event(step, settings=self._settings, **told))

    def around(self, step: str, work: Callable[[], _Result], job: Job, registrations: Sequence[Any]) -> _Result:
        """Do one step of a submission with the hooks before and after it.

        Args:
            step: Its name.
            work: Does it.
            job: What is submitted.
            registrations: Holds the task's registration once there is one.
        """
        scene = job.scene
        told = {"scene": scene.path, "analysis": scene, "job": job}
        self.before(step, task_id=_task_id(registrations), **told)
        result = work()
        self.after(step, task_id=_task_id(registrations), **told)
        return result

    def _call(self, name: str, event: Event) -> None:
        for module in self._modules:
            function = getattr(module, name, None)
            if function is None:
                continue
            try:
                function(event)
            except HookRefused as refusal:
                if name not in TOO_LATE:
                    raise
                self._tell(name, module, str(refusal))
            except Exception as error:  # noqa: BLE001  somebody else's code: whatever it raises is told
                _log.debug("%s", name, exc_info=True)
                if name.startswith("before_"):
                    raise _failed(name, module, error) from error
                self._tell(name, module, str(_failed(name, module, error)))

    def _tell(self, name: str, module: ModuleType, what: str) -> None:
        """Note what can no longer stop anything, for the panel and for the log."""
        _log.error("%s in %s: %s", name, module.__file__, what)
        message = "A hook of the studio failed after the step was done."
        self.tips.append(Tip("hook_failed", WARNING, message, ("{}: {}".format(name, what),)))


def analysed(host: Host) -> Analysis:
    """A host's analysis with the hooks before and after it: to be run or stepped in its place.

    Raises:
        HookRefused: The studio does not want this scene.
        SettingsError: A hook file is wrong.
    """
    hooks = _hooks_if_set()
    hooks.before("analyse", scene=host.scene_path())
    scene = yield from host.analyse()
    hooks.after("analyse", scene=scene.path, analysis=scene)
    return scene


def around_submission(method: _Method) -> _Method:
    """Make a session's `submit(job, ...)`, which returns the task's number, call the hooks of `submission`."""

    @functools.wraps(method)
    def submit(session: Any, job: Job, *others: Any, **named: Any) -> int:
        hooks = Hooks.load(session.settings)
        told = {"scene": job.scene.path, "analysis": job.scene, "job": job}
        hooks.before("submission", **told)
        task_id: int = method(session, job, *others, **named)
        hooks.after("submission", task_id=task_id, **told)
        session.tips = [*session.tips, *hooks.tips]
        return task_id

    return submit  # type: ignore[return-value]


def around_download(method: _Method) -> _Method:
    """Make a session's `download(task_id, folder, ...)`, which returns a Download, call the hooks of `download`."""

    @functools.wraps(method)
    def download(session: Any, task_id: int, folder: str, *others: Any, **named: Any) -> Any:
        hooks = Hooks.load(session.settings)
        hooks.before("download", task_id=task_id, folder=folder)
        brought = method(session, task_id, folder, *others, **named)
        hooks.after("download", task_id=task_id, folder=folder, files=tuple(brought.files))
        session.tips = [*session.tips, *hooks.tips]
        return brought

    return download  # type: ignore[return-value]


def _hooks_if_set() -> Hooks:
    """The hooks; none where the settings cannot be read, which the session tells as soon as there is one."""
    try:
        settings = load_settings()
    except SettingsError:
        return Hooks()
    return Hooks.load(settings)


def _files(paths: Sequence[str]) -> List[str]:
    found: List[str] = []
    for path in paths:
        full = os.path.abspath(os.path.expanduser(path.strip()))
        if os.path.isdir(full):
            names = sorted(
                name for name in os.listdir(full) if name.endswith(".py") and not name.startswith(("_", "."))
            )
            found.extend(os.path.join(full, name) for name in names)
        elif os.path.isfile(full):
            found.append(full)
        else:
            raise SettingsError(
                "The hooks {path} are not there.",
                "FARMHAND_HOOKS names files and folders of the studio's hooks; ask whoever looks after them.",
                path=full,
            )
    return found


@functools.lru_cache(maxsize=64)
def _module(path: str, changed: int) -> ModuleType:
    """A hook file, run once for each of its states, so that what it keeps lives from one step to the next."""
    name = "farmhand_hook_" + os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise SettingsError("The hook file {path} is no Python file.", "Give it the ending .py.", path=path)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # noqa: BLE001  somebody else's code: whatever it raises is told
        raise _failed("import", module, error) from error
    wrong = sorted(one for one in vars(module) if one.startswith(("before_", "after_")) and one not in NAMES)
    if wrong:
        raise SettingsError(
            "The hook file {path} has a function {name}, which is no hook.",
            "Hooks are named {known}.",
            path=path,
            name=wrong[0],
            known=", ".join(NAMES),
        )
    return module


def _failed(name: str, module: ModuleType, error: Exception) -> SettingsError:
    path = str(module.__file__)
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    return SettingsError(
        "The studio's hook {name} in {path} failed in line {line}: {kind}: {reason}",
        "Tell whoever looks after the studio's hooks. FARMHAND_HOOKS names them.",
        name=name,
        path=path,
        line=lines[-1] if lines else getattr(error, "lineno", 0),
        kind=type(error).__name__,
        reason=error,
    )


def _task_id(registrations: Sequence[Any]) -> int:
    return int(registrations[0].task_id) if registrations else 0
