"""Where the keys go when a list has nothing to show."""

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget


def focus_where_seen(wanted: QWidget) -> None:
    """Put the keys into a widget unless it is in a place that was left meanwhile: nobody could see where they go."""
    if wanted.isVisible():
        wanted.setFocus()


def show_where_filled(view: QWidget, *, is_filled: bool) -> None:
    """Show a list, or hide an empty one; what is around it has the focus meanwhile, so that its keys go on working."""
    around, focused = view.parentWidget() or view, QApplication.focusWidget()
    if not is_filled and focused is not None and (focused is view or view.isAncestorOf(focused)):
        around.setFocus()
    view.setVisible(is_filled)
    if is_filled and around.hasFocus():
        page = view.currentWidget() if isinstance(view, QStackedWidget) else None
        (page or view).setFocus()
