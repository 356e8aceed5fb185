<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>Attachment</name>
    <message>
        <source>%1 is not attached: only a text file of at most 1 MB can be.</source>
        <translation>%1 не приложен: можно приложить только текстовый файл не больше 1 МБ.</translation>
    </message>
</context>
<context>
    <name>QuickPlace</name>
    <message>
        <source>Take it away</source>
        <translation>Убрать</translation>
    </message>
    <message>
        <source>There is no text on the clipboard.</source>
        <translation>В буфере обмена нет текста.</translation>
    </message>
    <message>
        <source>Only a file of this machine can be attached.</source>
        <translation>Можно приложить только файл с этого компьютера.</translation>
    </message>
    <message>
        <source>It moves to the main window when the answer is whole.</source>
        <translation>Разговор перейдёт в главное окно, когда ответ будет готов.</translation>
    </message>
    <message>
        <source>There is no answer to save yet.</source>
        <translation>Пока нет ответа, который можно сохранить.</translation>
    </message>
    <message>
        <source>Saved already as %1</source>
        <translation>Уже сохранено: %1</translation>
    </message>
    <message>
        <source>Found first</source>
        <translation>Найдено сразу</translation>
    </message>
    <message>
        <source>Goes along: %1</source>
        <translation>Приложено: %1</translation>
    </message>
    <message>
        <source>Goes along, cut: %1</source>
        <translation>Приложено начало: %1</translation>
    </message>
    <message>
        <source>Hide quick-ask; its thread stays</source>
        <translation>Скрыть быстрый вопрос; разговор останется</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>Остановить ответ</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Новая беседа</translation>
    </message>
    <message>
        <source>Answer anew</source>
        <translation>Ответить заново</translation>
    </message>
    <message>
        <source>Save the answer as a note</source>
        <translation>Сохранить ответ как заметку</translation>
    </message>
    <message>
        <source>Copy the answer with its links</source>
        <translation>Скопировать ответ со ссылками</translation>
    </message>
    <message>
        <source>Go on in the main window</source>
        <translation>Продолжить в главном окне</translation>
    </message>
    <message>
        <source>Attach the clipboard</source>
        <translation>Приложить буфер обмена</translation>
    </message>
    <message>
        <source>Take away what is attached</source>
        <translation>Убрать приложенное</translation>
    </message>
    <message>
        <source>Ask another vault</source>
        <translation>Спросить другое хранилище</translation>
    </message>
    <message>
        <source>Open a source in Obsidian: Alt and its number</source>
        <translation>Открыть источник в Obsidian: Alt и его номер</translation>
    </message>
</context>
<context>
    <name>QuickWindow</name>
    <message>
        <source>One file at a time can be attached.</source>
        <translation>Приложить можно один файл за раз.</translation>
    </message>
    <message>
        <source>Quick-ask — VaultMind</source>
        <translation>Быстрый вопрос — VaultMind</translation>
    </message>
    <message>
        <source>Enter asks · Ctrl+Enter saves · Ctrl+C copies · Esc hides</source>
        <translation>Enter — спросить · Ctrl+Enter — сохранить · Esc — скрыть</translation>
    </message>
</context>
</TS>
