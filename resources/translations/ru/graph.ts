<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>GraphPlace</name>
    <message>
        <source>Around a note</source>
        <translation>Вокруг заметки</translation>
    </message>
    <message>
        <source>Whole vault</source>
        <translation>Всё хранилище</translation>
    </message>
    <message>
        <source>Find on the map</source>
        <translation>Найти на карте</translation>
    </message>
    <message>
        <source>Colour by folder</source>
        <translation>Цвет по папке</translation>
    </message>
    <message>
        <source>Colour by tag</source>
        <translation>Цвет по тегу</translation>
    </message>
    <message>
        <source>Colour by cluster</source>
        <translation>Цвет по скоплению</translation>
    </message>
    <message>
        <source>What the colours tell</source>
        <translation>Что показывает цвет</translation>
    </message>
    <message>
        <source>Suggested links</source>
        <translation>Возможные ссылки</translation>
    </message>
    <message>
        <source>Save the picture…</source>
        <translation>Сохранить картинку…</translation>
    </message>
    <message>
        <source>Show notes up to this day</source>
        <translation>Показать заметки до этого дня</translation>
    </message>
    <message>
        <source>Map of notes</source>
        <translation>Карта заметок</translation>
    </message>
    <message>
        <source>Laying out the map…</source>
        <translation>Карта раскладывается…</translation>
    </message>
    <message>
        <source>Next note that was found</source>
        <translation>Следующая найденная заметка</translation>
    </message>
    <message>
        <source>See all of it</source>
        <translation>Показать целиком</translation>
    </message>
    <message>
        <source>Nearer</source>
        <translation>Ближе</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>Дальше</translation>
    </message>
    <message>
        <source>Open the chosen note</source>
        <translation>Открыть выбранную заметку</translation>
    </message>
    <message>
        <source>The map is being drawn…</source>
        <translation>Карта строится…</translation>
    </message>
    <message>
        <source>There are no notes yet; one that is written in Obsidian is seen at once.</source>
        <translation>Заметок пока нет; написанная в Obsidian появится сразу.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln note(s)</source>
        <translation>
            <numerusform>%Ln заметка</numerusform>
            <numerusform>%Ln заметки</numerusform>
            <numerusform>%Ln заметок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln link(s)</source>
        <translation>
            <numerusform>%Ln ссылка</numerusform>
            <numerusform>%Ln ссылки</numerusform>
            <numerusform>%Ln ссылок</numerusform>
        </translation>
    </message>
    <message>
        <source>No note on the map has that name.</source>
        <translation>На карте нет заметки с таким названием.</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Сохранено: %1</translation>
    </message>
    <message>
        <source>The picture cannot be saved there: %1</source>
        <translation>Картинку нельзя сохранить сюда: %1</translation>
    </message>
</context>
<context>
    <name>NoteCard</name>
    <message>
        <source>Open the note</source>
        <translation>Открыть заметку</translation>
    </message>
    <message>
        <source>Show what is around it</source>
        <translation>Показать, что вокруг неё</translation>
    </message>
    <message>
        <source>Choose a note on the map to see what it is.</source>
        <translation>Выберите заметку на карте, чтобы увидеть, что в ней.</translation>
    </message>
    <message numerus="yes">
        <source>linked with %Ln note(s)</source>
        <translation>
            <numerusform>связана с %Ln заметкой</numerusform>
            <numerusform>связана с %Ln заметками</numerusform>
            <numerusform>связана с %Ln заметками</numerusform>
        </translation>
    </message>
</context>
</TS>
