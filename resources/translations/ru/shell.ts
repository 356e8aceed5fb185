<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>MainWindow</name>
    <message>
        <source>Go to %1</source>
        <translation>Перейти: %1</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выйти</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>Ask</source>
        <translation>Спросить</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Opening the vault…</source>
        <translation>Открываю хранилище…</translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n заметка</numerusform>
            <numerusform>%n заметки</numerusform>
            <numerusform>%n заметок</numerusform>
        </translation>
    </message>
    <message>
        <source>found by their words alone</source>
        <translation>ищутся только по словам</translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s) still to be read for meaning</source>
        <translation>
            <numerusform>ещё %n отрывок не прочитан по смыслу</numerusform>
            <numerusform>ещё %n отрывка не прочитаны по смыслу</numerusform>
            <numerusform>ещё %n отрывков не прочитано по смыслу</numerusform>
        </translation>
    </message>
</context>
</TS>
