<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_US">
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>The model is reading %Ln passage(s)…</source>
        <translation>
            <numerusform>The model is reading %Ln passage…</numerusform>
            <numerusform>The model is reading %Ln passages…</numerusform>
        </translation>
    </message>
</context>
</TS>
