"""The transfer program in the settings: where it is, by hand or by itself, and what is wrong there, told in place."""

import os
import sys
import threading

import pytest
from finding import WAIT, box, button, choose, find, line
from Qt import QtCore, QtWidgets

from farmhand.errors import FarmhandError
from farmhand.settings import load
from farmhand.transfer import raysync_client, transmitter


@pytest.fixture
def page(panel):
    """The panel on its settings page."""
    panel.show_page("settings")
    return panel


@pytest.fixture
def client(tmp_path):
    """A folder that looks like that of a Raysync client."""
    folder = tmp_path / "Raysync client"
    folder.mkdir()
    (folder / "cluster.xml").write_text('<c><h><p value="1"/></h></c>', encoding="utf-8")
    for name in ("start.sh", "Raysync-sdk.exe", "Raysync-sdk"):
        (folder / name).write_text("", encoding="utf-8")
    return str(folder)


def retype(qtbot, page, name, text):
    """Replace a field's text by keys."""
    field = line(page, name)
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, QtCore.Qt.Key_Delete)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, QtCore.Qt.Key_Return)


def told(page):
    """What stands below the field; empty where nothing does."""
    label = find(page, "engineProblem", QtWidgets.QLabel)
    return label.text() if label.isVisible() else ""


def said(check):
    """What an engine itself says."""
    with pytest.raises(FarmhandError) as error:
        check(load())
    return str(error.value.sentence.format(**error.value.params))


def test_the_transfer_program_is_chosen_here_and_remembered(qtbot, page, client):
    folder, browse = line(page, "raysyncFolder"), button(page, "raysyncFolderBrowse")
    submit = button(page, "submitButton")
    assert box(page, "engine").currentData() == "aspera"
    assert line(page, "transmitter").isVisible() and box(page, "line").isEnabled()
    assert not folder.isVisible() and not browse.isVisible()
    assert submit.isEnabled()
    choose(page, "engine", "raysync")
    assert folder.isVisible() and browse.isVisible() and not box(page, "line").isEnabled()
    assert not line(page, "transmitter").isVisible() and not button(page, "transmitterBrowse").isVisible()
    assert not submit.isEnabled() and "Raysync" in submit.toolTip()  # it says why
    retype(qtbot, page, "raysyncFolder", client)
    qtbot.waitUntil(lambda: client in folder.toolTip(), timeout=WAIT)
    assert submit.isEnabled() and told(page) == ""
    settings = load()
    assert (settings["engine"], settings["raysync"]) == ("raysync", client)
    button(page, "engineReset").click()
    assert load()["engine"] == "aspera"
    assert not folder.isVisible() and not button(page, "raysyncFolderReset").isVisible()


def test_a_folder_without_a_client_is_told_in_place_in_the_engines_words(qtbot, page, client):
    submit = button(page, "submitButton")
    choose(page, "engine", "raysync")
    os.rename(os.path.join(client, "cluster.xml"), os.path.join(client, "away.xml"))
    retype(qtbot, page, "raysyncFolder", client)
    qtbot.waitUntil(lambda: told(page) != "", timeout=WAIT)
    assert told(page) == said(raysync_client.check) and "cluster.xml" in told(page)
    assert find(page, "engineAdvice", QtWidgets.QLabel).text().startswith("Choose the folder of an installed Raysync")
    assert not submit.isEnabled() and submit.toolTip() == told(page)
    assert line(page, "raysyncFolder").accessibleDescription() == told(page)
    os.rename(os.path.join(client, "away.xml"), os.path.join(client, "cluster.xml"))
    qtbot.mouseClick(button(page, "refreshButton"), QtCore.Qt.LeftButton)  # it is looked at anew
    qtbot.waitUntil(lambda: told(page) == "" and submit.isEnabled(), timeout=WAIT)
    for name in ("start.sh", "Raysync-sdk.exe", "Raysync-sdk"):
        os.remove(os.path.join(client, name))
    page.show_page("scene")
    page.show_page("settings")
    qtbot.waitUntil(lambda: "cannot be started" in told(page), timeout=WAIT)
    choose(page, "engine", "aspera")
    assert told(page) == "" and submit.isEnabled()  # nothing that is not chosen is in the way


def test_a_wrong_path_of_the_transmitter_is_told_in_place_and_taken_back(qtbot, page, tmp_path, monkeypatch):
    monkeypatch.delenv("FARMHAND_TRANSMITTER")
    submit, reset = button(page, "submitButton"), button(page, "transmitterReset")
    missing = str(tmp_path / "rayvision_transmitter")
    retype(qtbot, page, "transmitter", missing)
    qtbot.waitUntil(lambda: told(page) != "", timeout=WAIT)
    assert told(page) == said(transmitter.check) == "There is no transmitter at %s." % missing
    assert not submit.isEnabled() and submit.toolTip() == told(page)
    assert load()["transmitter"] == missing and reset.isVisible()
    page.change_language("zh")
    qtbot.waitUntil(lambda: told(page) == "%s 处没有传输程序。" % missing, timeout=WAIT)
    page.change_language("en")
    qtbot.waitUntil(lambda: told(page).startswith("There is"), timeout=WAIT)
    monkeypatch.setenv("FARMHAND_TRANSMITTER", sys.executable)  # found without the user's word
    qtbot.mouseClick(button(page, "transmitterReset"), QtCore.Qt.LeftButton)
    qtbot.waitUntil(lambda: told(page) == "" and button(page, "submitButton").isEnabled(), timeout=WAIT)
    assert load()["transmitter"] == sys.executable


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere only a start tells a program from a text")
def test_a_file_that_is_no_program_is_told(qtbot, page, tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text("buy milk", encoding="utf-8")
    before = notes.stat().st_mode
    retype(qtbot, page, "transmitter", str(notes))
    qtbot.waitUntil(lambda: "cannot be started" in told(page), timeout=WAIT)
    assert notes.stat().st_mode == before  # looked at only


@pytest.mark.parametrize(
    ("engine", "name", "dialog", "answer"),
    [
        ("aspera", "transmitter", "getOpenFileName", (sys.executable, "")),
        ("raysync", "raysync", "getExistingDirectory", "/opt/raysync"),
    ],
)
def test_the_place_is_chosen_by_its_button(qtbot, page, monkeypatch, engine, name, dialog, answer):
    asked = []

    def choose_in_dialog(parent, title, present):
        asked.append(title)
        return answer

    monkeypatch.setattr(QtWidgets.QFileDialog, dialog, choose_in_dialog)
    choose(page, "engine", engine)
    field = {"aspera": "transmitter", "raysync": "raysyncFolder"}[engine]
    browse = button(page, field + "Browse")
    qtbot.mouseClick(browse, QtCore.Qt.LeftButton)
    assert asked == [browse.accessibleName()]
    assert load()[name] == line(page, field).text() == (answer if isinstance(answer, str) else answer[0])


def test_a_slow_server_holds_nothing_up_and_its_late_answer_does_not_win(qtbot, page, tmp_path, monkeypatch):
    answered, looked = threading.Event(), []
    whole = transmitter.find

    def find_slowly(settings):
        looked.append(threading.current_thread())
        if settings["transmitter"] == "/slow/transmitter":
            answered.wait(20)
        return whole(settings)

    monkeypatch.setattr(transmitter, "find", find_slowly)
    retype(qtbot, page, "transmitter", "/slow/transmitter")
    qtbot.waitUntil(lambda: len(looked) == 1, timeout=WAIT)
    assert button(page, "submitButton").isEnabled()  # nothing is known against it
    retype(qtbot, page, "transmitter", sys.executable)
    qtbot.waitUntil(lambda: sys.executable in line(page, "transmitter").toolTip(), timeout=WAIT)
    answered.set()
    looked[0].join(20)
    QtWidgets.QApplication.processEvents()
    assert told(page) == "" and button(page, "submitButton").isEnabled()
    assert threading.main_thread() not in looked
