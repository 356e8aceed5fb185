<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_US">
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>%Ln passage(s)</source>
        <translation>
            <numerusform>%Ln passage</numerusform>
            <numerusform>%Ln passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s) wait for their vectors: they are found by their words alone.</source>
        <translation>
            <numerusform>%Ln passage waits for its vector: it is found by its words alone.</numerusform>
            <numerusform>%Ln passages wait for their vectors: they are found by their words alone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No vector could be made of %Ln passage(s).</source>
        <translation>
            <numerusform>No vector could be made of %Ln passage.</numerusform>
            <numerusform>No vector could be made of %Ln passages.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fix %Ln note(s)</source>
        <translation>
            <numerusform>Fix %Ln note</numerusform>
            <numerusform>Fix %Ln notes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln note(s) say %1 of it</source>
        <translation>
            <numerusform>%Ln note says %1 of it</numerusform>
            <numerusform>%Ln notes say %1 of it</numerusform>
        </translation>
    </message>
</context>
</TS>
