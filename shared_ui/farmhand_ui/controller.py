"""The panel's whole logic: a QObject with signals and no widgets, so that tests and other windows need no panel.

The state is derived from what is under way, never set by hand: analysing, submitting, watching and downloading may
overlap, and the most urgent one names the state. Errors become messages; nothing here opens a window.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Tuple

from farmhand.errors import Cancelled, FarmhandError, NetworkError
from farmhand.farm.records import Frame, Task
from farmhand.progress import Progress
from farmhand.scene.host import Host, SavesScene
from farmhand.scene.model import ERROR, WARNING, Scene, Tip
from farmhand_ui import messages
from farmhand_ui.job_desk import JobDesk
from farmhand_ui.messages import Message, of_error, tip_line
from farmhand_ui.qt import QtCore
from farmhand_ui.scene_desk import UNSAVED
from farmhand_ui.sessions import SessionFactory
from farmhand_ui.submitting import Submissions, stopping_early
from farmhand_ui.task_desk import TaskDesk
from farmhand_ui.thumbnailing import PICTURE, Thumbnails
from farmhand_ui.translations import tr, translatable

EMPTY, ANALYSING, READY, SUBMITTING = "empty", "analysing", "ready", "submitting"
WATCHING, DOWNLOADING, DONE, FAILED = "watching", "downloading", "done", "failed"
RUNNING = frozenset((ANALYSING, SUBMITTING, WATCHING, DOWNLOADING))
ASK_AFTER_MS = 20
"""How long workers wait before they look into a new scene: first it is painted; Python runs one thread at a time."""
SAVE_LABEL = translatable("Save the scene")


class Controller(JobDesk):
    """What the panel shows and does.

    Args:
        host: The open scene; None where there is none yet.
        session_factory: Opens a session from overrides (setting's name and text): `Session.open`.
        overrides: What this call decides over the settings' files.

    Attributes:
        actions: What the user does to a task that is on the farm.
        thumbnails: Small pictures of the frames.
    """

    state_changed = QtCore.Signal(str)
    progress_changed = QtCore.Signal()
    task_changed = QtCore.Signal()
    tasks_changed = QtCore.Signal()
    finished = QtCore.Signal(object)
    """A submission failed, a task or a download ended: the Message that tells it."""
    submitted = QtCore.Signal(int)
    """The farm took a submission: the task's number."""

    def __init__(
        self,
        host: Optional[Host],
        session_factory: SessionFactory,
        parent: Optional[QtCore.QObject] = None,
        overrides: Optional[Mapping[str, str]] = None,
    ) -> None:
        super().__init__(host, session_factory, parent, overrides)
        self._state = EMPTY
        self._closed = False
        self._outcome = ""
        self._work_progress: Optional[Progress] = None
        self._analyser.progressed.connect(self._set_progress)
        self._analyser.finished.connect(self._take_scene)
        self._analyser.failed.connect(self._analysis_failed)
        self._asking = QtCore.QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(ASK_AFTER_MS)
        self._asking.timeout.connect(self._ask_about_scene)
        self._submissions = Submissions(self._runner, self._keeper, self, lambda: self.blocked_reason, self)
        self._submissions.told.connect(self.tell)
        self._submissions.started.connect(self._submission_started)
        self._submissions.progressed.connect(self._set_progress)
        self._submissions.submitted.connect(self._submitted)
        self._submissions.failed.connect(self._fail)
        self._submissions.stopped.connect(self._submission_stopped)
        self._submissions.left_over.connect(self._left_over)
        self._task_desk = TaskDesk(self._runner, self._keeper, lambda: self.output_folder, self)
        self._task_desk.told.connect(self.tell)
        self._task_desk.finished.connect(self.finished)
        self._task_desk.followed.connect(self._forget_outcome)
        self._task_desk.reached.connect(self._farm_reached)
        self._task_desk.unseen.connect(self._task_unseen)
        self._task_desk.ended.connect(self._task_ended)
        self._task_desk.download_failed.connect(self._download_failed)
        self._task_desk.changed.connect(self._settle)
        self._task_desk.task_changed.connect(self.task_changed)
        self._task_desk.progressed.connect(self.progress_changed)
        self._watch, self._downloads = self._task_desk.watch, self._task_desk.downloads
        self._watch.listed.connect(self.tasks_changed)
        self.actions = self._task_desk.actions
        self.thumbnails = Thumbnails(self._runner, self._keeper, PICTURE, self)

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
        if self._submissions.running:
            return tr("A submission is running.")
        if self.job is None:
            if self.host is not None and not self.host.scene_path():
                return tr("Save the scene first: the farm renders files.")
            return tr("No scene is analysed yet.")
        if self.account_error is not None:
            return self.account_error.text
        if self.engine.reason:
            return self.engine.reason
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
        return self._task_desk.download_progress

    @property
    def paused(self) -> bool:
        """Whether an upload, or the download of the task in view, waits to be gone on with."""
        return self._submissions.paused or self._task_desk.paused

    @property
    def estimate(self) -> Any:
        """What the rest of the task in view will cost and take, once its test frames are done; else None."""
        return self._watch.estimate

    # What the user does

    def start(self) -> None:
        """What a panel does when it appears: look at the scene, log in, keep an eye on changes."""
        self._modified_timer.start()
        self.connect_account()
        self.engine.look()
        self.analyse()

    def analyse(self) -> None:
        """Look at the scene; choices that were made stay."""
        if self._closed or self.host is None or self._submissions.running:
            return
        if self.host.scene_path():
            self._work_progress = Progress("read")
            self._analyser.start(self.host)
        else:
            self.show(None)
        self._settle()

    def refresh(self) -> None:
        """Look again at the scene and the transfer program, and at the account where it did not work."""
        if self.account_error is not None:
            self.connect_account()
        self.engine.look()
        self.analyse()

    def submit(self) -> None:
        """Send the job, watch it and bring its frames back."""
        self._submissions.submit(self.choices)

    def submit_test_frames(self) -> None:
        """Send the job, but stop after the priority frames: the chosen ones, else first, middle and last."""
        self._submissions.submit(stopping_early(self.choices))

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
            self._submissions.not_saved()
            self.tell(of_error(error))
            return False
        if self.message in (messages.SAVE_FIRST, messages.UNSAVED):
            self.tell(None)
        self.analyse()
        return True

    def save_and_submit(self) -> None:
        """Save the scene, look at it again, and send what was to be sent when the save was offered."""
        if not self.save_scene():
            self._submissions.not_saved()

    def fix_label(self, tip: Tip) -> str:
        """What a button says that mends a finding, in English; empty where there is nothing to choose or save."""
        return SAVE_LABEL if tip.code == UNSAVED.code else super().fix_label(tip)

    def fix(self, tip: Tip) -> None:
        """Mend a finding by other choices; the scene stays as it is, but for saving it."""
        if tip.code == UNSAVED.code:
            self.save_scene()
        else:
            super().fix(tip)

    def cancel(self) -> None:
        """Stop what names the state. A task on the farm goes on rendering."""
        if self._analyser.running:
            self._analyser.stop()
        elif self._submissions.running:
            self._submissions.cancel()
        else:
            self._task_desk.cancel()
        self._settle()

    def offer_unfinished(self) -> None:
        """Tell of the newest submission that was killed or failed, with a button to go on with it."""
        self._submissions.offer_unfinished()

    def resume_entry(self, number: int) -> None:
        """Go on with a submission of the journal, as it was chosen then."""
        self._submissions.resume_entry(number)

    def pause(self) -> None:
        """Stop the transfer for a while: an upload, else the download of the task in view."""
        if self._submissions.running:
            self._submissions.pause()
        else:
            self._task_desk.pause()

    def resume(self) -> None:
        """Go on with what was paused; what has arrived is not sent again."""
        if self._submissions.paused:
            self._submissions.resume()
        else:
            self._task_desk.resume()
        self.progress_changed.emit()

    def cancel_transfer(self) -> None:
        """Give the transfer up: an upload, else every download. The task renders on and stays in view."""
        if self._submissions.running:
            self._submissions.cancel()
        else:
            self._downloads.cancel()

    def discard(self) -> None:
        """Give up what was paused; what has arrived stays."""
        self._submissions.discard()
        self._task_desk.discard()
        self.progress_changed.emit()

    def watch(self, task_id: int) -> None:
        """Follow a task of the account until it ends."""
        self._task_desk.follow(task_id)

    def download(self, folder: str = "", task_id: int = 0) -> None:
        """Bring the frames of a task, following it while it renders.

        Args:
            folder: Where to; empty: `output_folder`.
            task_id: Which; 0: the task in view.
        """
        self._task_desk.download(folder, task_id)

    def list_tasks(self) -> None:
        """Ask the farm for the account's recent tasks."""
        self._task_desk.list_tasks()

    def close(self, seconds: float = 2.0) -> bool:
        """Stop everything and wait at most `seconds`; nothing is signalled afterwards.

        Returns:
            True where every worker has ended.
        """
        if self._closed:
            return True
        self._closed = True
        self._submissions.stop()
        self._modified_timer.stop()
        self._asking.stop()
        self.farm.stop()
        self._choice_keeper.flush()
        self._analyser.stop()
        self.assets.stop()
        self._task_desk.stop()
        ended = self._runner.close(seconds)
        if ended:
            self._keeper.close()
        return ended

    # What comes back

    def _submission_started(self) -> None:
        self._outcome = ""
        self._work_progress = Progress("prepare")
        self._settle()

    def _submitted(self, task_id: int, tips: Tuple[Tip, ...]) -> None:
        self.tell(messages.submitted(task_id, tips))
        self.watch(task_id)
        self.submitted.emit(task_id)
        if self.auto_download:
            self.download(task_id=task_id)
        self._ask_plan()
        self.list_tasks()

    def _fail(self, message: Message) -> None:
        self._outcome = FAILED
        self.tell(message)
        self.finished.emit(message)

    def _submission_stopped(self) -> None:
        self._settle()
        self.progress_changed.emit()

    def _left_over(self, entry: Any) -> None:
        if self.message is None:
            self.tell(messages.unfinished(entry))

    def _take_scene(self, scene: Scene) -> None:
        self._outcome = ""
        self.show(scene)
        self._asking.start()

    def _ask_about_scene(self) -> None:
        """What is to be found out about a new scene, once it shows."""
        self.assets.show(self.scene)
        self._ask_plan()
        self._ask_farm()
        self._settle()
        self._submissions.scene_read()

    def _choices_made(self) -> None:
        self._outcome = ""
        super()._choices_made()
        self._settle()

    def _logged_in(self, user: Any) -> None:
        super()._logged_in(user)
        self.offer_unfinished()

    def _analysis_failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._outcome = FAILED
            self.tell(of_error(error))
        self._settle()

    def _forget_outcome(self) -> None:
        self._outcome = ""

    def _farm_reached(self) -> None:
        if self.message is not None and self.message.code == NetworkError.code:
            self.tell(None)

    def _task_unseen(self, error: Exception) -> None:
        if self.account_error is None:  # else it was told already
            self.tell(of_error(error, WARNING))

    def _task_ended(self, well: bool) -> None:
        self._outcome = DONE if well else FAILED

    def _download_failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._fail(of_error(error))

    def _set_progress(self, progress: Progress) -> None:
        self._work_progress = progress
        self.progress_changed.emit()

    def _settle(self) -> None:
        """Name the state after what is under way, and tell where it changed."""
        if self._analyser.running:
            state = ANALYSING
        elif self._submissions.running:
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
