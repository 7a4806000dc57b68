"""What scripts of the farm's own Python packages call, on top of Farmhand: log in, analyse, update, check, upload,
submit, download.

Two ways to change a script's imports. Everything by its name from here:

    from farmhand.compat.rayvision import AnalyzeMaya, RayvisionAPI, RayvisionCheck, RayvisionUpload

or every module by its own path, below this package, which one search and replace does:

    from farmhand.compat.rayvision.rayvision_api.core import RayvisionAPI

Names, parameters and defaults are those of the farm's documents and of the published packages (rayvision_api 3.0.4.3,
rayvision_sync 3.1.8, rayvision_maya 1.5.3, rayvision_houdini 1.6.1, rayvision_clarisse 1.3.3); the work is Farmhand's.
`docs/rayvision.md` tells what differs. Nothing here changes the root logger, writes into the home folder unasked, or
starts a shell.
"""

from farmhand.compat.rayvision.rayvision_api.core import RayvisionAPI
from farmhand.compat.rayvision.rayvision_api.exception import (
    AnalyseFailError,
    AnalyzeError,
    CGExeNotExistError,
    CGFileNameIllegalError,
    CGFileNotExistsError,
    CGFileZipFailError,
    CompressionFailedError,
    DecompressionFailedError,
    DownloadFailed,
    FileNameContainsChineseError,
    GetCGLocationError,
    GetCGVersionError,
    GetRendererError,
    HardwareConfigIdError,
    MaxDamageError,
    MaxExeNotExistError,
    MultiScatterAndVrayConfilictError,
    NotSupportCGSoftwareError,
    NotSupportHardwareCodeError,
    NotSupportPluginError,
    ProjectMaxVersionError,
    RayvisionAPIError,
    RayvisionError,
    RayvisionNetworkError,
    RayvisonTaskIdError,
    UnsupportedDatabaseError,
    UnsupportedEngineType,
    UploadFileNotSupportError,
    VersionNotMatchError,
)
from farmhand.compat.rayvision.rayvision_api.task.check import RayvisionCheck
from farmhand.compat.rayvision.rayvision_api.utils import append_to_task, append_to_upload, update_task_info
from farmhand.compat.rayvision.rayvision_clarisse.analyse_clarisse import AnalyzeClarisse
from farmhand.compat.rayvision.rayvision_houdini.analyze_houdini import AnalyzeHoudini
from farmhand.compat.rayvision.rayvision_log import init_logger
from farmhand.compat.rayvision.rayvision_maya.analyze_maya import AnalyzeMaya
from farmhand.compat.rayvision.rayvision_sync.constants import TASK_END_STATUS_CODE_LIST, TASK_STATUS_DESCRIPTION
from farmhand.compat.rayvision.rayvision_sync.download import RayvisionDownload
from farmhand.compat.rayvision.rayvision_sync.manage import RayvisionManageTask
from farmhand.compat.rayvision.rayvision_sync.upload import RayvisionUpload
from farmhand.compat.rayvision.rayvision_utils.exception.tips import TipsInfo

__all__ = [
    "TASK_END_STATUS_CODE_LIST",
    "TASK_STATUS_DESCRIPTION",
    "AnalyseFailError",
    "AnalyzeClarisse",
    "AnalyzeError",
    "AnalyzeHoudini",
    "AnalyzeMaya",
    "CGExeNotExistError",
    "CGFileNameIllegalError",
    "CGFileNotExistsError",
    "CGFileZipFailError",
    "CompressionFailedError",
    "DecompressionFailedError",
    "DownloadFailed",
    "FileNameContainsChineseError",
    "GetCGLocationError",
    "GetCGVersionError",
    "GetRendererError",
    "HardwareConfigIdError",
    "MaxDamageError",
    "MaxExeNotExistError",
    "MultiScatterAndVrayConfilictError",
    "NotSupportCGSoftwareError",
    "NotSupportHardwareCodeError",
    "NotSupportPluginError",
    "ProjectMaxVersionError",
    "RayvisionAPI",
    "RayvisionAPIError",
    "RayvisionCheck",
    "RayvisionDownload",
    "RayvisionError",
    "RayvisionManageTask",
    "RayvisionNetworkError",
    "RayvisionUpload",
    "RayvisonTaskIdError",
    "TipsInfo",
    "UnsupportedDatabaseError",
    "UnsupportedEngineType",
    "UploadFileNotSupportError",
    "VersionNotMatchError",
    "append_to_task",
    "append_to_upload",
    "init_logger",
    "update_task_info",
]
