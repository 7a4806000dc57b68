"""Sending a job's files: only what the ledger does not vouch for, in batches, each noted when it has arrived.

upload.json always names every file, since the farm builds the job's folders from it; what the engine is given to carry
is a shorter list of the same form, with the places below an isolated job's folder.
"""

from __future__ import annotations

import json
import os
from typing import Iterable, Iterator, Sequence

from farmhand.errors import JobError
from farmhand.farm.isolation import isolated
from farmhand.files import look, write_whole
from farmhand.job.choices import BY_TASK, BY_USER, Job
from farmhand.job.taskfiles import upload_entry
from farmhand.paths import server_path
from farmhand.progress import CancelToken, Progress, Report
from farmhand.scene.model import Asset
from farmhand.scene.rows import Rows
from farmhand.transfer.engine import Engine
from farmhand.transfer.ledger import Ledger

BATCH_FILES = 2000
BATCH_BYTES = 8 << 30
"""A transfer that breaks off repeats at most one batch."""


def files_of(job: Job) -> Rows[Asset]:
    """Every file that travels, the scene first."""
    scene = job.scene
    now = look(scene.path)
    first = Asset(scene.path, scene.size, scene.mtime_ns, now.ctime_ns if now else 0)
    return Rows(Asset, [first, *job.assets.plain])


def placed(job: Job, task_id: int = 0) -> Rows[Asset]:
    """Every file that travels, the scene first, each with its place on the farm where the job's assets are isolated.

    upload.json does not have these places: the farm is told with the submission below which folder to look.

    Args:
        job: Whose files.
        task_id: The task's number; 0 before there is one: a place where nothing lies yet, as it will be.

    Raises:
        JobError: A path has no server path.
    """
    numbers = {BY_TASK: str(task_id), BY_USER: job.choices.isolation_user}
    number = numbers.get(job.choices.isolation, "")
    files = files_of(job)
    if not number:
        return files
    found = Rows(Asset)
    for asset in files:
        found.append(asset._replace(server=isolated(asset.server or server_path(asset.path), number)))
    return found


def unchanged(files: Iterable[Asset]) -> None:
    """Refuse files that are no longer what the analysis saw.

    Raises:
        JobError: One changed or is gone.
    """
    for asset in files:
        now = look(asset.path)
        if now is None or (now.size, now.mtime_ns) != (asset.size, asset.mtime_ns):
            raise JobError(
                "{path} {what} since the scene was analysed.",
                "Analyse the scene again, then submit.",
                path=asset.path,
                what="is gone" if now is None else "changed",
            )


def send(
    engine: Engine, ledger: Ledger, files: Sequence[Asset], folder: str, report: Report, cancel: CancelToken
) -> None:
    """Bring a job's files to the farm.

    Args:
        engine: What moves them.
        ledger: What is there already.
        files: The job's, as `placed` gives them.
        folder: Where the lists for the engine are written.
        report: Hears of bytes over all batches.
        cancel: Stops at once.

    Raises:
        JobError: A file changed while it was sent.
        TransferError, NetworkError, DiskError: A batch did not arrive; those before it are noted.
        Cancelled: `cancel` was used.
    """
    plan = ledger.plan(files)
    total, before = plan.bytes_to_send, 0
    report(Progress("upload", 0, total, "bytes"))
    changed = [(batch, False) for batch in _batches(plan.changed)]
    for number, (batch, trusting) in enumerate([(batch, True) for batch in _batches(plan.new)] + changed, 1):
        listing = os.path.join(folder, "send_{:04d}.json".format(number))
        content = {"asset": [upload_entry(asset.path, asset.server) for asset in batch]}
        write_whole(listing, json.dumps(content, ensure_ascii=False).encode("utf-8"))
        size = sum(asset.size for asset in batch)
        engine.upload_assets(listing, size, _shifted(report, before, total), cancel, trusting)
        unchanged(batch)
        ledger.record(batch)
        before += size


def _batches(assets: Rows[Asset]) -> Iterator[Rows[Asset]]:
    """A job's files by path, a limited number and size at a time."""
    batch, size = Rows(Asset), 0
    for asset in Rows(Asset, sorted(assets.plain)):
        if batch and (len(batch) >= BATCH_FILES or size + asset.size > BATCH_BYTES):
            yield batch
            batch, size = Rows(Asset), 0
        batch.append(asset)
        size += asset.size
    if batch:
        yield batch


def _shifted(report: Report, before: int, total: int) -> Report:
    """A report of one batch as a part of all."""

    def shifted(progress: Progress) -> None:
        report(Progress("upload", before + progress.done, total, "bytes", progress.message, progress.rate))

    return shifted
