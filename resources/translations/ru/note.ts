<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>Beside</name>
    <message>
        <source>line %1</source>
        <translation>строка %1</translation>
    </message>
    <message>
        <source>lines %1</source>
        <translation>строки %1</translation>
    </message>
    <message>
        <source>this note links to it</source>
        <translation>эта заметка ссылается на неё</translation>
    </message>
    <message>
        <source>it links to this note</source>
        <translation>она ссылается на эту заметку</translation>
    </message>
    <message>
        <source>near in meaning: %1</source>
        <translation>близко по смыслу: %1</translation>
    </message>
    <message>
        <source>both link to %1</source>
        <translation>обе ссылаются на %1</translation>
    </message>
    <message>
        <source>both are linked from %1</source>
        <translation>на обе ссылается %1</translation>
    </message>
    <message>
        <source>both cite %1</source>
        <translation>обе цитируют %1</translation>
    </message>
    <message>
        <source>of the same series: %1</source>
        <translation>из той же серии: %1</translation>
    </message>
    <message>
        <source>next in %1</source>
        <translation>следующая в %1</translation>
    </message>
    <message>
        <source>previous in %1</source>
        <translation>предыдущая в %1</translation>
    </message>
    <message>
        <source>next by its number</source>
        <translation>следующая по номеру</translation>
    </message>
    <message>
        <source>previous by its number</source>
        <translation>предыдущая по номеру</translation>
    </message>
    <message>
        <source>line %1: %2 is added</source>
        <translation>строка %1: добавится %2</translation>
    </message>
    <message>
        <source>line %1: “%2” becomes %3</source>
        <translation>строка %1: «%2» станет %3</translation>
    </message>
    <message>
        <source>is named here %1 times</source>
        <translation>упоминается здесь, раз: %1</translation>
    </message>
    <message>
        <source>notes that name it link it (%1)</source>
        <translation>где её упоминают, там на неё и ссылаются (%1)</translation>
    </message>
    <message>
        <source>links here already</source>
        <translation>уже ссылается сюда</translation>
    </message>
    <message>
        <source>links in common: %1</source>
        <translation>общие ссылки: %1</translation>
    </message>
    <message>
        <source>notes like this one link it: %1</source>
        <translation>похожие заметки ссылаются на неё: %1</translation>
    </message>
    <message>
        <source>the same uncommon words: %1</source>
        <translation>общие редкие слова: %1</translation>
    </message>
    <message>
        <source>says nearly the same under “%1”</source>
        <translation>почти то же сказано под «%1»</translation>
    </message>
    <message>
        <source>most of its title is named: %1</source>
        <translation>упомянута почти вся её тема: %1</translation>
    </message>
    <message>
        <source>the notes around both expect it</source>
        <translation>этого ждут заметки вокруг обеих</translation>
    </message>
</context>
<context>
    <name>NoteParts</name>
    <message>
        <source>The file is damaged (its text went through %1); it is shown as it was meant.</source>
        <translation>Файл повреждён (текст прошёл через %1); показано так, как было задумано.</translation>
    </message>
    <message>
        <source>Only Obsidian draws a file of this kind; these are its links.</source>
        <translation>Такие файлы рисует только Obsidian; вот его ссылки.</translation>
    </message>
    <message>
        <source>The note is long: the rest is read in Obsidian.</source>
        <translation>Заметка длинная: остальное читайте в Obsidian.</translation>
    </message>
    <message>
        <source>This note is empty.</source>
        <translation>Эта заметка пуста.</translation>
    </message>
</context>
<context>
    <name>NotePlace</name>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Follow Obsidian</source>
        <translation>Следовать за Obsidian</translation>
    </message>
    <message>
        <source>Show the note that is in front in Obsidian, whenever it is another.</source>
        <translation>Показывать заметку, открытую в Obsidian, как только она сменится.</translation>
    </message>
    <message>
        <source>Open in Obsidian</source>
        <translation>Открыть в Obsidian</translation>
    </message>
    <message>
        <source>Ask about it</source>
        <translation>Спросить о ней</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Заметка</translation>
    </message>
    <message>
        <source>Related notes</source>
        <translation>Похожие заметки</translation>
    </message>
    <message>
        <source>No note is related to this one yet.</source>
        <translation>Похожих заметок пока нет.</translation>
    </message>
    <message>
        <source>Backlinks</source>
        <translation>Обратные ссылки</translation>
    </message>
    <message>
        <source>No note links here.</source>
        <translation>Ни одна заметка сюда не ссылается.</translation>
    </message>
    <message>
        <source>Suggested links</source>
        <translation>Предложенные ссылки</translation>
    </message>
    <message>
        <source>No link is suggested for this note.</source>
        <translation>Для этой заметки ссылок не предложено.</translation>
    </message>
    <message>
        <source>A accepts, R rejects, Ctrl+Z takes back.</source>
        <translation>A — принять, R — отклонить, Ctrl+Z — вернуть.</translation>
    </message>
    <message>
        <source>As soon as the folder is back, this one is shown here again.</source>
        <translation>Как только папка вернётся, заметка снова появится здесь.</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Открывается…</translation>
    </message>
    <message>
        <source>Notes are still being read: this one is shown here as soon as it is.</source>
        <translation>Заметки ещё читаются: эта появится здесь, как только будет прочитана.</translation>
    </message>
    <message>
        <source>Reading is paused: %1 goes on.</source>
        <translation>Чтение приостановлено: %1 — продолжить.</translation>
    </message>
    <message>
        <source>Choose another note, or look whether it was moved or renamed.</source>
        <translation>Выберите другую заметку или проверьте, не перемещена ли эта и не переименована ли.</translation>
    </message>
    <message>
        <source>No note is open</source>
        <translation>Ни одна заметка не открыта</translation>
    </message>
    <message>
        <source>Open a note in Obsidian and it is shown here, with what is related to it. Or choose one by its name with Ctrl+P.</source>
        <translation>Откройте заметку в Obsidian — она появится здесь вместе со всем, что с ней связано. Или выберите её по имени через Ctrl+P.</translation>
    </message>
    <message>
        <source>“%1” is not suggested here again; Ctrl+Z takes that back.</source>
        <translation>«%1» здесь больше не предлагается; Ctrl+Z вернёт.</translation>
    </message>
    <message>
        <source>“%1” is as it was before.</source>
        <translation>«%1»: всё как было.</translation>
    </message>
    <message>
        <source>Show the note on the graph</source>
        <translation>Показать заметку на графе</translation>
    </message>
    <message>
        <source>Take back the last decision</source>
        <translation>Отменить последнее решение</translation>
    </message>
    <message>
        <source>A link to “%1” was written; Ctrl+Z takes it back.</source>
        <translation>Ссылка на «%1» записана; Ctrl+Z отменит.</translation>
    </message>
    <message>
        <source>No note is called “%1”.</source>
        <translation>Заметки «%1» нет.</translation>
    </message>
    <message>
        <source>Back to the note before</source>
        <translation>Назад к прежней заметке</translation>
    </message>
    <message>
        <source>Open the note in Obsidian</source>
        <translation>Открыть заметку в Obsidian</translation>
    </message>
    <message>
        <source>Ask about the note</source>
        <translation>Спросить о заметке</translation>
    </message>
    <message>
        <source>Fetch the note again</source>
        <translation>Обновить заметку</translation>
    </message>
    <message>
        <source>To the suggested links</source>
        <translation>К предложенным ссылкам</translation>
    </message>
    <message>
        <source>Accept the link</source>
        <translation>Принять ссылку</translation>
    </message>
    <message>
        <source>Reject the link</source>
        <translation>Отклонить ссылку</translation>
    </message>
</context>
</TS>
