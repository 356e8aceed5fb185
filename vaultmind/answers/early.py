"""Refusals before all of a vault can be found, in the language of the question."""

from vaultmind.parsing.language import language_of
from vaultmind.ports import Progress

_UNREAD = {
    "en": "What is read so far does not say: {} of {} files.",
    "ru": "В том, что уже прочитано, ответа нет. Прочитано файлов: {} из {}.",
}
_UNKNOWN = {
    "en": "The notes are still being looked through; what is read so far does not say.",
    "ru": "Заметки ещё просматриваются; в том, что уже прочитано, ответа нет.",
}
_WORDS_ALONE = {
    "en": "What can be found so far does not say: by meaning, {} of {} passages.",
    "ru": "В том, что уже можно найти, ответа нет. По смыслу — отрывков: {} из {}.",
}


def early_refusal(question: str, now: Progress) -> str:
    """Return that what is found so far does not answer, and how much that is: files read, or passages with vectors."""
    language = "ru" if language_of(question) == "ru" else "en"
    if now.total is None:
        return _UNKNOWN[language]
    return (_UNREAD if now.stage == "read" else _WORDS_ALONE)[language].format(now.done, now.total)
