"""Settings: bound to the choices both ways, remembered, with what the farm has, and back to the default."""

import json
import os

import pytest
import shapes
from finding import WAIT, box, button, choose, find, line, texts
from Qt import QtCore, QtGui, QtWidgets

from farmhand.farm.records import User
from farmhand.job import presets
from farmhand.job.choices import Choices
from farmhand.settings import load
from farmhand_ui.controller import Controller
from farmhand_ui.panel import Panel


@pytest.fixture
def page(qtbot, panel):
    """The panel on its settings page, with the farm asked."""
    panel.show_page("settings")
    panel.controller.connect_account()
    qtbot.waitUntil(lambda: panel.controller.farm.facts.software is not None, timeout=WAIT)
    return panel


@pytest.mark.parametrize(
    ("name", "value", "field", "chosen"),
    [
        ("tiles", 4, "tiles", 4),
        ("framesPerTask", 3, "frames_per_task", 3),
        ("frameTimeout", 1.5, "frame_timeout", 5400),
        ("taskTimeout", 2, "task_timeout", 7200),
        ("remindAfter", 0.5, "remind_after", 1800),
    ],
)
def test_numbers_reach_the_choices_and_go_back_to_the_default(qtbot, page, name, value, field, chosen):
    editor, reset = find(page, name, QtWidgets.QAbstractSpinBox), button(page, name + "Reset")
    assert reset.isHidden()
    editor.setValue(value)
    assert getattr(page.controller.choices, field) == chosen
    assert not reset.isHidden()
    reset.click()
    assert getattr(page.controller.choices, field) == getattr(Choices(), field)
    assert reset.isHidden()


@pytest.mark.parametrize("height", [760, 1900])
def test_the_label_of_the_plug_ins_stands_beside_the_first_of_them(qtbot, page, height):
    page.resize(480, height)
    first, more = box(page, "plugin_mtoa"), box(page, "addPlugin")
    label = [found for found in page.findChildren(QtWidgets.QLabel) if found.text() == "Plug-ins"][0]
    letters = label.fontMetrics().height()

    def apart():
        middle = QtCore.QPoint(0, label.contentsRect().top() + letters // 2)
        return abs(label.mapTo(page, middle).y() - first.mapTo(page, first.rect().center()).y())

    qtbot.waitUntil(lambda: apart() <= 1, timeout=WAIT)
    assert more.mapTo(page, QtCore.QPoint()).y() - first.mapTo(page, QtCore.QPoint()).y() < 2 * first.height()


def test_what_changes_elsewhere_shows_in_the_fields(page):
    page.controller.choose(
        Choices(tiles=9, tile_kind="strip", ram=128, layered=True, project_name="moon", priority_frames="011:5")
    )
    assert find(page, "tiles", QtWidgets.QSpinBox).value() == 9
    assert box(page, "tileKind").currentData() == "strip"
    assert box(page, "ram").currentData() == 128
    assert button(page, "layered").isChecked()
    assert line(page, "projectName").text() == "moon"
    flags = [button(page, "priority" + name).isChecked() for name in ("First", "Middle", "Last")]
    assert (flags, line(page, "priorityOwn").text()) == ([False, True, True], "5")
    button(page, "priorityReset").click()
    assert page.controller.choices.priority_frames == "000"
    assert line(page, "priorityOwn").text() == ""


def test_files_are_kept_apart_by_task_or_by_the_number_of_a_user(qtbot, page):
    number = line(page, "isolationUser")
    assert number.isHidden()
    choose(page, "isolation", "task")
    assert (page.controller.choices.isolation, number.isHidden()) == ("task", True)
    choose(page, "isolation", "user")
    assert not number.isHidden()
    assert any(tip.code == "isolation_user" for tip in page.controller.job.problems())
    qtbot.keyClicks(number, "anna 77")
    qtbot.keyClick(number, QtCore.Qt.Key_Return)
    assert page.controller.choices.isolation_user == "77"
    assert not any(tip.code == "isolation_user" for tip in page.controller.job.problems())
    button(page, "isolationReset").click()
    assert (page.controller.choices.isolation, number.isHidden()) == ("", True)


def test_text_that_is_being_typed_is_not_taken_away(qtbot, page):
    project = line(page, "projectName")
    page.activateWindow()
    project.setFocus()
    qtbot.keyClicks(project, "du")
    page.controller.set_choice(tiles=3)
    assert project.text() == "du"
    qtbot.keyClicks(project, "ne")
    qtbot.keyClick(project, QtCore.Qt.Key_Return)
    assert page.controller.choices.project_name == "dune"


def test_projects_of_the_farm_are_offered(page):
    assert texts(box(page, "project")) == ["dune", "moon"]
    box(page, "project").setCurrentIndex(1)
    box(page, "project").activated.emit(1)
    assert page.controller.choices.project_name == "moon"


def test_versions_are_those_of_the_farm_matched_with_the_scenes(page):
    version = box(page, "softwareVersion")
    assert texts(version) == ["As the scene: Maya 2024", "2022", "2024"]
    assert texts(box(page, "plugin_mtoa")) == ["5.3.0", "5.3.1.0", "do not load"]
    assert box(page, "plugin_mtoa").currentData() == "5.3.1.0"
    choose(page, "plugin_mtoa", "5.3.0")
    assert page.controller.choices.plugins == {"mtoa": "5.3.0"}
    choose(page, "plugin_mtoa", "")
    assert page.controller.choices.plugins == {}
    choose(page, "addPlugin", "mtoa")
    assert page.controller.choices.plugins == {"mtoa": "5.3.1.0"}
    button(page, "pluginsReset").click()
    assert page.controller.choices.plugins is None
    choose(page, "softwareVersion", "2022")
    assert page.controller.choices.software_version == "2022"


def test_a_version_that_the_farm_lacks_says_so(page):
    page.controller.show(shapes.make_scene(version="2023", plugins={"mtoa": "4.0", "studioTools": "1"}))
    page.controller.set_choice(software_version="2024")
    assert texts(box(page, "softwareVersion"))[0] == "As the scene: Maya 2023 (not on the farm)"
    assert texts(box(page, "plugin_mtoa"))[0] == "4.0 (not on the farm)"
    assert "studioTools" in find(page, "softwareNote").text()


def test_before_the_farm_answered_the_scenes_own_versions_stand(panel):
    assert texts(box(panel, "softwareVersion")) == ["As the scene: Maya 2024"]
    assert texts(box(panel, "plugin_mtoa")) == ["5.3.1.0"]
    assert "asked" in find(panel, "softwareNote").text()


def test_render_nodes_say_what_they_do_not_run(page):
    kinds = box(page, "hardware")
    assert texts(kinds) == ["The farm chooses", "CPU · 64 GB", "2080Ti × 2 · 128 GB (not for this scene)"]
    assert kinds.itemData(2, QtCore.Qt.ToolTipRole) == "mtoa 5.3.1.0"
    assert find(page, "hardwareNote").text() == "2080Ti × 2 · 128 GB does not run mtoa 5.3.1.0."
    page.controller.set_choice(plugins={"mtoa": "5.3.0"})
    assert texts(kinds)[2] == "2080Ti × 2 · 128 GB"
    choose(page, "hardware", "401")
    assert page.controller.choices.hardware_id == "401"


def test_settings_are_remembered_for_the_user_and_go_back(page):
    choose(page, "line", "DX")
    find(page, "speedLimit", QtWidgets.QSpinBox).setValue(2048)
    button(page, "autoDownload").setChecked(False)
    stored = load()
    assert (stored["line"], stored["speed_limit"], stored["auto_download"]) == ("DX", 2048, False)
    assert not page.controller.auto_download
    for name in ("line", "speedLimit", "autoDownload"):
        button(page, name + "Reset").click()
    stored = load()
    assert (stored["line"], stored["speed_limit"], stored["auto_download"]) == ("", 1048576, True)
    assert find(page, "speedLimit", QtWidgets.QSpinBox).value() == 0


def test_going_back_leads_to_the_studios_setting(qtbot, qapp, host, session, tmp_path, monkeypatch):
    site = tmp_path / "site.json"
    site.write_text(json.dumps({"output_folder": "/studio/frames"}))
    monkeypatch.setenv("FARMHAND_SITE_SETTINGS", str(site))
    made = Controller(host, lambda overrides: session)
    made.change_setting("output_folder", "/mine")
    assert made.output_folder == "/mine"
    made.change_setting("output_folder", "")
    assert made.output_folder == "/studio/frames"
    assert made.setting_source("output_folder") == str(site)
    made.close()


def test_a_settings_file_that_cannot_be_written_is_told_and_the_setting_holds(controller, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file" / "x"))
    controller.change_setting("output_folder", "/mine")
    assert controller.output_folder == "/mine"
    assert controller.message is not None


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [440, 900])
def test_a_note_is_as_high_as_its_text_and_no_row_is_left_empty(qtbot, page, language, width):
    page.change_language(language)
    submit = {"en": "Submit", "zh": "提交"}[language]
    qtbot.waitUntil(lambda: button(page, "submitButton").text() == submit, timeout=WAIT)
    page.resize(width, 760)
    page.show_page("settings")
    plugins = {"mtoa": "5.3.1.0", "studioTools": "1"}
    for count in (0, 9):
        plugins.update(("studioTools%d" % number, "1") for number in range(count))
        page.controller.show(shapes.make_scene(plugins=plugins))
        note, plugin = find(page, "softwareNote", QtWidgets.QLabel), box(page, "plugin_mtoa")
        text = note.fontMetrics().boundingRect(
            QtCore.QRect(0, 0, note.width(), 9999), QtCore.Qt.TextWordWrap, note.text()
        )
        qtbot.waitUntil(lambda: abs(note.height() - text.height()) <= 2, timeout=WAIT)  # noqa: B023
        assert "studioTools" in note.text()
        end = plugin.mapTo(page, QtCore.QPoint(0, plugin.height())).y()
        assert note.mapTo(page, QtCore.QPoint(0, 0)).y() - end <= 12
    ends = [editor.mapTo(page, QtCore.QPoint(editor.width(), 0)).x() for editor in (plugin, box(page, "ram"))]
    assert ends[0] == ends[1]


def test_presets_are_kept_applied_and_forgotten(qtbot, page):
    page.controller.choose(Choices(tiles=4, layered=True))
    menu = box(page, "presetChoice")
    assert menu.currentText() == "Own choices"
    qtbot.mouseClick(button(page, "presetSave"), QtCore.Qt.LeftButton)
    qtbot.keyClicks(line(page, "presetName"), "Tiled")
    qtbot.keyClick(line(page, "presetName"), QtCore.Qt.Key_Return)
    assert menu.currentText() == "Tiled"
    assert not line(page, "presetName").isVisible()
    choose(page, "presetChoice", "/")
    assert page.controller.choices == Choices()
    page.controller.set_target("rs_fog", enabled=False)
    choose(page, "presetChoice", "user/Tiled")
    assert (page.controller.choices.tiles, page.controller.choices.targets["rs_fog"].enabled) == (4, False)
    qtbot.mouseClick(button(page, "presetDelete"), QtCore.Qt.LeftButton)
    assert presets.presets() == ()
    assert page.controller.choices.tiles == 4


def test_a_new_scene_begins_with_the_default_preset(qtbot, controller):
    presets.save_preset("Default", Choices(project_name="house"))
    controller.analyse()
    qtbot.waitUntil(lambda: controller.state == "ready", timeout=WAIT)
    assert controller.choices.project_name == "house"


def test_the_wheel_scrolls_the_form_and_changes_nothing(page):
    memory = box(page, "ram")
    event = QtGui.QWheelEvent(
        QtCore.QPointF(5, 5),
        QtCore.QPointF(memory.mapToGlobal(QtCore.QPoint(5, 5))),
        QtCore.QPoint(0, -120),
        QtCore.QPoint(0, -120),
        QtCore.Qt.NoButton,
        QtCore.Qt.NoModifier,
        QtCore.Qt.NoScrollPhase,
        False,
    )
    QtWidgets.QApplication.sendEvent(memory, event)
    assert page.controller.choices.ram == 64


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("points", [9, 14])
def test_no_field_is_cut_off_at_440_pixels(qtbot, page, language, points):
    page.change_language(language)
    submit = {"en": "Submit", "zh": "提交"}[language]
    qtbot.waitUntil(lambda: button(page, "submitButton").text() == submit, timeout=WAIT)
    font = page.font()
    font.setPointSize(points)
    page.setFont(font)
    page.resize(440, 760)
    page.controller.set_choice(tiles=4)
    area = find(page, "settingsPage", QtWidgets.QScrollArea)
    page.show_page("settings")
    button(page, "signInToggle").setChecked(True)
    QtWidgets.QApplication.processEvents()
    assert page.width() == 440
    QtWidgets.QApplication.processEvents()
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()


# The account


class Farm:
    """Opens sessions of accounts that are tried, and remembers them."""

    def __init__(self):
        self.tried = []
        self.closed = 0
        self.error = None

    def __call__(self, account, overrides):
        self.tried.append((account.access_id, account.reveal_key(), dict(overrides)))
        return self

    def login(self):
        if self.error is not None:
            raise self.error
        return User(9, "jane", "1", "2", "3", balance=12.5, coupon=3)

    def close(self):
        self.closed += 1


@pytest.fixture
def farm(panel, monkeypatch, tmp_path):
    """A farm to sign in to, and no keychain but a file."""
    import sys

    monkeypatch.setitem(sys.modules, "keyring", None)
    made = Farm()
    panel.controller.accounts._opener = made
    panel.show_page("settings")
    return made


def fill_in(qtbot, panel, region="task.renderbus.com"):
    qtbot.mouseClick(button(panel, "signInToggle"), QtCore.Qt.LeftButton)
    QtWidgets.QApplication.processEvents()
    qtbot.keyClicks(line(panel, "accessId"), "jane-id")
    qtbot.keyClicks(line(panel, "accessKey"), "jane-key")
    choose(panel, "region", region)
    choose(panel, "platform", "3")
    QtWidgets.QApplication.processEvents()


def test_nothing_can_be_sent_before_id_and_key_are_there(qtbot, panel, farm):
    assert find(panel, "accountLine").text() == "Nobody is signed in."
    qtbot.mouseClick(button(panel, "signInToggle"), QtCore.Qt.LeftButton)
    assert not button(panel, "signIn").isEnabled()
    assert line(panel, "accessKey").echoMode() == QtWidgets.QLineEdit.Password
    qtbot.keyClick(line(panel, "accessId"), QtCore.Qt.Key_Return)
    assert farm.tried == []


def test_a_connection_is_tested_without_keeping_anything(qtbot, panel, farm):
    fill_in(qtbot, panel)
    qtbot.mouseClick(button(panel, "testConnection"), QtCore.Qt.LeftButton)
    qtbot.waitUntil(lambda: "works" in find(panel, "accountResult").text(), timeout=WAIT)
    assert "jane · balance 12.50 · vouchers 3.00" in find(panel, "accountResult").text()
    assert farm.tried[0][:2] == ("jane-id", "jane-key")
    assert (farm.tried[0][2]["domain"], farm.tried[0][2]["platform"]) == ("task.renderbus.com", "3")
    assert farm.closed == 1
    assert panel.controller.accounts.known == ()
    assert line(panel, "accessKey").text() == "jane-key"


def test_signing_in_keeps_the_account_and_uses_it(qtbot, panel, farm):
    fill_in(qtbot, panel)
    qtbot.keyClick(line(panel, "accessKey"), QtCore.Qt.Key_Return)
    qtbot.waitUntil(lambda: panel.controller.account == "artist", timeout=WAIT)  # the session of the new account
    assert (panel.controller.setting("domain"), panel.controller.setting("platform")) == ("task.renderbus.com", "3")
    assert not find(panel, "signInForm").isVisible()
    assert line(panel, "accessKey").text() == ""
    assert texts(box(panel, "accountChoice")) == ["jane · Renderbus · 3"]
    folder = os.path.join(os.environ["XDG_CONFIG_HOME"], "farmhand")
    assert os.stat(os.path.join(folder, "keys.json")).st_mode & 0o077 == 0
    qtbot.waitUntil(lambda: "balance 120.50" in find(panel, "accountLine").text(), timeout=WAIT)


def test_a_refused_account_is_told_in_place_with_what_was_typed_still_there(qtbot, panel, farm):
    from farmhand.errors import FarmError

    farm.error = FarmError("The farm refused {what}.", "Check the key.", what="the account")
    fill_in(qtbot, panel)
    qtbot.mouseClick(button(panel, "signIn"), QtCore.Qt.LeftButton)
    qtbot.waitUntil(lambda: find(panel, "accountResult").isVisible(), timeout=WAIT)
    assert find(panel, "accountResult").text() == "The farm refused the account."
    assert find(panel, "accountAdvice").text() == "Check the key."
    assert (line(panel, "accessId").text(), line(panel, "accessKey").text()) == ("jane-id", "jane-key")
    assert button(panel, "signIn").isEnabled()
    assert panel.controller.accounts.known == ()


@pytest.mark.parametrize("name", ["testConnection", "signIn"])
def test_an_answer_about_what_was_changed_meanwhile_is_not_told(qtbot, panel, farm, name):
    from farmhand.errors import FarmError

    farm.error = FarmError("The farm refused {what}.", "Check the key.", what="the account")
    fill_in(qtbot, panel)
    qtbot.mouseClick(button(panel, name), QtCore.Qt.LeftButton)
    qtbot.keyClicks(line(panel, "accessId"), "-2")
    assert panel.controller.accounts.trying
    qtbot.waitUntil(lambda: not panel.controller.accounts.trying, timeout=WAIT)
    QtWidgets.QApplication.processEvents()
    assert not find(panel, "accountResult").isVisible()
    assert button(panel, "signIn").isEnabled()


def test_another_address_takes_its_protocol(qtbot, panel, farm):
    fill_in(qtbot, panel, "")
    assert line(panel, "farmAddress").isVisible()
    qtbot.keyClicks(line(panel, "farmAddress"), "http://127.0.0.1:8950/")
    qtbot.mouseClick(button(panel, "testConnection"), QtCore.Qt.LeftButton)
    qtbot.waitUntil(lambda: bool(farm.tried), timeout=WAIT)
    assert (farm.tried[0][2]["domain"], farm.tried[0][2]["protocol"]) == ("127.0.0.1:8950", "http")


def test_accounts_are_switched_and_signed_out(qtbot, panel, farm):
    fill_in(qtbot, panel)
    qtbot.mouseClick(button(panel, "signIn"), QtCore.Qt.LeftButton)
    qtbot.waitUntil(lambda: len(panel.controller.accounts.known) == 1, timeout=WAIT)
    fill_in(qtbot, panel, "jop.foxrenderfarm.com")
    qtbot.mouseClick(button(panel, "signIn"), QtCore.Qt.LeftButton)
    qtbot.waitUntil(lambda: len(panel.controller.accounts.known) == 2, timeout=WAIT)
    assert panel.controller.setting("domain") == "jop.foxrenderfarm.com"
    choose(panel, "accountChoice", panel.controller.accounts.known[1].name)
    qtbot.waitUntil(lambda: panel.controller.setting("domain") == "task.renderbus.com", timeout=WAIT)
    for left in (1, 0):
        qtbot.mouseClick(button(panel, "signOut"), QtCore.Qt.LeftButton)
        qtbot.waitUntil(lambda left=left: len(panel.controller.accounts.known) == left, timeout=WAIT)
    with open(os.path.join(os.environ["XDG_CONFIG_HOME"], "farmhand", "keys.json")) as stream:
        assert json.load(stream) == {}


def test_without_an_account_the_message_leads_to_the_form(qtbot, qapp, host):
    from farmhand.errors import SettingsError

    def refuse(overrides):
        raise SettingsError("No account.", "Sign in.")

    made = Panel(Controller(host, refuse))
    qtbot.addWidget(made)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.controller.account_error is not None, timeout=WAIT)
    assert button(made, "messageBarAction").text() == "Sign in…"
    qtbot.mouseClick(button(made, "messageBarAction"), QtCore.Qt.LeftButton)
    assert line(made, "accessId").isVisible()
    made.close()


def test_an_account_of_the_environment_says_that_it_wins(qtbot, qapp, host, session, monkeypatch):
    monkeypatch.setenv("FARMHAND_ACCESS_ID", "id")
    monkeypatch.setenv("FARMHAND_ACCESS_KEY", "key")
    made = Panel(Controller(host, lambda overrides: session))
    qtbot.addWidget(made)
    made.make_pages()
    assert "FARMHAND_ACCESS_ID" in find(made, "accountLine").text()
    made.close()
