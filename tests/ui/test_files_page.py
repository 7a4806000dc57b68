"""The page of files: shown, grouped, filtered, and what can be done about a file."""

import pytest
import shapes
from Qt import QtCore, QtGui, QtWidgets

from farmhand.frames import FrameRange
from farmhand.job.remembered import recall
from farmhand.progress import Progress
from farmhand.readers.file_host import FileHost
from farmhand.scene.model import Asset, Reference
from farmhand.scene.rows import Rows
from farmhand.transfer.ledger import Plan
from farmhand_ui.controller import Controller
from farmhand_ui.models import file_rows
from farmhand_ui.models.file_rows import BY_FOLDER, BY_NODE, FILE, FLAT, SIZE, STATE, WHERE
from farmhand_ui.models.files import GROUP_ROLE, FilesModel
from farmhand_ui.panel import Panel

WAIT = 20000
LOST = "/show/shot_010/sourceimages/fog_density_v003.<UDIM>.exr"


def find(panel, name, kind=QtWidgets.QWidget):
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def table(panel):
    return find(panel, "filesView", QtWidgets.QTableView)


def lines(model, column=FILE):
    return [model.index(row, column).data() for row in range(model.rowCount())]


def headings(model):
    texts = [model.index(row, 0).data(GROUP_ROLE) for row in range(model.rowCount())]
    return [text for text in texts if text]


def choose(panel, ending):
    view = table(panel)
    place = next(row for row, text in enumerate(lines(view.model())) if text.endswith(ending))
    view.selectRow(place)
    return view.model().index(place, 0)


def click(qtbot, panel, name):
    qtbot.mouseClick(find(panel, name), QtCore.Qt.LeftButton)


@pytest.fixture
def page(qtbot, panel):
    panel.show_page("files")
    panel.resize(700, 760)
    return panel


def test_files_are_grouped_by_state_with_missing_first(page):
    model = table(page).model()
    assert headings(model) == ["▾ Missing (1)", "▾ To send (3) · 672 MB", "▾ Not sent (1)"]
    assert model.index(1, FILE).data() == LOST
    assert model.index(1, WHERE).data() == "fileFog.fileTextureName"
    assert model.index(1, SIZE).data() == "–"
    assert model.index(3, SIZE).data() == "576 MB"
    assert "12 files" in model.index(3, FILE).data(QtCore.Qt.ToolTipRole)
    assert find(page, "filesTotal", QtWidgets.QLabel).text() == "14 files, 672 MB"


def test_a_filter_keeps_what_holds_the_text(page):
    model = table(page).model()
    find(page, "filesFilter", QtWidgets.QLineEdit).setText("TREE.ma")
    assert lines(model)[1:] == ["/show/shot_010/assets/tree.ma"]
    assert find(page, "filesTotal", QtWidgets.QLabel).text() == "1 of 5 entries, 48 MB"
    find(page, "filesFilter", QtWidgets.QLineEdit).setText("leavesCache")
    assert lines(model)[1:] == ["/show/shot_010/cache/leaves.abc"]
    find(page, "filesFilter", QtWidgets.QLineEdit).setText("nowhere")
    assert lines(model) == []


@pytest.mark.parametrize(
    ("grouping", "expected"),
    [
        (
            BY_FOLDER,
            [
                "▾ /show/shot_010/assets (1) · 48 MB",
                "▾ /show/shot_010/cache (1) · 48 MB",
                "▾ /show/shot_010/sourceimages (2) · 576 MB",
                "▾ <MAYA_RESOURCES>/OCIO-configs (1)",
            ],
        ),
        (BY_NODE, ["▾ fileBark (1) · 576 MB", "▾ fileFog (1)", "▾ leavesCache (1) · 48 MB", "▾ ocio (1)",
                   "▾ treeRN (1) · 48 MB"]),
        (FLAT, []),
    ],
)  # fmt: skip
def test_files_are_grouped_by_folder_by_node_or_not(page, grouping, expected):
    combo = find(page, "filesGrouping", QtWidgets.QComboBox)
    combo.setCurrentIndex(combo.findData(grouping))
    model = table(page).model()
    assert headings(model) == expected
    assert model.rowCount() == 5 + len(expected)


def test_a_heading_closes_and_opens_by_click_and_key(qtbot, page):
    view = table(page)
    view.setFocus()
    place = view.visualRect(view.model().index(2, 0)).center()
    qtbot.mouseClick(view.viewport(), QtCore.Qt.LeftButton, pos=place)
    assert headings(view.model())[1] == "▸ To send (3) · 672 MB"
    assert view.model().rowCount() == 5
    qtbot.keyClick(view, QtCore.Qt.Key_Right)
    assert view.model().rowCount() == 8
    qtbot.keyClick(view, QtCore.Qt.Key_Space)
    assert view.model().rowCount() == 5


def test_files_sort_within_their_group(page):
    view = table(page)
    view.sortByColumn(SIZE, QtCore.Qt.DescendingOrder)
    assert lines(view.model(), SIZE)[3:6] == ["576 MB", "48 MB", "48 MB"]
    view.sortByColumn(FILE, QtCore.Qt.DescendingOrder)
    assert [text[-8:] for text in lines(view.model())[3:6]] == ["UDIM>.tx", "aves.abc", "/tree.ma"]


def test_what_the_farm_has_already_is_told(qtbot, page, session):
    scene = page.controller.scene
    bark = Rows(Asset, (asset for asset in scene.assets if "bark" in asset.path))
    tree = Rows(Asset, (asset for asset in scene.assets if "tree" in asset.path))
    new = Rows(Asset, (asset for asset in scene.assets if asset not in (*bark, *tree)))
    page.controller.take_plan(Plan(new, tree, bark))
    assert headings(table(page).model()) == [
        "▾ Missing (1)",
        "▾ Changed since they were sent (1) · 48 MB",
        "▾ To send (1) · 48 MB",
        "▾ On the farm already (1) · 576 MB",
        "▾ Not sent (1)",
    ]


def test_a_missing_file_left_out_is_missed_no_more_and_this_is_remembered(qtbot, page, session):
    page.controller.host.scene = page.controller.scene
    choose(page, "fog_density_v003.<UDIM>.exr")
    assert page.controller.job.missing
    click(qtbot, page, "leaveOutButton")
    assert not page.controller.job.missing
    row = choose(page, "fog_density_v003.<UDIM>.exr")
    assert row.siblingAtColumn(STATE).data() == "left out by you"
    assert not [tip for tip in page.controller.job.problems() if tip.code == "20002"]
    keeper = page.controller._keeper
    path = page.controller.scene.path
    qtbot.waitUntil(lambda: recall(keeper.data_folder(), path).ignored == {LOST}, timeout=WAIT)
    click(qtbot, page, "leaveOutButton")
    assert page.controller.job.missing == (LOST,)
    qtbot.waitUntil(lambda: not recall(keeper.data_folder(), path).ignored, timeout=WAIT)
    page.controller.submit()
    qtbot.waitUntil(lambda: bool(session.jobs), timeout=WAIT)


def test_what_was_left_out_is_left_out_the_next_time(qtbot, page, host):
    choose(page, "leaves.abc")
    click(qtbot, page, "leaveOutButton")
    keeper, path = page.controller._keeper, page.controller.scene.path
    qtbot.waitUntil(lambda: bool(recall(keeper.data_folder(), path).ignored), timeout=WAIT)
    other = Controller(host, lambda overrides: shapes.FakeSession())
    other.analyse()
    qtbot.waitUntil(lambda: bool(other.assets.choices.ignored), timeout=WAIT)
    qtbot.waitUntil(lambda: len(other.job.scene.assets) == 13, timeout=WAIT)
    assert len(other.scene.assets) == 14
    other.close()


def test_a_missing_file_is_found_below_a_folder(qtbot, page, tmp_path, monkeypatch):
    for name in ("a/fog_density_v003.1001.exr", "a/fog_density_v003.1002.exr"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    files = find(page, "filesPage")
    monkeypatch.setattr(files, "choose_folder", lambda title: str(tmp_path))
    click(qtbot, page, "findFilesButton")
    qtbot.waitUntil(lambda: not page.controller.job.missing, timeout=WAIT)
    assert page.controller.message.text == "1 of 1 missing files were found."
    sent = {asset.server: asset.path for asset in page.controller.job.scene.assets if asset.server}
    names = ["fog_density_v003.%s.exr" % tile for tile in ("1001", "1002")]
    assert sent == {"/show/shot_010/sourceimages/" + name: str(tmp_path / "a" / name) for name in names}
    assert find(page, "filesTotal", QtWidgets.QLabel).text().startswith("16 files")
    page.controller.assets.forget_found([LOST])
    assert page.controller.job.missing == (LOST,)
    monkeypatch.setattr(files, "choose_folder", lambda title: str(tmp_path / "a" / "nothing"))
    click(qtbot, page, "findFilesButton")
    qtbot.waitUntil(lambda: "None of the missing" in page.controller.message.text, timeout=WAIT)


def test_dropped_files_and_folders_are_sent_along(qtbot, page, tmp_path):
    (tmp_path / "luts").mkdir()
    (tmp_path / "luts" / "show.cube").write_text("lut")
    (tmp_path / "notes.txt").write_text("notes")
    before = len(page.controller.job.scene.assets)
    data = QtCore.QMimeData()
    data.setUrls([QtCore.QUrl.fromLocalFile(str(tmp_path / name)) for name in ("luts", "notes.txt")])
    where = (QtCore.Qt.CopyAction, data, QtCore.Qt.LeftButton, QtCore.Qt.NoModifier)
    files = find(page, "filesPage")
    entered = QtGui.QDragEnterEvent(QtCore.QPoint(9, 9), *where)
    QtWidgets.QApplication.sendEvent(files, entered)
    assert entered.isAccepted()
    QtWidgets.QApplication.sendEvent(files, QtGui.QDropEvent(QtCore.QPointF(9, 9), *where))
    qtbot.waitUntil(lambda: len(page.controller.job.scene.assets) == before + 2, timeout=WAIT)
    choose(page, "show.cube")
    assert find(page, "leaveOutButton", QtWidgets.QPushButton).text() == "Remove"
    click(qtbot, page, "leaveOutButton")
    qtbot.waitUntil(lambda: len(page.controller.job.scene.assets) == before + 1, timeout=WAIT)


def test_a_drop_of_something_else_is_refused(page):
    data = QtCore.QMimeData()
    data.setText("https://example.org")
    event = QtGui.QDragEnterEvent(
        QtCore.QPoint(9, 9), QtCore.Qt.CopyAction, data, QtCore.Qt.LeftButton, QtCore.Qt.NoModifier
    )
    event.ignore()
    QtWidgets.QApplication.sendEvent(find(page, "filesPage"), event)
    assert not event.isAccepted()


class SelectingHost(shapes.FakeHost):
    """A program that can select nodes; `gone` are not in its scene."""

    gone = ()
    selected = ()

    def select_nodes(self, names):
        self.selected = tuple(name for name in names if name not in self.gone)
        return self.selected


def test_the_node_is_selected_in_the_program(qtbot, session):
    host = SelectingHost(shapes.make_scene())
    panel = Panel(Controller(host, lambda overrides: session))
    qtbot.addWidget(panel)
    panel.show()
    panel.show_page("files")
    panel.controller.analyse()
    qtbot.waitUntil(lambda: panel.controller.state == "ready", timeout=WAIT)
    choose(panel, "tree.ma")
    click(qtbot, panel, "selectNodeButton")
    assert host.selected == ("treeRN",)
    host.gone = ("treeRN",)
    click(qtbot, panel, "selectNodeButton")
    assert panel.controller.message.text == "The node is not in the open scene."
    panel.close()


class Reader(FileHost):
    """A scene file without its program."""

    def analyse(self):
        yield Progress("read")
        return shapes.make_scene()


def test_a_reader_of_files_offers_no_selection(qtbot, session, tmp_path):
    panel = Panel(Controller(Reader(str(tmp_path / "shot.ma")), lambda overrides: session))
    qtbot.addWidget(panel)
    panel.show()
    panel.show_page("files")
    panel.controller.analyse()
    qtbot.waitUntil(lambda: panel.controller.state == "ready", timeout=WAIT)
    assert not find(panel, "selectNodeButton").isVisible()
    panel.close()


def big_scene(count):
    references, assets = [], []
    for number in range(count):
        path = "/show/tex/part_%03d/tile_%06d.exr" % (number % 300, count - number)
        references.append(Reference("file%d" % number, "fileTextureName", path, (path,), False, "texture"))
        assets.append(Asset(path, 1000 + number, 1, 1))
    return shapes.make_scene(references=tuple(references), assets=tuple(sorted(assets)))


def test_many_files_are_sorted_in_slices_and_rightly(qtbot, qapp):
    scene = big_scene(9000)
    model = FilesModel()
    model.show(scene)
    model.sort(FILE)
    model.group(FLAT)
    qtbot.waitUntil(lambda: not model.busy, timeout=WAIT)
    names = lines(model)
    assert len(names) == 9000
    assert names == sorted(names)
    model.sort(SIZE, QtCore.Qt.DescendingOrder)
    qtbot.waitUntil(lambda: not model.busy, timeout=WAIT)
    assert lines(model) == [asset.path for asset in sorted(scene.assets, key=lambda asset: -asset.size)]
    model.narrow("tile_000")
    model.narrow("tile_00012")
    qtbot.waitUntil(lambda: not model.busy, timeout=WAIT)
    assert len(lines(model)) == 10
    searching = model.places(frozenset(lines(model)[:2]))
    with pytest.raises(StopIteration) as ended:
        while True:
            next(searching)
    assert ended.value.value == [0, 1]


def test_no_step_takes_many_lines_at_once(qapp):
    """What makes the window stutter is one long step, however fast the whole is."""
    scene = big_scene(9000)
    steps = file_rows.table_of(scene)
    count = 0
    while True:
        try:
            next(steps)
            count += 1
        except StopIteration as end:
            made = end.value
            break
    assert count >= 9000 // 2000 * 3
    assert len(made) == 9000


def test_files_of_frames_that_do_not_render_stay_here_until_such_frames_are_chosen(qtbot, page):
    paths = tuple("/show/seq/fire.%04d.exr" % frame for frame in range(1, 31))
    reference = Reference("fire", "fileTextureName", paths[0], paths, kind="texture", frames=tuple(range(1, 31)))
    controller = page.controller
    scene = shapes.make_scene(references=(reference,), assets=tuple(Asset(path, 2**20, 1, 1) for path in paths))
    for target in scene.targets:
        controller.set_target(target.name, enabled=True, frames=FrameRange.parse("2-4"))
    controller.host.scene = scene
    controller.connect_account()
    controller.refresh()
    qtbot.waitUntil(lambda: controller.plan is not None and len(controller.plan.new) == 5, timeout=WAIT)
    assert table(page).model().shown_size()[2] == 5 * 2**20
    for target in scene.targets:
        controller.set_target(target.name, frames=FrameRange.parse("2-14"))
    qtbot.waitUntil(lambda: len(controller.plan.new) == 15, timeout=WAIT)
    controller.set_choice(all_frames=True)
    qtbot.waitUntil(lambda: len(controller.plan.new) == 30, timeout=WAIT)
