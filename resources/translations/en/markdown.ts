<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_US">
<context>
    <name>RowsLeft</name>
    <message numerus="yes">
        <source>Show more: %Ln row(s) left</source>
        <translation>
            <numerusform>Show more: %Ln row left</numerusform>
            <numerusform>Show more: %Ln rows left</numerusform>
        </translation>
    </message>
</context>
</TS>
