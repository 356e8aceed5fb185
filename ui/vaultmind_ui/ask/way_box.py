"""The ways to answer a question, of which one is chosen."""

from PySide6.QtWidgets import QComboBox


class WayBox(QComboBox):
    """Its data are ``"write"``, ``"select"``, ``"notes"`` and ``"council"``."""

    def turn(self) -> None:
        """Choose the next way, after the last the first."""
        self.setCurrentIndex((self.currentIndex() + 1) % self.count())

    def retranslate(self) -> None:
        """Write the ways anew; the one that is chosen stays."""
        chosen = max(0, self.currentIndex())
        self.clear()
        self.addItem(self.tr("Written by the model"), "write")
        self.addItem(self.tr("Sentences the model chooses"), "select")
        self.addItem(self.tr("Only the notes' own words"), "notes")
        self.addItem(self.tr("Several voices"), "council")
        self.setCurrentIndex(chosen)
        self.setAccessibleName(self.tr("Way to answer"))
        self.setToolTip(
            self.tr(
                "A model writes from your notes, or chooses their sentences; or no model is asked at all; "
                "or several voices answer and are held against each other."
            )
        )
