"""The exceptions that the farm's documents name, as members of Farmhand's own tree.

A script that catches the documented ones and a tool that catches `FarmhandError` both see every failure.
"""

from __future__ import annotations

from typing import Any, NoReturn, Union

from farmhand.errors import FarmError, FarmhandError, NetworkError, SceneError, TransferError
from farmhand.farm.codes import CLIENT_ERROR


class RayvisionError(FarmhandError):
    """Something went wrong.

    Args:
        error_code: The farm's number, or one of its client's.
        error: What went wrong; a template where there are `kwargs`.
        kwargs: Values of its fields, and `hint` as every error of Farmhand has it.
    """

    def __init__(self, error_code: Union[int, str], error: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(str(error), **kwargs)
        self.error_code = error_code

    @property
    def error(self) -> str:
        """What went wrong."""
        return FarmhandError.__str__(self)

    def __str__(self) -> str:
        return "RayvisionError: {}: {}".format(self.error_code, self.error)


class RayvisonTaskIdError(RayvisionError):
    """A task's number is none."""

    def __init__(self, error_code: Union[int, str], error: str, **kwargs: Any) -> None:
        super().__init__(error_code, error, **kwargs)

    def __str__(self) -> str:
        return "RayvisonTaskIdError: {}: {}".format(self.error_code, self.error)


class RayvisionAPIError(RayvisionError, FarmError):
    """The farm answered, and refused.

    Args:
        error_code: The farm's code.
        error: What it means.
        request: Which operation was refused.
    """

    def __init__(self, error_code: int, error: str, request: str) -> None:
        super().__init__(error_code, error)
        self.farm_code = error_code
        self.request = request

    def __str__(self) -> str:
        return "RayvisionAPIError: {}: {}: {}".format(self.error_code, self.error, self.request)


class RayvisionNetworkError(RayvisionError, NetworkError):
    """The farm was not reached. The documents have no name for it: it is a `RayvisionError` of the client's number."""


class AnalyzeError(SceneError):
    """The scene cannot be analysed."""

    def __init__(self, error: str = "", hint: str = "", **params: Any) -> None:
        super().__init__(error, hint, **params)


class MaxDamageError(AnalyzeError):
    """A 3ds Max scene is damaged."""


class MaxExeNotExistError(AnalyzeError):
    """3ds Max is not here."""


class CGExeNotExistError(AnalyzeError):
    """The program of the scene is not here."""


class ProjectMaxVersionError(AnalyzeError):
    """The version of 3ds Max is not the project's."""


class GetCGVersionError(AnalyzeError):
    """The scene does not say which version wrote it."""


class GetRendererError(AnalyzeError):
    """The scene does not say what renders it."""


class GetCGLocationError(AnalyzeError):
    """The program of the scene was not found."""


class MultiScatterAndVrayConfilictError(AnalyzeError):
    """MultiScatter and V-Ray do not go together."""


class VersionNotMatchError(AnalyzeError):
    """The scene is of another version."""


class CGFileNotExistsError(AnalyzeError):
    """The scene is not there."""


class CGFileZipFailError(AnalyzeError):
    """The scene cannot be packed."""


class CGFileNameIllegalError(AnalyzeError):
    """The scene's name is none that the farm takes."""


class AnalyseFailError(AnalyzeError):
    """The analysis did not come to its end."""


class FileNameContainsChineseError(AnalyzeError):
    """The scene's name holds Chinese letters."""


class CompressionFailedError(FarmhandError):
    """A file cannot be packed."""


class DecompressionFailedError(FarmhandError):
    """A file cannot be unpacked."""


class UploadFileNotSupportError(FarmhandError):
    """A file of this kind cannot be sent."""


class HardwareConfigIdError(RayvisionError):
    """No render node is as it was asked for, or it does not run the scene's version."""


class NotSupportPluginError(RayvisionError):
    """The render node does not run a plug-in of the scene."""


class NotSupportCGSoftwareError(RayvisionError):
    """The render node does not run the scene's program."""


class NotSupportHardwareCodeError(RayvisionError):
    """The render node does not run a scene with one of its tips."""


class UnsupportedDatabaseError(FarmhandError):
    """A database that does not keep what was sent."""


class UnsupportedEngineType(FarmhandError):
    """A transfer engine that is not known here."""


class DownloadFailed(TransferError):
    """Not every frame came."""

    def __init__(self, error: str, hint: str = "", **params: Any) -> None:
        super().__init__(error, hint, **params)
        self.error = str(self)


def raise_documented(error: FarmhandError, request: str) -> NoReturn:
    """Raise what the documents call an error of the farm or the network; others as they are.

    Args:
        error: What Farmhand raised.
        request: Which operation it was.

    Raises:
        RayvisionAPIError: The farm refused.
        RayvisionNetworkError: It was not reached.
        FarmhandError: Anything else, unchanged.
    """
    raised: FarmhandError = error
    if isinstance(error, FarmError):
        raised = RayvisionAPIError(error.farm_code, str(error), request)
    elif isinstance(error, NetworkError):
        raised = RayvisionNetworkError(CLIENT_ERROR, str(error))
    else:
        raise error
    raised.hint = error.advice
    raise raised from error
