"""`farmhand.compat.rayvision`: every documented name and table is there, by both ways to import it."""

import re
from pathlib import Path

import pytest

from farmhand.compat import rayvision
from farmhand.compat.rayvision import RayvisionError, RayvisionUpload, TipsInfo
from farmhand.compat.rayvision.rayvision_api.constants import CG_SETTING, MODIFIABLE_PARAM, TASK_INFO
from farmhand.compat.rayvision.rayvision_sync.constants import TASK_END_STATUS_CODE_LIST, TASK_STATUS_DESCRIPTION
from farmhand.compat.rayvision.rayvision_sync.utils import get_task_status_description

DOCUMENTED = """
from rayvision_api.core import RayvisionAPI
from rayvision_api.exception import RayvisionAPIError, RayvisionError, RayvisonTaskIdError
from rayvision_api.operators import QueryOperator, RenderEnvOperator, TagOperator, TaskOperator, UserOperator
from rayvision_api.task.check import RayvisionCheck
from rayvision_api.utils import update_task_info, append_to_task, append_to_upload
from rayvision_clarisse.analyse_clarisse import AnalyzeClarisse
from rayvision_houdini.analyze_houdini import AnalyzeHoudini
from rayvision_log import init_logger
from rayvision_maya.analyze_maya import AnalyzeMaya
from rayvision_sync.constants import TASK_STATUS_DESCRIPTION
from rayvision_sync.download import RayvisionDownload
from rayvision_sync.manage import RayvisionManageTask
from rayvision_sync.upload import RayvisionUpload
from rayvision_utils.exception import tips_code
from rayvision_utils.exception.exception import AnalyseFailError
from rayvision_utils.exception.tips import TipsInfo
import rayvision_sync.upload as upload
"""


def test_the_search_and_replace_of_the_documentation_changes_every_documented_import():
    told = (Path(__file__).parents[2] / "docs" / "rayvision.md").read_text(encoding="utf-8")
    pattern, replacement = re.search(r"sed -i -E 's/(.*)/(.*)/' script.py", told).groups()
    changed = re.sub(pattern, replacement, DOCUMENTED, flags=re.M)
    assert changed.count("farmhand.compat.rayvision.") == len(DOCUMENTED.split("\n")) - 2
    names = {}
    exec(changed, names)
    assert names["RayvisionUpload"] is names["upload"].RayvisionUpload is RayvisionUpload
    assert names["TipsInfo"] is TipsInfo


def test_the_tables_have_what_the_documents_have():
    assert set(TASK_END_STATUS_CODE_LIST) == {"10", "15", "20", "23", "25", "30", "35", "45"}
    documented = {"0", "5", "8", "10", "20", "23", "25", "30", "35", "40", "45"}
    assert set(TASK_STATUS_DESCRIPTION) == documented | {"15", "50", "100"}
    assert TASK_STATUS_DESCRIPTION["30"] == {"0": "已完成(有失败帧)", "1": "Done, some frames failed"}
    assert (CG_SETTING["maya"], CG_SETTING["2004"], CG_SETTING["clarisse"]) == ("2000", "houdini", "2013")
    assert set(MODIFIABLE_PARAM) - set(TASK_INFO["task_info"]) == {"test_frames"}
    with pytest.raises(RayvisionError, match="77"):
        get_task_status_description("77")


def test_everything_is_to_be_had_from_one_place():
    assert all(getattr(rayvision, name) for name in rayvision.__all__)
    assert issubclass(rayvision.AnalyzeError, Exception)
    with pytest.raises(rayvision.AnalyzeError):
        raise rayvision.VersionNotMatchError
    error = RayvisionError(1000002, "no {name}", name="x", hint="look at {name}")
    assert (str(error), error.error, error.advice) == ("RayvisionError: 1000002: no x", "no x", "look at x")
