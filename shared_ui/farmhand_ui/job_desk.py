"""The job's side of the controller: settings, the account, and everything that is known of a job before it is sent.

Between `scene_desk.py`, which needs no farm, and `controller.py`, which sends the job and follows its task.
"""

from __future__ import annotations

import os
from typing import Any, Mapping, Optional, Sequence, Tuple

from farmhand.errors import FarmError, FarmhandError, JobError, SettingsError
from farmhand.job.checks import FIXES
from farmhand.job.choices import Job
from farmhand.job.sticky import Kept
from farmhand.scene.host import Host, SelectsNodes
from farmhand.scene.model import WARNING, Tip
from farmhand.transfer.ledger import Plan
from farmhand_ui import messages
from farmhand_ui.account_desk import AccountDesk
from farmhand_ui.asset_desk import AssetDesk
from farmhand_ui.background import Errand, Runner
from farmhand_ui.engine_desk import PLACES, EngineDesk
from farmhand_ui.farm_desk import FarmDesk
from farmhand_ui.keeping import ChoiceKeeper
from farmhand_ui.messages import CONNECT, SIGN_IN, Message, of_error
from farmhand_ui.planning import Planner, asked_of
from farmhand_ui.qt import QtCore
from farmhand_ui.scene_desk import SceneDesk
from farmhand_ui.sessions import SessionFactory, SessionKeeper


class JobDesk(SceneDesk):
    """A scene with the settings, the account and the farm that its job is for.

    Args:
        host: The open scene; None where there is none yet.
        session_factory: Opens a session from overrides (setting's name and text): `Session.open`.
        overrides: What this call decides over the settings' files.

    Attributes:
        message: What the message bar shows; None for nothing.
        account: Name of who is logged in; empty for nobody.
        account_error: Why the account cannot be used; None where it can, or that is not known.
        farm: What the farm has to say of the job: versions, render nodes, money.
        accounts: Who is signed in, and who else could be.
        assets: What the user decided about the scene's files.
        engine: Whether the chosen transfer program is where the settings say.
    """

    message_changed = QtCore.Signal()
    account_changed = QtCore.Signal()
    setting_changed = QtCore.Signal(str)

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
        self._keeper = SessionKeeper(session_factory, overrides or {})
        self.message = of_error(self._keeper.error) if self._keeper.error is not None else None
        self._runner = Runner(self)
        self._login: Optional[Errand] = None
        self.farm = FarmDesk(self._runner, self._keeper, self)
        self.farm.told.connect(self._farm_told)
        self.farm.checked.connect(self._farm_told)
        self.accounts = AccountDesk(self._runner, self._keeper, self)
        self.accounts.switched.connect(self._account_switched)
        self.engine = EngineDesk(self._runner, self._keeper, self)
        self._choice_keeper = ChoiceKeeper(self._runner, self._keeper, self)
        self._choice_keeper.failed.connect(lambda error: self.tell(of_error(error, WARNING)))
        self.assets = AssetDesk(self._runner, self._keeper.data_folder, self)
        self.assets.changed.connect(self._files_decided)
        self.assets.found.connect(lambda found, wanted: self.tell(messages.found(found, wanted)))
        self.assets.failed.connect(lambda error: self.tell(of_error(error)))
        self._planner = Planner(self._runner, self._keeper, self)
        self._planner.planned.connect(self._take_plan)

    # What is known, and what the user decides

    def setting(self, name: str) -> Any:
        """A setting's present value."""
        return self._keeper.setting(name)

    def setting_source(self, name: str) -> str:
        """Where a setting comes from: see `SessionKeeper.source`."""
        return self._keeper.source(name)

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
        if name == "engine" or name in PLACES.values():
            self.engine.look()

    @property
    def auto_download(self) -> bool:
        """Whether frames of what is submitted here are downloaded while they render."""
        return bool(self._keeper.setting("auto_download"))

    @auto_download.setter
    def auto_download(self, on: bool) -> None:
        self.change_setting("auto_download", "yes" if on else "no")

    @property
    def output_folder(self) -> str:
        """Where frames go: the setting, else a folder beside the scene; empty while neither is known."""
        folder = str(self.setting("output_folder"))
        path = self.scene.path if self.scene is not None else (self.host.scene_path() if self.host is not None else "")
        return folder or (os.path.join(os.path.dirname(path), "farmhand_frames") if path else "")

    def tell(self, message: Optional[Message]) -> None:
        """Show a message in place; None clears it."""
        if message != self.message:
            self.message = message
            self.message_changed.emit()

    def connect_account(self) -> None:
        """Open the session anew and log in, to say early whether the account works."""
        self._keeper.reopen()
        self.farm.forget()
        if self._login is not None:
            self._login.drop()  # what an earlier account answers late must not win
        self._login = self._runner.start(
            lambda report, cancel: self._keeper.session().login(), self._logged_in, self._login_failed
        )

    def set_choice(self, **changes: Any) -> None:
        """Change fields of Choices; a value that a field does not take is told, and the old one stays."""
        try:
            super().set_choice(**changes)
        except JobError as error:
            self.tell(of_error(error))

    def fix_label(self, tip: Tip) -> str:
        """What a button says that mends a finding, in English; empty where there is nothing to choose."""
        fix = FIXES.get(tip.code)
        if fix is None or self.job is None or fix.apply(self.job, self.farm.facts) == self.choices:
            return ""
        return fix.label

    def fix(self, tip: Tip) -> None:
        """Mend a finding by other choices; the scene stays as it is."""
        fix = FIXES.get(tip.code)
        if fix is not None and self.job is not None:
            choices = fix.apply(self.job, self.farm.facts)
            if choices == self.choices:
                self.tell(messages.NOT_MENDED)
            else:
                self.choose(choices)

    def select_nodes(self, names: Sequence[str]) -> None:
        """Select nodes in the program, where it can; that all of them are gone is told."""
        if isinstance(self.host, SelectsNodes) and names and not self.host.select_nodes(names):
            self.tell(messages.NO_NODE)

    # What comes of it

    def _choices_made(self) -> None:
        if self.job is not None and not self._planner.knows(self.job):
            self._ask_plan()  # other frames need other files
        self._ask_farm()

    def _kept(self, path: str) -> Optional[Kept]:
        return self._choice_keeper.load(path)

    def _keep(self, path: str, kept: Kept) -> None:
        self._choice_keeper.save(path, kept)

    def _checked(self, job: Job) -> Tuple[Tip, ...]:
        return self.farm.problems(job)

    def _files_decided(self) -> None:
        self.send_instead(self.assets.sent)
        self._ask_plan()
        self._choices_made()

    def _ask_plan(self) -> None:
        """Ask which files are on the farm already, once scene and account are there."""
        if self.job is not None and self.account:
            self._planner.ask(self.job)

    def _take_plan(self, job: Job, plan: Plan, sizes: Tuple[int, int]) -> None:
        if self.job is not None and asked_of(self.job) == asked_of(job):
            self.take_plan(plan, sizes)

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

    def _logged_in(self, user: Any) -> None:
        self.account, self.account_error = user.name, None
        if self.message is not None and self.message.action in (CONNECT, SIGN_IN):
            self.tell(None)
        self.accounts.logged_in(user)
        self._ask_plan()
        self._ask_farm()
        self.account_changed.emit()

    def _login_failed(self, error: Exception) -> None:
        nobody = isinstance(error, SettingsError) and not (self.accounts.known or self.accounts.from_environment)
        message = of_error(error, action=SIGN_IN if nobody else CONNECT)
        self.account = ""
        self.accounts.logged_in(None)
        self.account_error = message if isinstance(error, (SettingsError, FarmError)) else None
        self.tell(message)
        self.account_changed.emit()
