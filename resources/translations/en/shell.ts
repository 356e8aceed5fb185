<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_US">
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%Ln note(s)</source>
        <translation>
            <numerusform>%Ln note</numerusform>
            <numerusform>%Ln notes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading: %1 of %Ln file(s)</source>
        <translation>
            <numerusform>Reading: %1 of %Ln file</numerusform>
            <numerusform>Reading: %1 of %Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading is paused: %1 of %Ln file(s)</source>
        <translation>
            <numerusform>Reading is paused: %1 of %Ln file</numerusform>
            <numerusform>Reading is paused: %1 of %Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimeLeft</name>
    <message numerus="yes">
        <source>about %Ln minute(s) left</source>
        <translation>
            <numerusform>about %Ln minute left</numerusform>
            <numerusform>about %Ln minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hour(s) left</source>
        <translation>
            <numerusform>about %Ln hour left</numerusform>
            <numerusform>about %Ln hours left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Vanished</name>
    <message numerus="yes">
        <source>%Ln note(s) are found no more.</source>
        <translation>
            <numerusform>%Ln note is found no more.</numerusform>
            <numerusform>%Ln notes are found no more.</numerusform>
        </translation>
    </message>
</context>
</TS>
