<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>AskPlace</name>
    <message>
        <source>Ask your notes…</source>
        <translation>Спросите свои заметки…</translation>
    </message>
    <message>
        <source>Question to your notes</source>
        <translation>Вопрос к заметкам</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Ответ</translation>
    </message>
    <message>
        <source>Passage</source>
        <translation>Отрывок</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Спросить</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Save as note</source>
        <translation>Сохранить заметкой</translation>
    </message>
    <message>
        <source>Open in Obsidian</source>
        <translation>Открыть в Obsidian</translation>
    </message>
    <message>
        <source>Answers rest on your notes alone, and every sentence says on which.</source>
        <translation>Ответы опираются только на ваши заметки, и каждое предложение указывает на какую.</translation>
    </message>
    <message>
        <source>Looking in your notes…</source>
        <translation>Ищу в заметках…</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>Остановить ответ</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>Скопировать ответ</translation>
    </message>
    <message>
        <source>Save the answer as a note</source>
        <translation>Сохранить ответ заметкой</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Остановлено.</translation>
    </message>
    <message>
        <source>Source %1: %2</source>
        <translation>Источник %1: %2</translation>
    </message>
    <message>
        <source>Obsidian could not be opened; the address of the note is on the clipboard.</source>
        <translation>Не удалось открыть Obsidian; адрес заметки — в буфере обмена.</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Сохранено: %1</translation>
    </message>
    <message>
        <source>Your notes do not answer this; these come nearest.</source>
        <translation>В заметках нет ответа; вот что ближе всего.</translation>
    </message>
    <message>
        <source>In the words of your notes.</source>
        <translation>Словами ваших заметок.</translation>
    </message>
    <message>
        <source>Written by %1 from your notes.</source>
        <translation>Написано моделью %1 по вашим заметкам.</translation>
    </message>
</context>
</TS>
