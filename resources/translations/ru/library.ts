<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>FilesPanel</name>
    <message>
        <source>Files</source>
        <translation>Файлы</translation>
    </message>
    <message>
        <source>Which files</source>
        <translation>Какие файлы</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Порядок</translation>
    </message>
    <message>
        <source>Filter…</source>
        <translation>Отобрать…</translation>
    </message>
    <message>
        <source>Filter by words of the path</source>
        <translation>Отобрать по словам пути</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>По имени</translation>
    </message>
    <message>
        <source>By folder</source>
        <translation>По папке</translation>
    </message>
    <message>
        <source>Longest first</source>
        <translation>Сначала длинные</translation>
    </message>
    <message>
        <source>Looking at every file…</source>
        <translation>Просматриваю все файлы…</translation>
    </message>
    <message>
        <source>There is no file in this vault yet; one that is written in Obsidian is seen at once.</source>
        <translation>В этом хранилище пока нет файлов; написанный в Obsidian появится сразу.</translation>
    </message>
    <message>
        <source>No file has these words in its path.</source>
        <translation>Ни в одном пути нет этих слов.</translation>
    </message>
    <message>
        <source>No file is in this state.</source>
        <translation>В этом состоянии файлов нет.</translation>
    </message>
</context>
<context>
    <name>FindingPanel</name>
    <message>
        <source>What mending would write</source>
        <translation>Что запишет исправление</translation>
    </message>
    <message>
        <source>Open the note</source>
        <translation>Открыть заметку</translation>
    </message>
    <message>
        <source>More in Links</source>
        <translation>Другие ссылки</translation>
    </message>
    <message>
        <source>Settle in History</source>
        <translation>Разобрать в истории</translation>
    </message>
    <message>
        <source>Looking for a link that would help…</source>
        <translation>Ищу ссылку, которая поможет…</translation>
    </message>
    <message>
        <source>Nothing is near enough to suggest a link.</source>
        <translation>Нет ничего достаточно близкого, чтобы предложить ссылку.</translation>
    </message>
    <message>
        <source>Fix</source>
        <translation>Исправить</translation>
    </message>
    <message>
        <source>See all of this kind…</source>
        <translation>Посмотреть все такие…</translation>
    </message>
</context>
<context>
    <name>FindingsPanel</name>
    <message>
        <source>What is wrong with notes</source>
        <translation>Что не так с заметками</translation>
    </message>
    <message>
        <source>Kind of problem</source>
        <translation>Вид проблемы</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Посмотреть снова</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>It was not looked to the end.</source>
        <translation>Просмотрено не до конца.</translation>
    </message>
    <message>
        <source>Fixed. Ctrl+Z takes it back.</source>
        <translation>Исправлено. Ctrl+Z вернёт как было.</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>Возвращено.</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Всё</translation>
    </message>
    <message>
        <source>Looking through every note…</source>
        <translation>Просматриваю все заметки…</translation>
    </message>
    <message>
        <source>Nothing of this kind was found.</source>
        <translation>Ничего такого не нашлось.</translation>
    </message>
    <message>
        <source>Nothing is wrong with your notes.</source>
        <translation>С вашими заметками всё в порядке.</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Open the note</source>
        <translation>Открыть заметку</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Why is it not found?</source>
        <translation>Почему она не находится?</translation>
    </message>
    <message>
        <source>The question that should have found it</source>
        <translation>Вопрос, который должен был её найти</translation>
    </message>
    <message>
        <source>The question that should have found this note</source>
        <translation>Вопрос, который должен был найти эту заметку</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Проверить</translation>
    </message>
    <message>
        <source>You see what each part of the search says of this note: its words, its meaning, its links.</source>
        <translation>Вы увидите, что говорит об этой заметке каждая часть поиска: слова, смысл, ссылки.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Скопировано.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Смотрю…</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>All files</source>
        <translation>Все файлы</translation>
    </message>
    <message>
        <source>In the index</source>
        <translation>В индексе</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Ждут</translation>
    </message>
    <message>
        <source>Vectors missing</source>
        <translation>Без векторов</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Пропущены</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Исключены</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Вложения</translation>
    </message>
    <message>
        <source>in the index</source>
        <translation>в индексе</translation>
    </message>
    <message>
        <source>new</source>
        <translation>новый</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>изменён</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>исчез</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>исключён</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>пропущен</translation>
    </message>
    <message>
        <source>attachment</source>
        <translation>вложение</translation>
    </message>
    <message>
        <source>It is in the index as it is on the disk.</source>
        <translation>В индексе — в том же виде, что и на диске.</translation>
    </message>
    <message>
        <source>It is new: it will be read at the next look at the vault.</source>
        <translation>Файл новый: он будет прочитан при следующем просмотре хранилища.</translation>
    </message>
    <message>
        <source>It changed since the last look: until the next one it is found as it was.</source>
        <translation>Файл изменился после последнего просмотра: до следующего он находится таким, каким был.</translation>
    </message>
    <message>
        <source>It is no longer on the disk; it stays found for now.</source>
        <translation>На диске его больше нет; пока он ещё находится.</translation>
    </message>
    <message>
        <source>It is among the excluded files of Obsidian: links lead to it, searches leave it out.</source>
        <translation>Он среди исключённых файлов Obsidian: ссылки на него ведут, поиск его пропускает.</translation>
    </message>
    <message>
        <source>It is no note: links may lead to it, it is not searched.</source>
        <translation>Это не заметка: на неё могут вести ссылки, но поиска по ней нет.</translation>
    </message>
    <message>
        <source>Only words are compared: there is no embedding model.</source>
        <translation>Сравниваются только слова: модели эмбеддингов нет.</translation>
    </message>
    <message>
        <source>It is found by its words and by its meaning.</source>
        <translation>Находится и по словам, и по смыслу.</translation>
    </message>
    <message>
        <source>It cannot be found: it is not in the index.</source>
        <translation>Найти её нельзя: её нет в индексе.</translation>
    </message>
    <message>
        <source>It cannot be found: it is among the excluded files of Obsidian.</source>
        <translation>Найти её нельзя: она среди исключённых файлов Obsidian.</translation>
    </message>
    <message>
        <source>It cannot be found: a filter of the question leaves it out.</source>
        <translation>Найти её нельзя: её отсекает фильтр в вопросе.</translation>
    </message>
    <message>
        <source>It is found, but %1 says the same before it and stands for it.</source>
        <translation>Она найдена, но раньше неё то же говорит %1 и стоит вместо неё.</translation>
    </message>
    <message>
        <source>It is not found by this question.</source>
        <translation>По этому вопросу она не находится.</translation>
    </message>
    <message>
        <source>It is found at place %1, below the passages that are shown.</source>
        <translation>Найдена на месте %1 — ниже показываемых отрывков.</translation>
    </message>
    <message>
        <source>It is found at place %1.</source>
        <translation>Найдена на месте %1.</translation>
    </message>
    <message>
        <source>Link that leads nowhere</source>
        <translation>Ссылка в никуда</translation>
    </message>
    <message>
        <source>Garbled letters</source>
        <translation>Испорченные буквы</translation>
    </message>
    <message>
        <source>Properties cannot be read</source>
        <translation>Свойства не читаются</translation>
    </message>
    <message>
        <source>Block identifier twice</source>
        <translation>Идентификатор блока повторяется</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Дубликат</translation>
    </message>
    <message>
        <source>Nothing links here</source>
        <translation>Сюда ничего не ссылается</translation>
    </message>
    <message>
        <source>Conflict copy</source>
        <translation>Конфликтная копия</translation>
    </message>
    <message>
        <source>Not UTF-8</source>
        <translation>Не UTF-8</translation>
    </message>
    <message>
        <source>Damaged bytes</source>
        <translation>Повреждённые байты</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>строка %1</translation>
    </message>
    <message>
        <source>not among the first</source>
        <translation>не среди первых</translation>
    </message>
    <message>
        <source>place %1</source>
        <translation>место %1</translation>
    </message>
    <message>
        <source>In the note: %1.</source>
        <translation>Есть в заметке: %1.</translation>
    </message>
    <message>
        <source>Not in the note: %1.</source>
        <translation>Нет в заметке: %1.</translation>
    </message>
    <message>
        <source>By its words</source>
        <translation>По словам</translation>
    </message>
    <message>
        <source>By its meaning</source>
        <translation>По смыслу</translation>
    </message>
    <message>
        <source>not compared</source>
        <translation>не сравнивался</translation>
    </message>
    <message>
        <source>It has no vectors.</source>
        <translation>У неё нет векторов.</translation>
    </message>
    <message>
        <source>By links</source>
        <translation>По ссылкам</translation>
    </message>
    <message>
        <source>No note that was found leads to it closely enough.</source>
        <translation>Найденные заметки не ведут к ней достаточно близко.</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>не достигнута</translation>
    </message>
    <message>
        <source>From %1.</source>
        <translation>От %1.</translation>
    </message>
</context>
<context>
    <name>LibraryPlace</name>
    <message>
        <source>What to look at</source>
        <translation>Что показать</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Файлы</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Проблемы</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>Show every file</source>
        <translation>Показать все файлы</translation>
    </message>
    <message>
        <source>Find problems</source>
        <translation>Найти проблемы</translation>
    </message>
    <message>
        <source>See what covers a topic</source>
        <translation>Посмотреть, что раскрывает тему</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Посмотреть снова</translation>
    </message>
    <message>
        <source>Filter files</source>
        <translation>Отобрать файлы</translation>
    </message>
    <message>
        <source>Why is a note not found?</source>
        <translation>Почему заметка не находится?</translation>
    </message>
    <message>
        <source>Copy why a note is found or not</source>
        <translation>Скопировать, почему заметка находится или нет</translation>
    </message>
    <message>
        <source>Open the file&apos;s note</source>
        <translation>Открыть заметку файла</translation>
    </message>
    <message>
        <source>Write the fix</source>
        <translation>Записать исправление</translation>
    </message>
    <message>
        <source>See what fixing all of this kind would write</source>
        <translation>Посмотреть исправление всех проблем этого вида</translation>
    </message>
    <message>
        <source>Open the note with the problem</source>
        <translation>Открыть заметку с проблемой</translation>
    </message>
    <message>
        <source>Show links suggested for the note</source>
        <translation>Показать ссылки, предложенные для заметки</translation>
    </message>
    <message>
        <source>Leave the preview, or stop looking</source>
        <translation>Выйти из предпросмотра или прервать поиск</translation>
    </message>
    <message>
        <source>Undo the last fix</source>
        <translation>Отменить последнее исправление</translation>
    </message>
    <message>
        <source>Open a note of the topic</source>
        <translation>Открыть заметку по теме</translation>
    </message>
    <message>
        <source>Copy the topic&apos;s query</source>
        <translation>Скопировать запрос по теме</translation>
    </message>
    <message>
        <source>Show the topic&apos;s notes on the graph</source>
        <translation>Показать заметки по теме на графе</translation>
    </message>
</context>
<context>
    <name>TopicPanel</name>
    <message>
        <source>A topic, e.g. “watering the garden”</source>
        <translation>Тема, например «полив огорода»</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>See what covers it</source>
        <translation>Что её раскрывает</translation>
    </message>
    <message>
        <source>Notes that cover the topic, in reading order</source>
        <translation>Заметки, раскрывающие тему, в порядке чтения</translation>
    </message>
    <message>
        <source>Share of the topic that is said after each note</source>
        <translation>Доля темы, раскрытая после каждой заметки</translation>
    </message>
    <message>
        <source>Share of the topic by notes read. The coloured part is enough.</source>
        <translation>Доля темы по числу прочитанных заметок. Закрашенной части достаточно.</translation>
    </message>
    <message>
        <source>A query for everything that speaks of it</source>
        <translation>Запрос на всё, что об этом говорит</translation>
    </message>
    <message>
        <source>Query for the topic</source>
        <translation>Запрос по теме</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Show on the graph</source>
        <translation>Показать на графе</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Скопировано.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Смотрю…</translation>
    </message>
    <message>
        <source>No note speaks of it. Other words may.</source>
        <translation>Об этом не говорит ни одна заметка. Попробуйте другие слова.</translation>
    </message>
    <message>
        <source>Name a topic to see which few of your notes say most of it, and where more adds little.</source>
        <translation>Назовите тему — и увидите, какие немногие заметки раскрывают её почти целиком и где дальше читать уже незачем.</translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>%Ln passage(s)</source>
        <translation>
            <numerusform>%Ln отрывок</numerusform>
            <numerusform>%Ln отрывка</numerusform>
            <numerusform>%Ln отрывков</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s) wait for their vectors: they are found by their words alone.</source>
        <translation>
            <numerusform>%Ln отрывок ждёт вектора: он находится только по словам.</numerusform>
            <numerusform>%Ln отрывка ждут векторов: они находятся только по словам.</numerusform>
            <numerusform>%Ln отрывков ждут векторов: они находятся только по словам.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No vector could be made of %Ln passage(s).</source>
        <translation>
            <numerusform>Не удалось сделать вектор для %Ln отрывка.</numerusform>
            <numerusform>Не удалось сделать векторы для %Ln отрывков.</numerusform>
            <numerusform>Не удалось сделать векторы для %Ln отрывков.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fix %Ln note(s)</source>
        <translation>
            <numerusform>Исправить %Ln заметку</numerusform>
            <numerusform>Исправить %Ln заметки</numerusform>
            <numerusform>Исправить %Ln заметок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln note(s) say %1 of it</source>
        <translation>
            <numerusform>%Ln заметка раскрывает тему на %1</numerusform>
            <numerusform>%Ln заметки раскрывают тему на %1</numerusform>
            <numerusform>%Ln заметок раскрывают тему на %1</numerusform>
        </translation>
    </message>
</context>
</TS>
