<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>Hotkey</name>
    <message>
        <source>This desktop gives programs no key of their own: in its settings, have a key run “vaultmind toggle”.</source>
        <translation>Этот рабочий стол не отдаёт клавиши программам: назначьте в его настройках клавишу, которая запускает «vaultmind toggle».</translation>
    </message>
    <message>
        <source>This key belongs to every program: choose a letter, a digit, Space or F1 to F24 with Ctrl and Alt.</source>
        <translation>Эта клавиша нужна каждой программе: выберите букву, цифру, пробел или F1–F24 вместе с Ctrl и Alt.</translation>
    </message>
    <message>
        <source>Other programs need this key: hold two of Ctrl, Alt and Shift with it, or the system key.</source>
        <translation>Это сочетание нужно другим программам: добавьте две из клавиш Ctrl, Alt и Shift или системную клавишу.</translation>
    </message>
    <message>
        <source>%1 is taken by another program: choose another key in Settings, or free it there.</source>
        <translation>Сочетание %1 занято другой программой: выберите другое в настройках или освободите его там.</translation>
    </message>
    <message>
        <source>This keyboard has no %1: choose another key in Settings.</source>
        <translation>На этой клавиатуре нет %1: выберите другую клавишу в настройках.</translation>
    </message>
    <message>
        <source>Ask your notes</source>
        <translation>Спросить свои заметки</translation>
    </message>
    <message>
        <source>The desktop bound no key: choose another in Settings, or bind one in the desktop&apos;s own settings.</source>
        <translation>Рабочий стол не назначил клавишу: выберите другую в настройках VaultMind или назначьте её в настройках самого рабочего стола.</translation>
    </message>
</context>
</TS>
