"""Who submits: the account in use and its balance, other accounts to choose from, and a form to sign in, in place."""

from __future__ import annotations

from typing import Optional, Tuple

from farmhand.accounts import REGIONS, Known
from farmhand.farm.records import User
from farmhand_ui.controller import Controller
from farmhand_ui.messages import INFO, of_error
from farmhand_ui.qt import QtCore, QtWidgets
from farmhand_ui.translations import tr
from farmhand_ui.widgets.fields import combo, name_field, refill
from farmhand_ui.widgets.labels import WrappedLabel
from farmhand_ui.widgets.verdict import Verdict

PLATFORMS = (
    ("2", "2 (www2)"),
    ("3", "3 (www3)"),
    ("6", "6 (www6)"),
    ("20", "20 (pic)"),
    ("21", "21 (GPU)"),
    ("35", "35 (GPU 5)"),
)
"""Numbers and names of the farm's platforms, from its documents; another number may be typed."""
OWN = ""


class AccountSection(QtWidgets.QWidget):
    """What is known of the account, and below it, where it is wanted, the form."""

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("accountSection")
        self._controller = controller
        self._testing = False
        self._result = Verdict("accountResult", "accountAdvice")
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._line())
        column.addLayout(self._buttons())
        column.addWidget(self._make_form())
        self._tried = self._filled_in()
        column.addWidget(self._result)
        controller.account_changed.connect(self.refresh)
        controller.accounts.changed.connect(self.refresh)
        controller.accounts.tried.connect(self._tell)
        self._form.setVisible(False)
        self.refresh()

    def open_form(self) -> None:
        """Show the form, ready to type."""
        self._form.show()
        self._toggle.setChecked(True)
        self._id.setFocus()

    def _line(self) -> QtWidgets.QWidget:
        self._who = WrappedLabel()
        self._who.setObjectName("accountLine")
        return self._who

    def _buttons(self) -> QtWidgets.QLayout:
        self._known = combo()
        name_field(
            self._known, "accountChoice", tr("Account"), tr("Accounts that were signed in with on this computer")
        )
        self._known.activated.connect(self._choose)
        self._toggle = QtWidgets.QPushButton(tr("Sign in…"))
        self._toggle.setCheckable(True)
        self._toggle.setAutoDefault(False)
        name_field(self._toggle, "signInToggle", tr("Sign in with an account"), "")
        self._toggle.toggled.connect(self._open)
        self._out = QtWidgets.QPushButton(tr("Sign out"))
        self._out.setAutoDefault(False)
        name_field(self._out, "signOut", tr("Sign out"), tr("Forget this account and its key on this computer"))
        self._out.clicked.connect(self._sign_out)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._known, 1)
        row.addWidget(self._toggle)
        row.addWidget(self._out)
        row.addStretch(0)
        return row

    def _make_form(self) -> QtWidgets.QWidget:
        self._id, self._key, self._address = QtWidgets.QLineEdit(), QtWidgets.QLineEdit(), QtWidgets.QLineEdit()
        self._key.setEchoMode(QtWidgets.QLineEdit.Password)
        self._address.setPlaceholderText("jop.foxrenderfarm.com")
        self._region = combo(*((domain, name) for name, domain in REGIONS), (OWN, tr("Another address")))
        self._platform = combo(*PLATFORMS)
        self._platform.setEditable(True)
        number = QtWidgets.QLineEdit()
        name_field(number, "platformNumber", tr("Platform"), "")
        self._platform.setLineEdit(number)
        self._platform.setInsertPolicy(QtWidgets.QComboBox.NoInsert)
        domain = str(self._controller.setting("domain"))
        known = self._region.findData(domain) >= 0
        self._region.setCurrentIndex(self._region.findData(domain if known else OWN))
        protocol = str(self._controller.setting("protocol"))
        self._address.setText("" if known else domain if protocol == "https" else "%s://%s" % (protocol, domain))
        self._set_platform(str(self._controller.setting("platform")))
        self._region.currentIndexChanged.connect(self._region_changed)
        rows = (
            (tr("Access ID"), self._id, "accessId", tr("From the farm's page for developers")),
            (tr("Access key"), self._key, "accessKey", tr("Kept in the keychain, or in a file that only you can read")),
            (tr("Region"), self._region, "region", tr("Where the account was made")),
            (tr("Address"), self._address, "farmAddress", tr("Of the farm; with http:// for one on this computer")),
            (tr("Platform"), self._platform, "platform", tr("The account's platform on the farm")),
        )  # fmt: skip
        self._test = QtWidgets.QPushButton(tr("Test connection"))
        self._sign = QtWidgets.QPushButton(tr("Sign in"))
        self._form = QtWidgets.QFrame()
        self._form.setObjectName("signInForm")
        self._form.setFrameShape(QtWidgets.QFrame.StyledPanel)
        layout = QtWidgets.QFormLayout(self._form)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(6)
        layout.setFieldGrowthPolicy(QtWidgets.QFormLayout.AllNonFixedFieldsGrow)
        layout.setLabelAlignment(QtCore.Qt.AlignRight | QtCore.Qt.AlignVCenter)
        self._labels = {}
        for text, editor, name, tip in rows:
            name_field(editor, name, text, tip)
            label = QtWidgets.QLabel(text)
            label.setBuddy(editor)
            layout.addRow(label, editor)
            self._labels[name] = label
            if isinstance(editor, QtWidgets.QLineEdit):
                editor.textChanged.connect(self._typed)
                editor.returnPressed.connect(self._sign_in)
        for button, name, act in ((self._test, "testConnection", self._try), (self._sign, "signIn", self._sign_in)):
            button.setAutoDefault(False)
            name_field(button, name, button.text(), "")
            button.clicked.connect(act)
        buttons = QtWidgets.QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addStretch(1)
        buttons.addWidget(self._test)
        buttons.addWidget(self._sign)
        layout.addRow(buttons)
        self._region_changed()
        self._typed()
        return self._form

    def refresh(self, *_: object) -> None:
        """Take over who is signed in and who could be."""
        controller, desk = self._controller, self._controller.accounts
        if desk.user is not None:
            text = user_text(desk.user)
        elif controller.account_error is not None:
            text = controller.account_error.text
        elif desk.known or desk.from_environment:
            text = tr("Signing in…")
        else:
            text = tr("Nobody is signed in.")
        if desk.from_environment:
            text += "\n" + tr("The account comes from FARMHAND_ACCESS_ID, which wins over one chosen here.")
        self._who.setText(text)
        refill(
            self._known,
            tuple((item.name, known_text(item), item.domain) for item in desk.known),
            desk.known[0].name if desk.known else "",
        )
        self._known.setVisible(bool(desk.known))
        self._out.setVisible(bool(desk.known))
        self._typed()

    def _choose(self, *_: object) -> None:
        name = self._known.currentData()
        if name and self._controller.accounts.known and name != self._controller.accounts.known[0].name:
            self._tried = self._filled_in()
            self._controller.accounts.choose(name)

    def _sign_out(self) -> None:
        if self._controller.accounts.known:
            self._tried = self._filled_in()
            self._controller.accounts.sign_out(self._controller.accounts.known[0].name)

    def _open(self, on: bool) -> None:
        self._form.setVisible(on)
        self._result.hide()
        if on:
            self._id.setFocus()

    def _typed(self, *_: object) -> None:
        ready = bool(self._id.text().strip() and self._key.text().strip() and self._domain())
        trying = self._controller.accounts.trying
        for button in (self._test, self._sign):
            button.setEnabled(ready and not trying)
            button.setToolTip("" if ready else tr("Fill in access ID and key first"))
        self._sign.setText(tr("Connecting…") if trying else tr("Sign in"))

    def _region_changed(self, *_: object) -> None:
        own = self._region.currentData() == OWN
        self._address.setVisible(own)
        self._labels["farmAddress"].setVisible(own)
        self._typed()

    def _set_platform(self, number: str) -> None:
        place = self._platform.findData(number)
        if place >= 0:
            self._platform.setCurrentIndex(place)
        else:
            self._platform.setEditText(number)

    def _domain(self) -> str:
        return self._region.currentData() or self._address.text().strip()

    def _account(self) -> Known:
        protocol, _, domain = self._domain().rpartition("://")
        platform = self._platform.currentText().strip().partition(" ")[0]
        return Known(self._id.text().strip(), domain.rstrip("/"), platform, protocol or "https")

    def _filled_in(self) -> Tuple[Known, str]:
        return self._account(), self._key.text().strip()

    def _try(self) -> None:
        if self._test.isEnabled():
            self._testing, self._tried = True, self._filled_in()
            self._controller.accounts.test(*self._tried)

    def _sign_in(self) -> None:
        if self._sign.isEnabled():
            self._testing, self._tried = False, self._filled_in()
            self._controller.accounts.sign_in(*self._tried)

    def _tell(self, answer: object) -> None:
        if self._tried != self._filled_in() and (self._testing or isinstance(answer, Exception)):
            self._result.hide()  # it is about what stood here before
        elif isinstance(answer, Exception):
            self._result.show_message(of_error(answer))
        elif self._testing and isinstance(answer, User):
            self._result.tell(INFO, tr("The connection works: {who}", who=user_text(answer)))
        elif isinstance(answer, User):
            self._result.tell(INFO, tr("Signed in: {who}", who=user_text(answer)))
            self._key.clear()
            self._toggle.setChecked(False)
            self._result.show()


def user_text(user: User) -> str:
    """`artist · balance 120.50 · vouchers 5.00`."""
    parts = [user.name, tr("balance {amount}", amount="%.2f" % user.balance)]
    if user.coupon:
        parts.append(tr("vouchers {amount}", amount="%.2f" % user.coupon))
    return " · ".join(part for part in parts if part)


def known_text(account: Known) -> str:
    """An account in the menu: its user's name, or the end of its id, and where it is."""
    region = next((name for name, domain in REGIONS if domain == account.domain), account.domain)
    return "%s · %s · %s" % (account.label or account.access_id[:8] + "…", region, account.platform)
