"""Chat exports become messages; notes that only look like chats do not."""

import pytest

from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Message, Role
from vaultmind.parsing.chat import find_messages, read_time
from vaultmind.parsing.markdown import parse_note

CHAT = """>[!nexus_user] **User** - 16.06.2025 at 21:34
> Что такое компост?
<!-- UID: a1 -->

>[!nexus_agent] **Assistant** - 16.06.2025 at 21:35
> ### Кратко
>
> Это [[Перегной]].
>>[!nexus_attachment] **photo.png** (image/png) - 1 KB
>>![[photo.png]]
<!-- UID: b2 -->

Моя мысль между сообщениями.
"""


def messages(text: str) -> tuple[Message, ...]:
    return find_messages(text, parse_note(NotePath("Chat.md"), text).sections)


def test_messages_have_role_time_uid_and_place() -> None:
    user, assistant = messages(CHAT)
    assert (user.role, user.time, user.uid) == (Role.USER, "2025-06-16T21:34", "a1")
    assert (assistant.role, assistant.time, assistant.uid) == (Role.ASSISTANT, "2025-06-16T21:35", "b2")
    assert user.span.of(CHAT) == ">[!nexus_user] **User** - 16.06.2025 at 21:34\n> Что такое компост?"
    assert assistant.span.of(CHAT).endswith(">>![[photo.png]]")


def test_messages_without_a_blank_line_between_them() -> None:
    text = (
        ">[!nexus_user] **User** - 16.06.2025 at 21:34\n> a\n>[!nexus_agent] **Assistant** - 16.06.2025 at 21:35\n> b\n"
    )
    assert [message.span.of(text)[-1] for message in messages(text)] == ["a", "b"]


@pytest.mark.parametrize(
    ("user", "assistant"),
    [
        ("[!user] User", "[!assistant] Assistant"),
        ("[!human]", "[!ai]+ Claude"),
        ("[!chat-user]- 2025-06-16 21:34", "[!chat-gpt]- 2025-06-16 21:35"),
        ("[!пользователь] Я", "[!ассистент] Модель"),
        ("[!QUESTION] User", "[!NOTE] Claude"),
        ("[!quote] **Вы** · 16 июня 2025 г. в 21:34", "[!quote] **ChatGPT** · 16 июня 2025 г. в 21:35"),
        ("[!user_message] me", "[!assistant_response] gpt"),
        ("[!quote] You said:", "[!quote] ChatGPT said:"),
        ("[!quote] **User** Monday, June 16, 2025", "[!quote] **Assistant** Monday, June 16, 2025"),
        ("[!nexus_user] **Anna** - 3.4.2025", "[!nexus_agent] **Assistant · gpt-4o** - 3.4.2025"),
    ],
)
def test_other_exporters_name_the_speakers_otherwise(user: str, assistant: str) -> None:
    text = f"> {user}\n> вопрос\n\n> {assistant}\n> ответ\n"
    assert [message.role for message in messages(text)] == [Role.USER, Role.ASSISTANT]


@pytest.mark.parametrize(
    "text",
    [
        "> [!note] Note\n> a\n\n> [!warning] Careful\n> b\n",
        "> [!ai] Summary\n> A plugin's box in a note of mine.\n",
        "> [!user-guide] How to\n> a\n",
        "> [!question] What is it?\n> a\n\n> [!note] An answer\n> b\n",
        "```\n> [!user] User\n> a\n\n> [!assistant] A\n> b\n```\n",
        "> [!quote] Bard of Avon\n> To be\n",
        "> [!note] User guide\n> how\n\n> [!tip] Agent orange\n> what\n",
        "> [!tip] You can do this\n> a\n\n> [!info] Model trains\n> b\n",
    ],
)
def test_an_ordinary_note_is_no_chat(text: str) -> None:
    assert messages(text) == ()


def test_a_message_may_carry_its_uid_inside() -> None:
    (message,) = messages("> [!assistant] A\n> b\n> <!-- id: x-9 -->\n")
    assert message.uid == "x-9"


@pytest.mark.parametrize(
    ("title", "time"),
    [
        ("**User** - 16.06.2025 at 21:34", "2025-06-16T21:34"),
        ("User (2025-06-16T21:34:05Z)", "2025-06-16T21:34:05"),
        ("2025/06/16 21:34", "2025-06-16T21:34"),
        ("16 июня 2025 в 21:34", "2025-06-16T21:34"),
        ("16 мая 2025 г.", "2025-05-16"),
        ("June 16th, 2025 at 9:34 PM", "2025-06-16T21:34"),
        ("16 Jun 2025 12:05 a.m.", "2025-06-16T00:05"),
        ("16/06/2025 9:05:01", "2025-06-16T09:05:01"),
        ("3.4.25", "2025-04-03"),
        ("**User**", None),
        ("99.99.2025", None),
        ("2025-06-16 at 99:99", "2025-06-16"),
    ],
)
def test_times_are_read_in_many_forms(title: str, time: str | None) -> None:
    assert read_time(title) == time


def test_one_date_tells_the_order_of_all() -> None:
    text = (
        "> [!user] User - 06/07/2025, 9:00 AM\n> a\n\n> [!assistant] A - 06/07/2025, 9:01 PM\n> b\n\n"
        "> [!user] User - 06/16/2025, 9:00 AM\n> c\n"
    )
    assert [message.time for message in messages(text)] == ["2025-06-07T09:00", "2025-06-07T21:01", "2025-06-16T09:00"]
