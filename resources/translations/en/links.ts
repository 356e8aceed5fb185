<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_US">
<context>
    <name>LinksPlace</name>
    <message numerus="yes">
        <source>%Ln link(s) written. Ctrl+Z takes back.</source>
        <translation>
            <numerusform>%Ln link written. Ctrl+Z takes back.</numerusform>
            <numerusform>%Ln links written. Ctrl+Z takes back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PreviewPanel</name>
    <message numerus="yes">
        <source>%Ln link(s) would be written</source>
        <translation>
            <numerusform>%Ln link would be written</numerusform>
            <numerusform>%Ln links would be written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Write %Ln link(s)</source>
        <translation>
            <numerusform>Write %Ln link</numerusform>
            <numerusform>Write %Ln links</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>named %Ln time(s)</source>
        <translation>
            <numerusform>named once</numerusform>
            <numerusform>named %Ln times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shares %Ln neighbour(s)</source>
        <translation>
            <numerusform>shares one neighbour</numerusform>
            <numerusform>shares %Ln neighbours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>by these words linked in %Ln note(s)</source>
        <translation>
            <numerusform>by these words linked in %Ln note</numerusform>
            <numerusform>by these words linked in %Ln notes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>left plain in %Ln note(s)</source>
        <translation>
            <numerusform>left plain in %Ln</numerusform>
            <numerusform>left plain in %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>linked by %Ln note(s)</source>
        <translation>
            <numerusform>linked by one note</numerusform>
            <numerusform>linked by %Ln notes</numerusform>
        </translation>
    </message>
</context>
</TS>
