"""Numbers as an artist reads them: sizes, times, rates and the line beside a progress bar."""

from __future__ import annotations

from typing import Any, Callable, Dict, Optional, Tuple

from farmhand.farm.records import Task
from farmhand.job.choices import Job
from farmhand.progress import Progress
from farmhand.transfer.ledger import Plan
from farmhand_ui.translations import tr, translatable

STAGES: Dict[str, str] = {
    "read": translatable("Reading the scene"),
    "objects": translatable("Reading the scene"),
    "targets": translatable("Reading the scene"),
    "assets": translatable("Looking for files"),
    "search": translatable("Looking for files"),
    "nested": translatable("Looking into files"),
    "checks": translatable("Checking"),
    "prepare": translatable("Preparing"),
    "register": translatable("Creating the task"),
    "write": translatable("Writing task files"),
    "send_files": translatable("Sending task files"),
    "files": translatable("Sending task files"),
    "send_assets": translatable("Uploading"),
    "upload": translatable("Uploading"),
    "submit": translatable("Submitting"),
    "submitted": translatable("Submitting"),
    "render": translatable("Rendering"),
    "download": translatable("Downloading"),
    "waiting": translatable("Waiting"),
}


def count_text(number: int) -> str:
    """1204 is `1,204`."""
    return "{:,}".format(number)


def size_text(size: float) -> str:
    """Bytes as `3.2 GB`."""
    if size < 1024:
        return "%d B" % size
    for unit in ("KB", "MB", "GB", "TB"):
        size /= 1024.0
        if size < 1000 or unit == "TB":
            break
    return ("%.1f %s" if size < 10 else "%.0f %s") % (size, unit)


def duration_text(seconds: float) -> str:
    """Seconds as `45 s`, `4 min` or `2 h 05 min`."""
    whole = int(round(seconds))
    if whole < 60:
        return tr("{seconds} s", seconds=whole)
    if whole < 3600:
        return tr("{minutes} min", minutes=whole // 60)
    return tr("{hours} h {minutes:02d} min", hours=whole // 3600, minutes=whole % 3600 // 60)


def stage_text(progress: Progress) -> str:
    """What is being done: `Uploading: tex.png`."""
    stage = tr(STAGES[progress.stage]) if progress.stage in STAGES else tr(progress.stage)
    return stage + (": " + tr(progress.message) if progress.message else "")


def amount_text(progress: Progress) -> str:
    """How far it is: `1.2 of 3.2 GB · 5.1 MB/s · 4 min left`; empty where nothing can be said."""
    parts = []
    if progress.total:
        if progress.unit == "bytes":
            parts.append(tr("{done} of {total}", done=size_text(progress.done), total=size_text(progress.total)))
        elif progress.unit == "steps":
            parts.append(
                tr("step {done} of {total}", done=min(progress.done + 1, progress.total), total=progress.total)
            )
        else:
            parts.append(tr("{done} of {total}", done=count_text(progress.done), total=count_text(progress.total)))
    elif progress.done:
        parts.append(size_text(progress.done) if progress.unit == "bytes" else count_text(progress.done))
    if progress.rate and progress.unit == "bytes":
        parts.append(size_text(progress.rate) + "/s")
    if progress.remaining:
        parts.append(tr("{duration} left", duration=duration_text(progress.remaining)))
    return " · ".join(parts)


def range_text(value: Any, text: Callable[[float], str]) -> str:
    """A value and between which it lies: `12.30 (9.80–14.90)`; alone where that is not known.

    Args:
        value: A `watch.estimate.Range`.
        text: What tells one number.
    """
    if value.low is None or value.high is None:
        return text(value.expected)
    return "%s (%s–%s)" % (text(value.expected), text(value.low), text(value.high))


def frames_text(count: int) -> str:
    """`1 frame` or `240 frames`."""
    return tr("1 frame") if count == 1 else tr("{count} frames", count=count_text(count))


def sum_text(job: Job, plan: Optional[Plan] = None, sizes: Optional[Tuple[int, int]] = None) -> str:
    """The sum of a job: `240 frames, 3.2 GB to send (18 GB unchanged)`.

    Args:
        job: The job.
        plan: What is on the farm already; None while that is not known: then everything counts as to be sent.
        sizes: The plan's bytes to send and bytes unchanged, where they are added up already.
    """
    frames = frames_text(job.frame_count)
    if plan is None:
        return tr("{frames}, {size} to send", frames=frames, size=size_text(job.bytes_to_send))
    send, stay = sizes or (plan.bytes_to_send, plan.bytes_unchanged)
    size, unchanged = size_text(send), size_text(stay)
    if not plan.unchanged:
        return tr("{frames}, {size} to send", frames=frames, size=size)
    return tr("{frames}, {size} to send ({unchanged} unchanged)", frames=frames, size=size, unchanged=unchanged)


def task_text(task: Task) -> str:
    """A task's number and scene: `2W19097 · shot_010.ma`."""
    return " · ".join(part for part in (task.alias or str(task.id), task.scene) if part)
