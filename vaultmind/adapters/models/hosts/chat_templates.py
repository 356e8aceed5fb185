"""How models of 2023 want a conversation put; their files do not say it."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from vaultmind.ports import ChatTurn


@dataclass(frozen=True, slots=True)
class Part:
    """Some text of a prompt. Only in what is ours may a mark like ``<|im_start|>`` stand for one token."""

    text: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Template:
    """What stands before and after the words of each role, and before the answer."""

    name: str
    system: tuple[str, str]
    user: tuple[str, str]
    assistant: tuple[str, str]
    answer: str
    stops: tuple[str, ...]
    has_system_inside_user: bool = False
    """Whether the words of the system stand within the first turn of the user, as Llama 2 has it."""

    def render(self, turns: Sequence[ChatTurn]) -> Iterator[Part]:
        """Yield a conversation in parts, up to where the answer begins."""
        roles = {"system": self.system, "user": self.user, "assistant": self.assistant}
        inside = ""
        for turn in turns:
            if turn.role == "system" and self.has_system_inside_user:
                inside += turn.text
                continue
            before, after = roles.get(turn.role, self.user)
            yield Part(before, is_ours=True)
            if inside and turn.role != "assistant":
                yield Part(self.system[0], is_ours=True)
                yield Part(inside, is_ours=False)
                yield Part(self.system[1], is_ours=True)
                inside = ""
            yield Part(turn.text, is_ours=False)
            yield Part(after, is_ours=True)
        yield Part(self.answer, is_ours=True)


CHATML = Template(
    "chatml",
    system=("<|im_start|>system\n", "<|im_end|>\n"),
    user=("<|im_start|>user\n", "<|im_end|>\n"),
    assistant=("<|im_start|>assistant\n", "<|im_end|>\n"),
    answer="<|im_start|>assistant\n",
    stops=("<|im_end|>", "<|im_start|>"),
)
LLAMA_2 = Template(
    "llama-2",
    system=("<<SYS>>\n", "\n<</SYS>>\n\n"),
    user=("[INST] ", " [/INST]"),
    assistant=(" ", " "),
    answer="",
    stops=("[INST]",),
    has_system_inside_user=True,
)
VICUNA = Template(
    "vicuna",
    system=("", "\n\n"),
    user=("USER: ", "\n"),
    assistant=("ASSISTANT: ", "</s>\n"),
    answer="ASSISTANT:",
    stops=("USER:", "</s>"),
)
ZEPHYR = Template(
    "zephyr",
    system=("<|system|>\n", "</s>\n"),
    user=("<|user|>\n", "</s>\n"),
    assistant=("<|assistant|>\n", "</s>\n"),
    answer="<|assistant|>\n",
    stops=("<|user|>", "</s>"),
)
ALPACA = Template(
    "alpaca",
    system=("", "\n\n"),
    user=("### Instruction:\n", "\n\n"),
    assistant=("### Response:\n", "\n\n"),
    answer="### Response:\n",
    stops=("### Instruction:",),
)
_BY_NAME = (
    (re.compile(r"zephyr", re.IGNORECASE), ZEPHYR),
    (re.compile(r"vicuna|wizard(lm)?|airoboros|xwin", re.IGNORECASE), VICUNA),
    (re.compile(r"llama-?2.*chat|mistral.*instruct|saiga", re.IGNORECASE), LLAMA_2),
)


def template_for(name: str, marks: Collection[str]) -> Template:
    """Return the template of a model by the marks among its words, else by its name, else Alpaca's."""
    if "<|im_start|>" in marks:
        return CHATML
    return next((template for pattern, template in _BY_NAME if pattern.search(name)), ALPACA)
