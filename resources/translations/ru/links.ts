<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>DetailPanel</name>
    <message>
        <source>The sentence with the change</source>
        <translation>Предложение с правкой</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Почему</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Отклонить</translation>
    </message>
    <message>
        <source>Never by this name</source>
        <translation>Никогда по этому имени</translation>
    </message>
    <message>
        <source>These words will not be suggested as a link to this note, in any note.</source>
        <translation>Эти слова больше не предложат как ссылку на эту заметку — ни в одной заметке.</translation>
    </message>
    <message>
        <source>Open the note</source>
        <translation>Открыть заметку</translation>
    </message>
    <message>
        <source>Open what it leads to</source>
        <translation>Открыть, куда ведёт</translation>
    </message>
    <message>
        <source>Make the note</source>
        <translation>Создать заметку</translation>
    </message>
    <message>
        <source>See the merging…</source>
        <translation>Показать слияние…</translation>
    </message>
    <message>
        <source>Mend the link</source>
        <translation>Исправить ссылку</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Принять</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1, строка %2</translation>
    </message>
    <message>
        <source>Would be made as %1</source>
        <translation>Будет создана: %1</translation>
    </message>
    <message>
        <source>%1 would be merged into %2</source>
        <translation>%1 вольётся в %2</translation>
    </message>
    <message>
        <source>%1, property %2</source>
        <translation>%1, свойство %2</translation>
    </message>
    <message>
        <source>%1, at its end under “See also”</source>
        <translation>%1, в конце, под «См. также»</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Filter…</source>
        <translation>Отобрать…</translation>
    </message>
    <message>
        <source>Filter by words of a name or a sentence</source>
        <translation>Отобрать по словам имени или предложения</translation>
    </message>
    <message>
        <source>By note</source>
        <translation>По заметке</translation>
    </message>
    <message>
        <source>By what is linked</source>
        <translation>По цели ссылки</translation>
    </message>
    <message>
        <source>Grouping</source>
        <translation>Группировка</translation>
    </message>
    <message>
        <source>Surest first</source>
        <translation>По надёжности</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>По имени</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Порядок</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>New note: </source>
        <translation>Новая заметка: </translation>
    </message>
    <message>
        <source>See also</source>
        <translation>См. также</translation>
    </message>
    <message>
        <source>links here</source>
        <translation>ссылается сюда</translation>
    </message>
    <message>
        <source>named in a heading</source>
        <translation>названа в заголовке</translation>
    </message>
    <message>
        <source>words of the same root as its name: %1</source>
        <translation>однокоренные с её названием слова: %1</translation>
    </message>
    <message>
        <source>other notes link it by the words “%1”</source>
        <translation>другие заметки ссылаются на неё словами «%1»</translation>
    </message>
    <message>
        <source>notes that share links with this one link it: %1</source>
        <translation>на неё ссылаются заметки с общими ссылками: %1</translation>
    </message>
    <message>
        <source>the same uncommon words: %1</source>
        <translation>те же редкие слова: %1</translation>
    </message>
    <message>
        <source>a passage is near in meaning</source>
        <translation>есть близкий по смыслу отрывок</translation>
    </message>
    <message>
        <source>most words of its title stand here</source>
        <translation>здесь стоит бо́льшая часть слов её названия</translation>
    </message>
    <message>
        <source>says nearly the same under “%1”</source>
        <translation>почти о том же — под «%1»</translation>
    </message>
    <message>
        <source>a note of this name is in %1</source>
        <translation>заметка с этим именем лежит в %1</translation>
    </message>
    <message>
        <source>a note has this alias</source>
        <translation>у заметки есть такой псевдоним</translation>
    </message>
    <message>
        <source>the same name in another spelling</source>
        <translation>то же имя, написанное иначе</translation>
    </message>
    <message>
        <source>another form of the name</source>
        <translation>другая форма имени</translation>
    </message>
    <message>
        <source>a letter away from the name</source>
        <translation>отличается от имени на букву</translation>
    </message>
    <message>
        <source>no link joins “%1” to another note</source>
        <translation>ни одна ссылка не связывает «%1» с другой заметкой</translation>
    </message>
    <message>
        <source>“%1” links no note that is there, and none links it</source>
        <translation>ссылки «%1» ведут к заметкам, которых нет, и к ней никто не ссылается</translation>
    </message>
    <message>
        <source>%1 of its text is there too</source>
        <translation>%1 текста есть и там</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Ссылки</translation>
    </message>
    <message>
        <source>Leading nowhere</source>
        <translation>В никуда</translation>
    </message>
    <message>
        <source>Missing notes</source>
        <translation>Недостающие</translation>
    </message>
    <message>
        <source>Orphans</source>
        <translation>Сироты</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Двойники</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Отклонённые</translation>
    </message>
    <message>
        <source>Nothing has these words.</source>
        <translation>Ничего с такими словами.</translation>
    </message>
    <message>
        <source>There is no link to suggest.</source>
        <translation>Предложить нечего.</translation>
    </message>
    <message>
        <source>No link that leads nowhere can have meant a note.</source>
        <translation>Нет оборванной ссылки, для которой нашлась бы заметка.</translation>
    </message>
    <message>
        <source>No name is linked from several notes without being a note.</source>
        <translation>Нет имени, на которое ссылаются несколько заметок, а самой заметки нет.</translation>
    </message>
    <message>
        <source>Every note has a link, or nothing is near to one without.</source>
        <translation>У каждой заметки есть ссылка, или рядом с одинокой ничего нет.</translation>
    </message>
    <message>
        <source>No two notes say the same.</source>
        <translation>Нет двух заметок об одном и том же.</translation>
    </message>
    <message>
        <source>Nothing was rejected.</source>
        <translation>Ничего не отклонено.</translation>
    </message>
    <message>
        <source>in any note</source>
        <translation>в любой заметке</translation>
    </message>
</context>
<context>
    <name>LinksPlace</name>
    <message>
        <source>What to look at</source>
        <translation>Что показать</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Предложения</translation>
    </message>
    <message>
        <source>Rejected suggestions</source>
        <translation>Отклонённые предложения</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Обновить</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Вернуть</translation>
    </message>
    <message numerus="yes">
        <source>%Ln link(s) written. Ctrl+Z takes back.</source>
        <translation>
            <numerusform>Записана %Ln ссылка. Ctrl+Z отменяет.</numerusform>
            <numerusform>Записаны %Ln ссылки. Ctrl+Z отменяет.</numerusform>
            <numerusform>Записано %Ln ссылок. Ctrl+Z отменяет.</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>Отменено.</translation>
    </message>
    <message>
        <source>Not suggested again. It is kept under Rejected.</source>
        <translation>Больше не предложим. Запомнили в «Отклонённых».</translation>
    </message>
    <message>
        <source>It may be suggested again.</source>
        <translation>Снова может быть предложено.</translation>
    </message>
    <message>
        <source>Reading notes…</source>
        <translation>Читаем заметки…</translation>
    </message>
    <message>
        <source>Looking for links…</source>
        <translation>Ищем ссылки…</translation>
    </message>
    <message>
        <source>Learning from the links there are…</source>
        <translation>Учимся на ваших ссылках…</translation>
    </message>
    <message>
        <source>Accept all sure (%1)…</source>
        <translation>Принять надёжные (%1)…</translation>
    </message>
    <message>
        <source>All notes</source>
        <translation>Все заметки</translation>
    </message>
    <message>
        <source>Show the suggestions for all notes</source>
        <translation>Показать предложения для всех заметок</translation>
    </message>
    <message>
        <source>Obsidian has no note of this vault in front.</source>
        <translation>В Obsidian не открыта заметка этого хранилища.</translation>
    </message>
    <message>
        <source>It was not looked to the end.</source>
        <translation>Просмотрено не до конца.</translation>
    </message>
    <message>
        <source>Only for the note in Obsidian</source>
        <translation>Только для заметки в Obsidian</translation>
    </message>
    <message>
        <source>Accept the suggestion</source>
        <translation>Принять предложение</translation>
    </message>
    <message>
        <source>Reject the suggestion</source>
        <translation>Отклонить предложение</translation>
    </message>
    <message>
        <source>Never suggest this name for this note</source>
        <translation>Никогда не предлагать это имя для этой заметки</translation>
    </message>
    <message>
        <source>Open the note of the suggestion</source>
        <translation>Открыть заметку предложения</translation>
    </message>
    <message>
        <source>Open what it leads to</source>
        <translation>Открыть, куда ведёт</translation>
    </message>
    <message>
        <source>Take a rejection back</source>
        <translation>Вернуть отклонённое</translation>
    </message>
    <message>
        <source>Accept all sure suggestions…</source>
        <translation>Принять все надёжные…</translation>
    </message>
    <message>
        <source>Leave the preview, or stop looking</source>
        <translation>Выйти из предпросмотра или прервать поиск</translation>
    </message>
    <message>
        <source>Undo what was accepted last</source>
        <translation>Отменить последнее принятое</translation>
    </message>
    <message>
        <source>Look for suggestions again</source>
        <translation>Обновить предложения</translation>
    </message>
    <message>
        <source>Filter suggestions</source>
        <translation>Отобрать предложения</translation>
    </message>
    <message>
        <source>Suggestions for the note at hand</source>
        <translation>Предложения для открытой заметки</translation>
    </message>
    <message>
        <source>Suggestions for all notes</source>
        <translation>Предложения для всех заметок</translation>
    </message>
</context>
<context>
    <name>PreviewPanel</name>
    <message>
        <source>What would be written</source>
        <translation>Что будет записано</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Не надо</translation>
    </message>
    <message>
        <source>Merge “%1” into “%2”?</source>
        <translation>Влить «%1» в «%2»?</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Влить</translation>
    </message>
    <message numerus="yes">
        <source>%Ln link(s) would be written</source>
        <translation>
            <numerusform>Будет записана %Ln ссылка</numerusform>
            <numerusform>Будут записаны %Ln ссылки</numerusform>
            <numerusform>Будет записано %Ln ссылок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Write %Ln link(s)</source>
        <translation>
            <numerusform>Записать %Ln ссылку</numerusform>
            <numerusform>Записать %Ln ссылки</numerusform>
            <numerusform>Записать %Ln ссылок</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>named %Ln time(s)</source>
        <translation>
            <numerusform>названа %Ln раз</numerusform>
            <numerusform>названа %Ln раза</numerusform>
            <numerusform>названа %Ln раз</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shares %Ln neighbour(s)</source>
        <translation>
            <numerusform>общий сосед: %Ln</numerusform>
            <numerusform>общие соседи: %Ln</numerusform>
            <numerusform>общие соседи: %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>by these words linked in %Ln note(s)</source>
        <translation>
            <numerusform>этими словами ссылается %Ln заметка</numerusform>
            <numerusform>этими словами ссылаются %Ln заметки</numerusform>
            <numerusform>этими словами ссылаются %Ln заметок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>left plain in %Ln note(s)</source>
        <translation>
            <numerusform>без ссылки — в %Ln заметке</numerusform>
            <numerusform>без ссылки — в %Ln заметках</numerusform>
            <numerusform>без ссылки — в %Ln заметках</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>linked by %Ln note(s)</source>
        <translation>
            <numerusform>ссылается %Ln заметка</numerusform>
            <numerusform>ссылаются %Ln заметки</numerusform>
            <numerusform>ссылаются %Ln заметок</numerusform>
        </translation>
    </message>
</context>
</TS>
