<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>DetailPanel</name>
    <message>
        <source>The sentence with the change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never by this name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These words will not be suggested as a link to this note, in any note.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open what it leads to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See the merging…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mend the link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Would be made as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 would be merged into %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, property %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, at its end under “See also”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>New note: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See also</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 notes that name it link it</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>named %n time(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>links here</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>shares %n neighbour(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>notes like this one link it: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same uncommon words: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a passage is near in meaning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>most words of its title stand here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>says nearly the same under “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a note of this name is in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a note has this alias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same name in another spelling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another form of the name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a letter away from the name</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>linked by %n note(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” has no links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 % of its text is there too</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LinksPlace</name>
    <message>
        <source>What to look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected suggestions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What would be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by words of a name or a sentence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By what is linked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grouping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Surest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merge “%1” into “%2”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) would be written</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Merge</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Write %n link(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) written. Ctrl+Z takes back.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not suggested again. It is kept under Rejected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in any note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It may be suggested again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading notes…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for links…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning from the links there are…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leading nowhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept all sure (%1)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the suggestions for all notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has these words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no link to suggest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No link that leads nowhere can have meant a note.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No name is linked from several notes without being a note.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every note has a link, or nothing is near to one without.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No two notes say the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was rejected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept the suggestion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject the suggestion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never suggest this name for this note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the note of the suggestion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open what it leads to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take a rejection back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept all sure suggestions…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo what was accepted last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for suggestions again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter suggestions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggestions for all notes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
