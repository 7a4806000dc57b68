"""What the panel tells: notices that can be translated again after a language switch, and the worst news of a job.

A notice keeps its template and parameters apart, as the core's errors do; the text is made when it is shown.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any, Mapping, Optional, Sequence

from farmhand.errors import FarmhandError
from farmhand.farm.codes import TASK_DONE, TASK_TEST_DONE
from farmhand.farm.records import Task
from farmhand.job.choices import Job
from farmhand.scene.model import ERROR, WARNING, Tip
from farmhand_ui.translations import tr, tr_fields, translatable

log = logging.getLogger(__name__)

INFO = "info"
OPEN_FOLDER, CONNECT, REFRESH, SHOW_TASK, RESUME = "open_folder", "connect", "refresh", "show_task", "resume"
SAVE, SAVE_AND_SUBMIT, SIGN_IN = "save", "save_and_submit", "sign_in"
ACTIONS = {
    OPEN_FOLDER: translatable("Open folder"),
    CONNECT: translatable("Try again"),
    REFRESH: translatable("Analyse again"),
    SHOW_TASK: translatable("Show task"),
    SAVE: translatable("Save and analyse"),
    SAVE_AND_SUBMIT: translatable("Save and submit"),
    SIGN_IN: translatable("Sign in…"),
    RESUME: translatable("Go on"),
}


@dataclass(frozen=True)
class Message:
    """A notice for the message bar.

    Attributes:
        severity: `info`, `warning` or `error`.
        sentence, hint: Templates.
        params: Their fields.
        action: One of ACTIONS, or empty.
        target: What the action is about: a folder, or a submission's number in the journal.
        code: Of the error that it tells, as `FarmhandError.code`.
    """

    severity: str
    sentence: str
    hint: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    action: str = ""
    target: str = ""
    code: str = ""

    @property
    def text(self) -> str:
        """The sentence in the present language."""
        return tr_fields(self.sentence, self.params)

    @property
    def advice(self) -> str:
        """The hint in the present language."""
        return tr_fields(self.hint, self.params) if self.hint else ""


SUBMISSION_STOPPED = Message(
    INFO, translatable("The submission was stopped."), translatable("Submit goes on with what is already sent.")
)
WATCHING_STOPPED = Message(
    INFO,
    translatable("Watching stopped. The task goes on rendering on the farm."),
    translatable("Choose it under recent tasks to watch it again."),
)
MODIFIED = Message(
    WARNING,
    translatable("The scene has changed since it was analysed."),
    translatable("Save it where it is open, then analyse it again: the farm renders the file."),
    action=REFRESH,
)
UNSAVED = Message(
    WARNING,
    translatable("The scene has changes that are not saved."),
    translatable("The farm renders the file: save the scene, and it is analysed again."),
    action=SAVE,
)
SAVE_FIRST = Message(
    WARNING,
    translatable("The scene has changes that are not saved."),
    translatable("The farm would render the file as it was saved last. Press Submit again to send that."),
    action=SAVE_AND_SUBMIT,
)
NOT_MENDED = Message(
    INFO, translatable("There is nothing to choose that would mend this."), translatable("Mend it in the scene.")
)
NO_NODE = Message(
    INFO,
    translatable("The node is not in the open scene."),
    translatable("It belongs to a file inside a file, or it was deleted since the analysis."),
)
NO_FOLDER = Message(WARNING, translatable("No output folder is chosen."), translatable("Choose one in Settings."))


def found(count: int, wanted: int) -> Message:
    """How a search for missing files ended."""
    if not count:
        hint = translatable("Choose a folder above it, or leave the files out.")
        return Message(WARNING, translatable("None of the missing files lies below this folder."), hint)
    sentence = translatable("{count} of {wanted} missing files were found.")
    hint = translatable("They are sent to where the scene looks for them; the scene stays as it is.")
    return Message(INFO, sentence, hint, {"count": count, "wanted": wanted})


def _failed_hint(count: int) -> str:
    """What to do about so many frames that failed."""
    if count == 1:
        return translatable("1 frame failed. Tasks shows its log, and renders it again.")
    return translatable("{failed} frames failed. Tasks shows their logs, and renders them again.")


def submitted(task_id: int, tips: Sequence[Tip] = ()) -> Message:
    """The task is on the farm; `tips` is what the farm had to say on the way."""
    sentence = translatable("Task {id} is on the farm.")
    if not tips:
        return Message(INFO, sentence, params={"id": task_id}, action=SHOW_TASK)
    details = ", ".join(tips[0].details)
    params = {"id": task_id, "tip": tips[0].message, "details": details}
    return Message(WARNING, sentence, "{tip} {details}", params, SHOW_TASK)


def unfinished(entry: Any) -> Message:
    """A submission was killed or failed before its task rendered (`submission.journal.Entry`)."""
    sentence = translatable("Sending {name} did not come to its end.")
    hint = translatable("Go on where it stopped: what has arrived is not sent again.")
    name = entry.scene.replace("\\", "/").rpartition("/")[2]
    return Message(WARNING, sentence, hint, {"name": name}, RESUME, str(entry.id))


def acted(done: Any) -> Message:
    """The farm did to a task what the user asked for (`watch.actions.Done`)."""
    sentences = {
        "full-speed": translatable("Task {task}: the rest renders now."),
        "restart-failed": translatable("Task {task}: {frames} frames render again."),
        "restart": translatable("Task {task}: {frames} frames render again."),
        "stop": translatable("Task {task} is stopped. It can be started again."),
        "start": translatable("Task {task} goes on."),
    }
    params = {"task": done.before.alias or done.before.id, "frames": done.frames}
    return Message(INFO, sentences[done.action], "", params)


def task_deleted(task_id: int) -> Message:
    """The farm knows the task no longer."""
    return Message(WARNING, translatable("Task {id} is no longer on the farm."), params={"id": task_id})


def task_ended(task: Task) -> Message:
    """How a task ended, and what to do about what failed."""
    hint = ""
    if task.status == TASK_TEST_DONE:
        hint = translatable("Look at the test frames, then press Full speed in Tasks.")
    elif task.failed:
        hint = _failed_hint(task.failed)
    params = {"task": task.alias or task.id, "status": task.status_text, "failed": task.failed}
    severity = INFO if task.status in (TASK_DONE, TASK_TEST_DONE) else ERROR
    return Message(severity, translatable("Task {task}: {status}."), hint, params)


def downloaded(folder: str, count: int, failed_frames: int) -> Message:
    """The frames of a task are on this disk."""
    sentence = (
        translatable("1 picture is in {folder}") if count == 1 else translatable("{count} pictures are in {folder}")
    )
    hint = _failed_hint(failed_frames) if failed_frames else ""
    params = {"count": count, "folder": folder, "failed": failed_frames}
    return Message(WARNING if failed_frames else INFO, sentence, hint, params, OPEN_FOLDER, folder)


def of_error(error: Exception, severity: str = ERROR, action: str = "") -> Message:
    """The notice of an error: the core's own words; for anything unforeseen its class, and a traceback in the log."""
    if isinstance(error, FarmhandError):
        log.info("%s: %s", error.code, error)
        return Message(severity, error.sentence, error.hint, error.params, action, code=error.code)
    log.error("Something unexpected happened", exc_info=(type(error), error, error.__traceback__))
    return Message(
        ERROR,
        translatable("Something unexpected happened ({kind})."),
        translatable("The log tells more. Try again; if it comes back, report it with the log."),
        {"kind": type(error).__name__},
        action,
    )


@dataclass(frozen=True)
class News:
    """The worst news of a job in one line, and the page that tells more."""

    severity: str
    text: str
    page: str


def worst_news(job: Optional[Job], problems: Sequence[Tip]) -> Optional[News]:
    """The one thing the artist should read before sending; None where nothing is wrong.

    Args:
        job: The job.
        problems: What the checks found, errors first.
    """
    if job is None:
        return None
    for tip in problems:
        if tip.severity == ERROR:
            return News(ERROR, tip_line(tip), "checks")
    missing = job.missing
    if missing:
        name = missing[0].replace("\\", "/").rsplit("/", 1)[-1]
        if len(missing) == 1:
            return News(WARNING, tr("1 file is missing: {name}", name=name), "files")
        text = tr("{count} files are missing: {name} and others", count="{:,}".format(len(missing)), name=name)
        return News(WARNING, text, "files")
    if problems:
        return News(problems[0].severity, tip_line(problems[0]), "checks")
    return None


def tip_line(tip: Tip) -> str:
    """A tip in one line: its message, and its first details."""
    line = tr(tip.message)
    if tip.details:
        line += " " + ", ".join(tip.details[:3])
        if len(tip.details) > 3:
            line += ", …"
    return line
