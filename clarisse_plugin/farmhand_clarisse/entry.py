"""What menu and shelf run: the panel inside Clarisse where its Python has Qt, else the desktop panel."""

from __future__ import annotations

from farmhand_clarisse import telling


@telling.guarded("open its panel")
def open_panel() -> None:
    """Open the panel. Never raises: what goes wrong is told in Clarisse's log."""
    from farmhand_ui.requirements_check import missing_qt  # noqa: PLC0415  asked before anything of Qt is imported

    if missing_qt():
        from farmhand_clarisse import desktop  # noqa: PLC0415

        desktop.open_panel()
        return
    from farmhand_clarisse import window  # noqa: PLC0415  it needs Qt

    window.show()
