"""What was asked right before each sentence of a chat: the question that the message before it ends with."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vaultmind.parsing.sentences import split_sentences

_QUOTE_MARKS = re.compile(r"^[>\s]*")
_CALLOUT = re.compile(r"^ {0,3}>[>\s]*\[!([^\]\r\n]+)\][+-]?[ \t]*([^\r\n]*)")
_BOLD_LABEL = re.compile(r"^(?:\*\*|__)([^*_\r\n]{1,40}?)(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*:)[ \t]*")
_LABEL = re.compile(r"^((?:[A-ZА-ЯЁ][\w.-]{0,20})(?:[ \t][A-ZА-ЯЁ][\w.-]{0,20})?):[ \t]+")
_ROLES = frozenset(("Q", "A", "Question", "Answer", "В", "О", "Вопрос", "Ответ"))
_HEADING = re.compile(r"^#{1,6}\s")
_LIST_MARK = re.compile(r"^(?:[-*+]|\d{1,3}[.)])\s+")
_LONGEST_QUESTION = 300
"""Characters."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message of a chat: who speaks, how that is written before its first line, and what is said."""

    speaker: str
    label: str
    text: str


def utterances_of(text: str) -> Iterator[Utterance]:
    """Yield the messages of a note in order: callouts with a title, lines that begin with a name and a colon.

    A message goes on until the next one, a heading, or the end of its callout. A name counts as a speaker's where it is
    bold, stands before two lines or more, or only says that it asks or answers ("Q:").
    """
    lines = text.splitlines()
    plain = Counter(found[1] for line in lines if (found := _LABEL.match(_bare(line))))
    speaker, label, said = "", "", list[str]()
    is_callout = False
    for line in (*lines, "# end"):
        bare = _bare(line).partition("<!--")[0].rstrip()
        opening = _CALLOUT.match(line)
        found = _BOLD_LABEL.match(bare) or _LABEL.match(bare)
        if found is not None and found.re is _LABEL and plain[found[1]] < 2 and found[1] not in _ROLES:
            found = None
        is_over = _HEADING.match(line) or (is_callout and not line.lstrip().startswith(">"))
        if opening or (found and not is_callout) or is_over:
            if speaker and said:
                yield Utterance(speaker, label, "\n".join(said))
            speaker, label, said, is_callout = "", "", [], False
        if opening:
            speaker, is_callout = f"{opening[1]} {opening[2]}".strip().casefold(), True
        elif found and not is_callout:
            speaker, label, said = found[1].strip().casefold(), found[0].strip(), [bare[found.end() :]]
        elif speaker:
            said.append(bare)


def replies_in(spoken: Sequence[Utterance]) -> Iterator[tuple[str, str]]:
    """Yield each sentence of a reply, blanks folded, with what was asked before it by another speaker."""
    for asking, replying in pairwise(spoken):
        questions = [span.of(asking.text) for span in split_sentences(asking.text)]
        asked = " ".join(" ".join(one.split()) for one in questions if one.rstrip(' *_»”"').endswith("?"))
        if asked and len(asked) <= _LONGEST_QUESTION and _name_of(asking) != _name_of(replying):
            for span in split_sentences(replying.text):
                yield " ".join(_LIST_MARK.sub("", span.of(replying.text)).split()), asked


def _name_of(one: Utterance) -> str:
    """Return who speaks, without the time: the callout's type and the words of its title."""
    return re.sub(r"[\d:./,-]+", " ", one.speaker).strip()


def _bare(line: str) -> str:
    return _QUOTE_MARKS.sub("", line)
