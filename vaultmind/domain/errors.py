"""What can go wrong, as a tree. Every message is one sentence that can be shown to a person."""


class VaultMindError(Exception):
    """Could not do what was asked; ``str(error)`` is one sentence a person can act on."""


class VaultProblem(VaultMindError):
    """The vault cannot be used: not a folder, vanished, without notes, not to be written."""


class NoteNotFound(VaultProblem):
    """No note of that name or path is in the vault."""


class VaultGone(NoteNotFound):
    """The whole folder of the vault is gone or not mounted, and every note with it."""


class NoteExists(VaultProblem):
    """Something of that name is there already, or would be the same name on another system; nothing was written."""


class PlaceNotFound(VaultProblem):
    """The note has no such heading, block, span or property to write to; nothing was written."""


class WriteRefused(VaultProblem):
    """The edit cannot be made without harm, e.g. a character that the note's encoding does not have."""


class NoteConflict(VaultMindError):
    """The note on disk is no longer the one that was read; nothing was written.

    ``on_disk`` and ``wanted`` are both versions, where they are at hand.
    """

    def __init__(
        self,
        message: str,
        *,
        note: str | None = None,
        on_disk: bytes | None = None,
        wanted: bytes | None = None,
    ) -> None:
        super().__init__(message)
        self.note = note
        self.on_disk = on_disk
        self.wanted = wanted


class UnsafePath(VaultMindError):
    """A path leads out of the vault, or cannot be a file name on some system."""


class IndexProblem(VaultMindError):
    """The index cannot be opened, is newer than this program, or is damaged beyond repair."""


class IndexDamaged(IndexProblem):
    """The index file is not what was written; it can be thrown away and made anew."""


class IndexBusy(IndexProblem):
    """Another process holds the index of this vault."""


class StorageFull(VaultMindError):
    """No room left on the disk; what was written before is whole."""


class ModelProblem(VaultMindError):
    """A model is missing, is not a model, does not fit, or died."""


class PromptTooLong(ModelProblem):
    """The question and its passages do not fit into the model's window."""


class EndpointProblem(ModelProblem):
    """A model endpoint is down, slow, speaks nonsense, or refused the key."""


class KeyRefused(EndpointProblem):
    """A model endpoint wants a key, or another one."""


class NotAllowed(ModelProblem):
    """A model is off this machine, and nobody has allowed this vault to be sent there; nothing was sent."""


class RecipeNotConfirmed(VaultMindError):
    """A recipe is new or changed since it last ran, and nobody has said yet that it may."""


class SettingsProblem(VaultMindError):
    """The settings file has an unknown key or a value that cannot be."""


class EngineProblem(VaultMindError):
    """The engine of this vault cannot be reached, or speaks another version."""


class EngineStopped(EngineProblem):
    """The engine left before it had answered to the end; the next one can be asked anew."""


class Cancelled(VaultMindError):
    """The person stopped it."""
