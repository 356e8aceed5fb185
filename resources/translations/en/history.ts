<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_US">
<context>
    <name>HistoryPlace</name>
    <message numerus="yes">
        <source>Undo all %Ln files</source>
        <translation>
            <numerusform>Undo in %Ln file</numerusform>
            <numerusform>Undo in all %Ln files</numerusform>
        </translation>
    </message>
</context>
</TS>
