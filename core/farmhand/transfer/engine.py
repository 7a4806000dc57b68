"""What a transfer engine is, whichever program does the work.

An engine knows three jobs: task files up, assets up, frames down. Each blocks, reports its progress, and stops at once
when told to. What failed is an error; what was done already is kept and not sent again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Sequence

from farmhand.progress import CancelToken, Report


class Engine(ABC):
    """Transfers for one user over one line."""

    @abstractmethod
    def upload_file(self, local: str, remote: str, report: Report, cancel: CancelToken) -> None:
        """Send one task file to the user's configuration storage.

        Args:
            local: Absolute path.
            remote: Absolute path in the storage.

        Raises:
            TransferError: It did not arrive.
            Cancelled: `cancel` was used.
        """

    @abstractmethod
    def upload_assets(
        self, upload_file: str, total: int, report: Report, cancel: CancelToken, trusting: bool = True
    ) -> None:
        """Send every asset of an upload.json to the user's asset storage.

        Args:
            upload_file: Path of the upload.json.
            total: Bytes in all, for the progress.
            trusting: Whether the program may leave out what its own database says was sent. That knows a file by time
                and size only, so it must not be asked about files that are known to have changed.

        Raises:
            TransferError: Not every file arrived.
            Cancelled: `cancel` was used.
        """

    @abstractmethod
    def download_files(
        self, remote: Sequence[str], folder: str, user_id: int, total: int, report: Report, cancel: CancelToken
    ) -> None:
        """Bring files of the output storage below `folder`, under their remote paths.

        Args:
            remote: Paths relative to the output root.
            folder: Absolute path of an existing local folder.
            user_id: Whose output storage (a main account fetches its sub-accounts' frames too).
            total: Bytes in all, for the progress.

        Raises:
            TransferError: Not every file arrived.
            DiskError: The disk is full or not writable.
            Cancelled: `cancel` was used.
        """
