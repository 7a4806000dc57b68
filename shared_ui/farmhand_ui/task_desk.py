"""The task's side of the controller: the one in view, its frames on their way back, and what is done to it on the farm.

Watching, downloading and acting know nothing of each other; here is what each means for the others and for the user.
"""

from __future__ import annotations

from typing import Any, Callable, Optional

from farmhand.errors import NetworkError
from farmhand.farm.codes import TASK_DONE, TASK_TEST_DONE
from farmhand.progress import Progress
from farmhand.scene.model import WARNING
from farmhand_ui import messages
from farmhand_ui.background import Runner
from farmhand_ui.downloading import Downloads
from farmhand_ui.messages import of_error
from farmhand_ui.qt import QtCore
from farmhand_ui.sessions import SessionKeeper
from farmhand_ui.task_actions import STOP, TaskActions
from farmhand_ui.watching import TaskWatch


class TaskDesk(QtCore.QObject):
    """A task in view, and downloads of any number of tasks.

    Args:
        runner: For the farm.
        keeper: Settings and session.
        folder: Where frames go; empty where that is not known.

    Attributes:
        watch: The task in view, and the account's recent ones.
        downloads: Frames on their way back.
        actions: What the user does to a task.
    """

    told = QtCore.Signal(object)
    """A Message to show."""
    finished = QtCore.Signal(object)
    """A task or a download ended: the Message that tells it."""
    followed = QtCore.Signal()
    """A task comes into view."""
    reached = QtCore.Signal()
    """The farm has told how the task is."""
    unseen = QtCore.Signal(object)
    """The farm could not be asked about tasks: the error."""
    ended = QtCore.Signal(bool)
    """The task in view ended: whether it went well."""
    download_failed = QtCore.Signal(object)
    """A download was cancelled, or failed for good: the error."""
    changed = QtCore.Signal()
    """Something more, or something less, is under way."""
    task_changed = QtCore.Signal()
    progressed = QtCore.Signal()

    def __init__(
        self,
        runner: Runner,
        keeper: SessionKeeper,
        folder: Callable[[], str],
        parent: Optional[QtCore.QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._folder = folder
        self._fetched = False
        self._closed = False
        self.watch = TaskWatch(runner, keeper, self._poll_seconds, self)
        self.watch.changed.connect(self._moved)
        self.watch.ended.connect(self._ended)
        self.watch.deleted.connect(self._deleted)
        self.watch.failed.connect(self._watch_failed)
        self.downloads = Downloads(runner, keeper, self)
        self.downloads.progressed.connect(self._download_moved)
        self.downloads.ended.connect(self._downloaded)
        self.downloads.failed.connect(self._download_failed)
        self.actions = TaskActions(runner, keeper, self)
        self.actions.done.connect(self._acted)
        self.actions.failed.connect(lambda error: self.told.emit(of_error(error)))
        self._again_timer = QtCore.QTimer(self)
        self._again_timer.setSingleShot(True)
        self._again_timer.timeout.connect(self._download_again)

    @property
    def download_progress(self) -> Optional[Progress]:
        """How far the download of the task in view is; None where none is under way."""
        return self.downloads.of_task(self.watch.task_id)

    @property
    def paused(self) -> bool:
        """Whether the download of the task in view waits to be gone on with."""
        return self.watch.task_id in self.downloads.paused

    def follow(self, task_id: int) -> None:
        """Follow a task of the account until it ends."""
        if self._closed:
            return
        self.followed.emit()
        self._fetched = False
        self.watch.start(task_id)
        self.changed.emit()

    def list_tasks(self) -> None:
        """Ask the farm for the account's recent tasks."""
        if not self._closed:
            self.watch.list_tasks()

    def download(self, folder: str = "", task_id: int = 0) -> None:
        """Bring the frames of a task, following it while it renders.

        Args:
            folder: Where to; empty: where frames go.
            task_id: Which; 0: the task in view.
        """
        task_id, folder = task_id or self.watch.task_id, folder or self._folder()
        if self._closed or not task_id:
            return
        if not folder:
            self.told.emit(messages.NO_FOLDER)
            return
        self.downloads.start(task_id, folder)
        self.changed.emit()
        self.task_changed.emit()

    def pause(self) -> None:
        """Stop the download of the task in view until `resume`."""
        self.downloads.pause(self.watch.task_id)

    def resume(self) -> None:
        """Go on with the download of the task in view; what has arrived is not sent again."""
        if self.paused:
            self.download(self.downloads.paused[self.watch.task_id])

    def discard(self) -> None:
        """Give up the paused download of the task in view; what has arrived stays."""
        self.downloads.paused.pop(self.watch.task_id, None)

    def cancel(self) -> None:
        """Follow no longer, and stop every download. The task goes on rendering."""
        if self.watch.running:
            self.told.emit(messages.WATCHING_STOPPED)
        self.watch.stop()
        self.downloads.cancel()

    def stop(self) -> None:
        """Begin nothing more: the panel closes."""
        self._closed = True
        self._again_timer.stop()
        self.watch.stop()

    # What comes back

    def _poll_seconds(self) -> float:
        return float(self._keeper.setting("poll_seconds"))

    def _moved(self) -> None:
        if not self.watch.lost:
            self.reached.emit()
            self._download_again()
        self.task_changed.emit()
        self.progressed.emit()

    def _ended(self) -> None:
        task = self.watch.task
        if task is None:
            return
        well = task.status in (TASK_DONE, TASK_TEST_DONE)
        self.ended.emit(well)
        if not self._fetched:  # else the frames' message has said so, and where they are
            self.told.emit(messages.task_ended(task))
        if not self._fetched and (not well or self.download_progress is None):
            self.finished.emit(messages.task_ended(task))
        self.list_tasks()
        self.changed.emit()

    def _deleted(self, task_id: int) -> None:
        self.told.emit(messages.task_deleted(task_id))
        self.changed.emit()

    def _watch_failed(self, error: Exception) -> None:
        self.unseen.emit(error)
        self.changed.emit()

    def _download_moved(self, task_id: int) -> None:
        if task_id == self.watch.task_id:
            self.progressed.emit()

    def _downloaded(self, task_id: int, result: Any) -> None:
        self._fetched = task_id == self.watch.task_id
        message = messages.downloaded(result.folder, len(result.files), result.failed_frames)
        self.told.emit(message)
        self.finished.emit(message)
        self.changed.emit()
        self.task_changed.emit()

    def _download_failed(self, error: Exception) -> None:
        if isinstance(error, NetworkError):
            self.told.emit(of_error(error, WARNING))  # goes on once the farm is reached again
            self._again_timer.start(max(1, int(self._poll_seconds() * 1000)))
        else:
            self.download_failed.emit(error)
        self.changed.emit()
        self.task_changed.emit()

    def _download_again(self) -> None:
        """Go on with downloads that lost the network."""
        for task_id, folder in self.downloads.take_interrupted():
            self.download(folder, task_id)

    def _acted(self, done: Any) -> None:
        """The farm did what it was asked for: look at the task again, and bring what it renders."""
        self.told.emit(messages.acted(done))
        self.follow(done.before.id)
        folder = self._folder()
        if done.action != STOP and folder and bool(self._keeper.setting("auto_download")):
            self.downloads.start(done.before.id, folder, more=True)
            self.changed.emit()
        self.list_tasks()
