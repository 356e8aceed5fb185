<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_US">
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s) still to be read for meaning</source>
        <translation>
            <numerusform>%n passage still to be read for meaning</numerusform>
            <numerusform>%n passages still to be read for meaning</numerusform>
        </translation>
    </message>
</context>
</TS>
