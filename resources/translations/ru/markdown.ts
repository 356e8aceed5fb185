<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>MarkdownBrowser</name>
    <message>
        <source>folded</source>
        <translation>свёрнуто</translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation>развёрнуто</translation>
    </message>
</context>
<context>
    <name>RowsLeft</name>
    <message numerus="yes">
        <source>Show more: %Ln row(s) left</source>
        <translation>
            <numerusform>Показать дальше: осталась %Ln строка</numerusform>
            <numerusform>Показать дальше: осталось %Ln строки</numerusform>
            <numerusform>Показать дальше: осталось %Ln строк</numerusform>
        </translation>
    </message>
</context>
</TS>
