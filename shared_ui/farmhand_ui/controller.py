"""The panel's whole logic: a QObject with signals and no widgets, so that tests and other windows need no panel.

The state is derived from what is under way, never set by hand: analysing, submitting, watching and downloading may
overlap, and the most urgent one names the state. Errors become messages; nothing here opens a window.
"""

from __future__ import annotations

import dataclasses
import logging
import os
from typing import Any, Callable, Mapping, Optional, Sequence, Tuple

from Qt import QtCore

from farmhand.errors import Cancelled, FarmError, FarmhandError, JobError, NetworkError, SettingsError
from farmhand.farm.codes import TASK_DONE, TASK_TEST_DONE
from farmhand.farm.records import Frame, Task
from farmhand.job.checks import FIXES
from farmhand.job.choices import Choices, Job
from farmhand.job.sticky import Kept
from farmhand.progress import CancelToken, Progress, Report
from farmhand.scene.host import Host, SavesScene, SelectsNodes
from farmhand.scene.model import ERROR, WARNING, Asset, Scene, Tip
from farmhand.transfer.ledger import Plan
from farmhand_ui import messages
from farmhand_ui.account_desk import AccountDesk
from farmhand_ui.asset_desk import AssetDesk
from farmhand_ui.background import Errand, Runner, Work
from farmhand_ui.downloading import Downloads
from farmhand_ui.farm_desk import FarmDesk
from farmhand_ui.keeping import ChoiceKeeper
from farmhand_ui.messages import CONNECT, SIGN_IN, Message, of_error, tip_line
from farmhand_ui.scene_desk import UNSAVED, SceneDesk
from farmhand_ui.sessions import SessionFactory, SessionKeeper
from farmhand_ui.task_actions import STOP, TaskActions
from farmhand_ui.thumbnailing import PICTURE, Thumbnails
from farmhand_ui.translations import tr, translatable
from farmhand_ui.watching import TaskWatch

log = logging.getLogger(__name__)

EMPTY, ANALYSING, READY, SUBMITTING = "empty", "analysing", "ready", "submitting"
WATCHING, DOWNLOADING, DONE, FAILED = "watching", "downloading", "done", "failed"
RUNNING = frozenset((ANALYSING, SUBMITTING, WATCHING, DOWNLOADING))
FIRST_MIDDLE_LAST = "111"
SAVE_LABEL = translatable("Save the scene")


class Controller(SceneDesk):
    """What the panel shows and does.

    Args:
        host: The open scene; None where there is none yet.
        session_factory: Opens a session from overrides (setting's name and text): `Session.open`.
        overrides: What this call decides over the settings' files.

    Attributes:
        farm: What the farm has to say of the job: versions, render nodes, money.
        accounts: Who is signed in, and who else could be.
    """

    state_changed = QtCore.Signal(str)
    progress_changed = QtCore.Signal()
    task_changed = QtCore.Signal()
    tasks_changed = QtCore.Signal()
    message_changed = QtCore.Signal()
    account_changed = QtCore.Signal()
    setting_changed = QtCore.Signal(str)
    finished = QtCore.Signal(object)
    """A submission failed, a task or a download ended: the Message that tells it."""

    def __init__(
        self,
        host: Optional[Host],
        session_factory: SessionFactory,
        parent: Optional[QtCore.QObject] = None,
        overrides: Optional[Mapping[str, str]] = None,
    ) -> None:
        super().__init__(host, parent)
        self.message: Optional[Message]
        self.account = ""
        self.account_error: Optional[Message] = None
        self._state = EMPTY
        self._closed = False
        self._outcome = ""
        self._fetched = False
        self._work_progress: Optional[Progress] = None
        self._submission: Optional[Errand] = None
        self._keeper = SessionKeeper(session_factory, overrides or {})
        self.message = of_error(self._keeper.error) if self._keeper.error is not None else None
        self._runner = Runner(self)
        self._planned: Tuple[Asset, ...] = ()
        self._save_offered = False
        self._submit_next: Optional[Callable[[], None]] = None
        self.farm = FarmDesk(self._runner, self._keeper, self)
        self.farm.told.connect(self._farm_told)
        self.farm.checked.connect(self._farm_told)
        self.accounts = AccountDesk(self._runner, self._keeper, self)
        self.accounts.switched.connect(self._account_switched)
        self._choice_keeper = ChoiceKeeper(self._runner, self._keeper, self)
        self._choice_keeper.failed.connect(lambda error: self.tell(of_error(error, WARNING)))
        self.assets = AssetDesk(self._runner, self._keeper.data_folder, self)
        self.assets.changed.connect(self._files_decided)
        self.assets.found.connect(lambda found, wanted: self.tell(messages.found(found, wanted)))
        self.assets.failed.connect(lambda error: self.tell(of_error(error)))
        self._analyser.progressed.connect(self._set_progress)
        self._analyser.finished.connect(self._take_scene)
        self._analyser.failed.connect(self._analysis_failed)
        self._watch = TaskWatch(self._runner, self._keeper, lambda: float(self.setting("poll_seconds")), self)
        self._watch.changed.connect(self._task_moved)
        self._watch.ended.connect(self._task_ended)
        self._watch.listed.connect(self.tasks_changed)
        self._watch.deleted.connect(self._task_deleted)
        self._watch.failed.connect(self._watch_failed)
        self._downloads = Downloads(self._runner, self._keeper, self)
        self._downloads.progressed.connect(self._download_moved)
        self._downloads.ended.connect(self._downloaded)
        self._downloads.failed.connect(self._download_failed)
        self.actions = TaskActions(self._runner, self._keeper, self)
        self.actions.done.connect(self._acted)
        self.actions.failed.connect(lambda error: self.tell(of_error(error)))
        self.thumbnails = Thumbnails(self._runner, self._keeper, PICTURE, self)
        self._again_timer = QtCore.QTimer(self)
        self._again_timer.setSingleShot(True)
        self._again_timer.timeout.connect(self._download_again)
        self._paused: Optional[Choices] = None
        self._pausing = False
        self._sending: Choices = Choices()

    # What is known

    @property
    def state(self) -> str:
        """One of the states above."""
        return self._state

    @property
    def running(self) -> bool:
        """Whether something runs that can be cancelled."""
        return self._state in RUNNING

    @property
    def blocked_reason(self) -> str:
        """Why nothing can be submitted now; empty where it can."""
        if self._analyser.running:
            return tr("The scene is being analysed.")
        if self._submission is not None:
            return tr("A submission is running.")
        if self.job is None:
            if self.host is not None and not self.host.scene_path():
                return tr("Save the scene first: the farm renders files.")
            return tr("No scene is analysed yet.")
        if self.account_error is not None:
            return self.account_error.text
        for tip in self.problems:
            if tip.severity == ERROR:
                return tip_line(tip)
        return ""

    @property
    def progress(self) -> Optional[Progress]:
        """How far the thing is that names the state; None where nothing runs."""
        if self._state in (ANALYSING, SUBMITTING):
            return self._work_progress
        if self._state == WATCHING:
            task = self.task
            return Progress("render", task.done, task.total, "frames") if task is not None else Progress("render")
        return self._downloads.latest() if self._state == DOWNLOADING else None

    @property
    def task(self) -> Optional[Task]:
        """The task in view, as the farm last told it."""
        return self._watch.task

    @property
    def task_id(self) -> int:
        """Number of the task in view; 0 for none."""
        return self._watch.task_id

    @property
    def frames(self) -> Tuple[Frame, ...]:
        """The frames of the task in view."""
        return self._watch.frames

    @property
    def tasks(self) -> Tuple[Task, ...]:
        """The account's recent tasks, newest first as the farm lists them."""
        return self._watch.tasks

    @property
    def downloading(self) -> bool:
        """Whether frames of the task in view are being downloaded."""
        return self.download_progress is not None

    @property
    def download_progress(self) -> Optional[Progress]:
        """How far the download of the task in view is; None where none is under way."""
        return self._downloads.of_task(self._watch.task_id)

    @property
    def paused(self) -> bool:
        """Whether an upload, or the download of the task in view, waits to be gone on with."""
        return self._paused is not None or self._watch.task_id in self._downloads.paused

    @property
    def estimate(self) -> Any:
        """What the rest of the task in view will cost and take, once its test frames are done; else None."""
        return self._watch.estimate

    @property
    def output_folder(self) -> str:
        """Where frames go: the setting, else a folder beside the scene; empty while neither is known."""
        folder = str(self.setting("output_folder"))
        path = self.scene.path if self.scene is not None else (self.host.scene_path() if self.host is not None else "")
        return folder or (os.path.join(os.path.dirname(path), "farmhand_frames") if path else "")

    @property
    def auto_download(self) -> bool:
        """Whether frames of what is submitted here are downloaded while they render."""
        return bool(self._keeper.setting("auto_download"))

    @auto_download.setter
    def auto_download(self, on: bool) -> None:
        self.change_setting("auto_download", "yes" if on else "no")

    def setting(self, name: str) -> Any:
        """A setting's present value."""
        return self._keeper.setting(name)

    def setting_source(self, name: str) -> str:
        """Where a setting comes from: see `SessionKeeper.source`."""
        return self._keeper.source(name)

    # What the user does

    def start(self) -> None:
        """What a panel does when it appears: look at the scene, log in, keep an eye on changes."""
        self._modified_timer.start()
        self.connect_account()
        self.analyse()

    def connect_account(self) -> None:
        """Open the session anew and log in, to say early whether the account works."""
        self._keeper.reopen()
        self.farm.forget()
        self._runner.start(lambda report, cancel: self._keeper.session().login(), self._logged_in, self._login_failed)

    def analyse(self) -> None:
        """Look at the scene; choices that were made stay."""
        if self._closed or self.host is None or self._submission is not None:
            return
        if self.host.scene_path():
            self._work_progress = Progress("read")
            self._analyser.start(self.host)
        else:
            self.show(None)
        self._settle()

    def refresh(self) -> None:
        """Look at the scene again, and at the account where it did not work."""
        if self.account_error is not None:
            self.connect_account()
        self.analyse()

    def change_setting(self, name: str, text: str) -> None:
        """Decide a setting, now and for the next time; an empty text gives it back to the studio and the default.

        A value that the setting does not take is told in the message bar, and the old one stays.
        """
        try:
            self._keeper.change(name, text)
        except FarmhandError as error:
            self.tell(of_error(error))
            if isinstance(error, SettingsError):
                return
        self.setting_changed.emit(name)

    def set_choice(self, **changes: Any) -> None:
        """Change fields of Choices; a value that a field does not take is told, and the old one stays."""
        try:
            super().set_choice(**changes)
        except JobError as error:
            self.tell(of_error(error))

    def submit(self) -> None:
        """Send the job, watch it and bring its frames back."""
        self._submit(self.choices)

    def submit_test_frames(self) -> None:
        """Send the job, but stop after the priority frames: the chosen ones, else first, middle and last."""
        chosen = self.choices.priority_frames
        frames = chosen if chosen != Choices.priority_frames else FIRST_MIDDLE_LAST
        self._submit(dataclasses.replace(self.choices, priority_frames=frames, stop_after_priority=True))

    def save_scene(self) -> bool:
        """Have the program save the scene, then look at it again; why it cannot is told.

        Returns:
            Whether it was saved.
        """
        if not isinstance(self.host, SavesScene):
            return False
        try:
            self.host.save()
        except FarmhandError as error:
            self._submit_next = None
            self.tell(of_error(error))
            return False
        if self.message in (messages.SAVE_FIRST, messages.UNSAVED):
            self.tell(None)
        self.analyse()
        return True

    def save_and_submit(self) -> None:
        """Save the scene, look at it again, and send what was to be sent when the save was offered."""
        if not self.save_scene():
            self._submit_next = None

    def fix_label(self, tip: Tip) -> str:
        """What a button says that mends a finding, in English; empty where there is nothing to choose."""
        if tip.code == UNSAVED.code:
            return SAVE_LABEL
        fix = FIXES.get(tip.code)
        if fix is None or self.job is None or fix.apply(self.job, self.farm.facts) == self.choices:
            return ""
        return fix.label

    def fix(self, tip: Tip) -> None:
        """Mend a finding by other choices; the scene stays as it is, but for saving it."""
        fix = FIXES.get(tip.code)
        if tip.code == UNSAVED.code:
            self.save_scene()
        elif fix is not None and self.job is not None:
            choices = fix.apply(self.job, self.farm.facts)
            if choices == self.choices:
                self.tell(messages.NOT_MENDED)
            else:
                self.choose(choices)

    def cancel(self) -> None:
        """Stop what names the state. A task on the farm goes on rendering."""
        if self._analyser.running:
            self._analyser.stop()
        elif self._submission is not None:
            self._submission.cancel.cancel()
        else:
            if self._watch.running:
                self.tell(messages.WATCHING_STOPPED)
            self._watch.stop()
            self._downloads.cancel()
        self._settle()

    def offer_unfinished(self) -> None:
        """Tell of the newest submission that was killed or failed, with a button to go on with it."""

        def take(entries: Sequence[Any]) -> None:
            if entries and self.message is None and self._submission is None:
                self.tell(messages.unfinished(entries[0]))

        self._runner.start(lambda report, cancel: self._keeper.session().unfinished(), take, _log_unasked)

    def resume_entry(self, number: int) -> None:
        """Go on with a submission of the journal, as it was chosen then."""
        if not self._closed and self._submission is None:
            self._run_submission(
                lambda report, cancel: (self._keeper.session().resume(number, report, cancel), ())
            )

    def pause(self) -> None:
        """Stop the transfer for a while: an upload, else the download of the task in view."""
        if self._submission is not None:
            self._pausing = True
            self._submission.cancel.cancel()
        else:
            self._downloads.pause(self._watch.task_id)

    def resume(self) -> None:
        """Go on with what was paused; what has arrived is not sent again."""
        if self._paused is not None:
            choices, self._paused = self._paused, None
            self._send(choices)
        elif self._watch.task_id in self._downloads.paused:
            self.download(self._downloads.paused[self._watch.task_id])
        self.progress_changed.emit()

    def cancel_transfer(self) -> None:
        """Give the transfer up: an upload, else every download. The task renders on and stays in view."""
        if self._submission is not None:
            self._submission.cancel.cancel()
        else:
            self._downloads.cancel()

    def discard(self) -> None:
        """Give up what was paused; what has arrived stays."""
        self._paused = None
        self._downloads.paused.pop(self._watch.task_id, None)
        self.progress_changed.emit()

    def watch(self, task_id: int) -> None:
        """Follow a task of the account until it ends."""
        if self._closed:
            return
        self._outcome = ""
        self._fetched = False
        self._watch.start(task_id)
        self._settle()

    def download(self, folder: str = "", task_id: int = 0) -> None:
        """Bring the frames of a task, following it while it renders.

        Args:
            folder: Where to; empty: `output_folder`.
            task_id: Which; 0: the task in view.
        """
        task_id, folder = task_id or self._watch.task_id, folder or self.output_folder
        if self._closed or not task_id:
            return
        if not folder:
            self.tell(messages.NO_FOLDER)
            return
        self._downloads.start(task_id, folder)
        self._settle()
        self.task_changed.emit()

    def select_nodes(self, names: Sequence[str]) -> None:
        """Select nodes in the program, where it can; that all of them are gone is told."""
        if isinstance(self.host, SelectsNodes) and names and not self.host.select_nodes(names):
            self.tell(messages.NO_NODE)

    def list_tasks(self) -> None:
        """Ask the farm for the account's recent tasks."""
        if not self._closed:
            self._watch.list_tasks()

    def tell(self, message: Optional[Message]) -> None:
        """Show a message in place; None clears it."""
        if message != self.message:
            self.message = message
            self.message_changed.emit()

    def close(self, seconds: float = 2.0) -> bool:
        """Stop everything and wait at most `seconds`; nothing is signalled afterwards.

        Returns:
            True where every worker has ended.
        """
        if self._closed:
            return True
        self._closed = True
        self._modified_timer.stop()
        self.farm.stop()
        self._choice_keeper.flush()
        self._analyser.stop()
        self.assets.stop()
        self._again_timer.stop()
        self._watch.stop()
        ended = self._runner.close(seconds)
        if ended:
            self._keeper.close()
        return ended

    # What comes back

    def _submit(self, choices: Choices) -> None:
        """Send, but offer to save a scene first that has changes: pressed again, it is sent as it was saved last."""
        self.check_modified()
        if self.unsaved and not self._save_offered and not self.blocked_reason:
            self._save_offered = True
            self._submit_next = lambda: self._send(choices)
            self.tell(messages.SAVE_FIRST)
            return
        self._submit_next = None
        self._send(choices)

    def _send(self, choices: Choices) -> None:
        if self._closed or self.job is None or self.blocked_reason:
            return
        job = Job(self.job.scene, choices)
        self._sending = choices
        self._run_submission(lambda report, cancel: _sent(self._keeper.session(), job, report, cancel))

    def _run_submission(self, work: Work) -> None:
        self._outcome = ""
        self._paused, self._pausing = None, False
        self._work_progress = Progress("prepare")
        self.tell(None)
        self._submission = self._runner.start(work, self._submitted, self._submission_failed, self._set_progress)
        self._settle()

    def _submitted(self, answer: Tuple[int, Tuple[Tip, ...]]) -> None:
        self._submission = None
        task_id, tips = answer
        self.tell(messages.submitted(task_id, tips))
        self.watch(task_id)
        if self.auto_download:
            self.download(task_id=task_id)
        self._ask_plan()
        self.list_tasks()

    def _submission_failed(self, error: Exception) -> None:
        self._submission = None
        if isinstance(error, Cancelled) and self._pausing:
            self._paused = self._sending
        elif isinstance(error, Cancelled):
            self.tell(messages.SUBMISSION_STOPPED)
        else:
            self._outcome = FAILED
            self._end(of_error(error))
        self._settle()
        self.progress_changed.emit()

    def _ask_plan(self) -> None:
        """Ask which files are on the farm already, once scene and account are there; only the sum depends on it."""
        job = self.job
        if job is None or not self.account:
            return
        self._planned = job.assets

        def ask(report: Report, cancel: CancelToken) -> Tuple[Plan, Tuple[int, int]]:
            plan = self._keeper.session().plan(job)
            return plan, (plan.bytes_to_send, plan.bytes_unchanged)

        def take(answer: Tuple[Plan, Tuple[int, int]]) -> None:
            if self.job is not None and self.job.assets == job.assets:
                self.take_plan(*answer)

        self._runner.start(ask, take, _log_unplanned)

    def _choices_made(self) -> None:
        self._outcome = ""
        if self.job is not None and self.job.assets != self._planned:
            self._ask_plan()  # other frames need other files
        self._ask_farm()
        self._settle()

    def _kept(self, path: str) -> Optional[Kept]:
        return self._choice_keeper.load(path)

    def _keep(self, path: str, kept: Kept) -> None:
        self._choice_keeper.save(path, kept)

    def _checked(self, job: Job) -> Tuple[Tip, ...]:
        return self.farm.problems(job)

    def _ask_farm(self) -> None:
        """Have the job checked, with what the farm says of its program and system."""
        self.farm.look_at(self.job)
        if self.job is not None and self.account:
            self.farm.ask(self.job.scene.host, self.choices.os_name)

    def _farm_told(self) -> None:
        self.choices_changed.emit()

    def _account_switched(self) -> None:
        self.account, self.account_error = "", None
        self.account_changed.emit()
        self.connect_account()

    def _take_scene(self, scene: Scene) -> None:
        self._outcome, self._save_offered = "", False
        self.show(scene)
        self.assets.show(scene)
        self._ask_plan()
        self._ask_farm()
        self._settle()
        submit, self._submit_next = self._submit_next, None
        if submit is not None and not self.unsaved:
            submit()

    def _files_decided(self) -> None:
        self.send_instead(self.assets.sent)
        self._ask_plan()
        self._choices_made()

    def _analysis_failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._outcome = FAILED
            self.tell(of_error(error))
        self._settle()

    def _logged_in(self, user: Any) -> None:
        self.account, self.account_error = user.name, None
        if self.message is not None and self.message.action in (CONNECT, SIGN_IN):
            self.tell(None)
        self.accounts.logged_in(user)
        self._ask_plan()
        self._ask_farm()
        self.offer_unfinished()
        self.account_changed.emit()

    def _login_failed(self, error: Exception) -> None:
        nobody = isinstance(error, SettingsError) and not (self.accounts.known or self.accounts.from_environment)
        message = of_error(error, action=SIGN_IN if nobody else CONNECT)
        self.account = ""
        self.accounts.logged_in(None)
        self.account_error = message if isinstance(error, (SettingsError, FarmError)) else None
        self.tell(message)
        self.account_changed.emit()

    def _acted(self, done: Any) -> None:
        """The farm did what it was asked for: look at the task again, and bring what it renders."""
        self.tell(messages.acted(done))
        self.watch(done.before.id)
        if done.action != STOP and self.auto_download and self.output_folder:
            self._downloads.start(done.before.id, self.output_folder, more=True)
            self._settle()
        self.list_tasks()

    def _end(self, message: Message) -> None:
        self.tell(message)
        self.finished.emit(message)

    def _task_moved(self) -> None:
        if not self._watch.lost:
            if self.message is not None and self.message.code == NetworkError.code:
                self.tell(None)
            self._download_again()
        self.task_changed.emit()
        self.progress_changed.emit()

    def _download_again(self) -> None:
        """Go on with downloads that lost the network."""
        for task_id, folder in self._downloads.take_interrupted():
            self.download(folder, task_id)

    def _task_ended(self) -> None:
        task = self._watch.task
        if task is not None:
            self._outcome = DONE if task.status in (TASK_DONE, TASK_TEST_DONE) else FAILED
            if not self._fetched:  # else the frames' message has said so, and where they are
                self.tell(messages.task_ended(task))
            if not self._fetched and (self._outcome == FAILED or not self.downloading):
                self.finished.emit(messages.task_ended(task))
            self.list_tasks()
            self._settle()

    def _task_deleted(self, task_id: int) -> None:
        self.tell(messages.task_deleted(task_id))
        self._settle()

    def _watch_failed(self, error: Exception) -> None:
        if self.account_error is None:  # else it was told already
            self.tell(of_error(error, WARNING))
        self._settle()

    def _download_moved(self, task_id: int) -> None:
        if task_id == self._watch.task_id:
            self.progress_changed.emit()

    def _downloaded(self, task_id: int, result: Any) -> None:
        self._fetched = task_id == self._watch.task_id
        self._end(messages.downloaded(result.folder, len(result.files), result.failed_frames))
        self._settle()
        self.task_changed.emit()

    def _download_failed(self, error: Exception) -> None:
        if isinstance(error, NetworkError):
            self.tell(of_error(error, WARNING))  # goes on once the farm is reached again
            self._again_timer.start(max(1, int(float(self.setting("poll_seconds")) * 1000)))
        elif not isinstance(error, Cancelled):
            self._outcome = FAILED
            self._end(of_error(error))
        self._settle()
        self.task_changed.emit()

    def _set_progress(self, progress: Progress) -> None:
        self._work_progress = progress
        self.progress_changed.emit()

    def _settle(self) -> None:
        """Name the state after what is under way, and tell where it changed."""
        if self._analyser.running:
            state = ANALYSING
        elif self._submission is not None:
            state = SUBMITTING
        elif self._watch.running:
            state = WATCHING
        elif self._downloads.running or self._downloads.interrupted:
            state = DOWNLOADING
        else:
            state = self._outcome or (READY if self.scene is not None else EMPTY)
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
            self.progress_changed.emit()


def _sent(session: Any, job: Job, report: Report, cancel: CancelToken) -> Tuple[int, Tuple[Tip, ...]]:
    """Submit in a worker: the task's number, and what the farm had to say on the way."""
    return session.submit(job, report, cancel), tuple(session.tips)


def _log_unasked(error: Exception) -> None:
    log.info("Whether a submission was not finished is not known: %s", error)


def _log_unplanned(error: Exception) -> None:
    log.info("What is on the farm already is not known: %s", error)
