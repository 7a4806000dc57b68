"""The exceptions of the transfer, by the documents' place for them."""

from farmhand.compat.rayvision.rayvision_api.exception import (
    DownloadFailed,
    RayvisionError,
    UnsupportedDatabaseError,
    UnsupportedEngineType,
)

__all__ = ["DownloadFailed", "RayvisionError", "UnsupportedDatabaseError", "UnsupportedEngineType"]
