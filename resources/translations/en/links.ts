<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_US">
<context>
    <name>LinksPlace</name>
    <message numerus="yes">
        <source>%n link(s) written. Ctrl+Z takes back.</source>
        <translation>
            <numerusform>%n link written. Ctrl+Z takes back.</numerusform>
            <numerusform>%n links written. Ctrl+Z takes back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PreviewPanel</name>
    <message numerus="yes">
        <source>%n link(s) would be written</source>
        <translation>
            <numerusform>%n link would be written</numerusform>
            <numerusform>%n links would be written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Write %n link(s)</source>
        <translation>
            <numerusform>Write %n link</numerusform>
            <numerusform>Write %n links</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>named %n time(s)</source>
        <translation>
            <numerusform>named once</numerusform>
            <numerusform>named %n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shares %n neighbour(s)</source>
        <translation>
            <numerusform>shares one neighbour</numerusform>
            <numerusform>shares %n neighbours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>by these words linked in %n note(s)</source>
        <translation>
            <numerusform>by these words linked in %n note</numerusform>
            <numerusform>by these words linked in %n notes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>left plain in %n note(s)</source>
        <translation>
            <numerusform>left plain in %n</numerusform>
            <numerusform>left plain in %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>linked by %n note(s)</source>
        <translation>
            <numerusform>linked by one note</numerusform>
            <numerusform>linked by %n notes</numerusform>
        </translation>
    </message>
</context>
</TS>
