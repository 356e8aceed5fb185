<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_US">
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s) wait for their vectors: they are found by their words alone.</source>
        <translation>
            <numerusform>%n passage waits for its vector: it is found by its words alone.</numerusform>
            <numerusform>%n passages wait for their vectors: they are found by their words alone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No vector could be made of %n passage(s).</source>
        <translation>
            <numerusform>No vector could be made of %n passage.</numerusform>
            <numerusform>No vector could be made of %n passages.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fix %n note(s)</source>
        <translation>
            <numerusform>Fix %n note</numerusform>
            <numerusform>Fix %n notes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s) say %1 of it</source>
        <translation>
            <numerusform>%n note says %1 of it</numerusform>
            <numerusform>%n notes say %1 of it</numerusform>
        </translation>
    </message>
</context>
</TS>
