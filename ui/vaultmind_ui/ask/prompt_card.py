"""All that the model was sent for an answer, to be read."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from vaultmind import api
from vaultmind_ui.overlay import Overlay
from vaultmind_ui.words import plain_label


class PromptCard(Overlay):
    """A card over its place with the parts of a prompt, each under who speaks in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, width_em=60, height_share=0.85)
        self.title = plain_label(name="title")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.rows.addWidget(self.title)
        self.rows.addWidget(self.text, 1)

    def show_prompt(self, sent: api.PromptSeen) -> None:
        """Show what was sent; Escape takes it away."""
        self.title.setText(self.tr("What %1 was sent").replace("%1", sent.model))
        self.text.setAccessibleName(self.title.text())
        self.text.setPlainText("\n".join(f"— {part.role} —\n{part.text}\n" for part in sent.parts))
        self.open(self.text)
