<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>Core</name>
    <message>
        <source>There is no folder %1.</source>
        <translation>Папки %1 нет.</translation>
    </message>
    <message>
        <source>%1 is not a folder.</source>
        <translation>%1 — не папка.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be read: %2.</source>
        <translation>Папку %1 не удаётся прочитать: %2.</translation>
    </message>
    <message>
        <source>There is no vault at %1: the folder is gone or not mounted.</source>
        <translation>Хранилища %1 нет: папка исчезла или не подключена.</translation>
    </message>
    <message>
        <source>There are no notes in %1: a vault holds Markdown files (.md).</source>
        <translation>В %1 нет заметок: в хранилище лежат файлы Markdown (.md).</translation>
    </message>
    <message>
        <source>There is no note %1 in %2.</source>
        <translation>Заметки %1 в %2 нет.</translation>
    </message>
    <message>
        <source>There is no file %1 in the vault.</source>
        <translation>Файла %1 в хранилище нет.</translation>
    </message>
    <message>
        <source>The disk of %1 can only be read.</source>
        <translation>Диск с %1 доступен только для чтения.</translation>
    </message>
    <message>
        <source>You may read the folder %1, not write in it.</source>
        <translation>Папку %1 можно читать, но нельзя в неё писать.</translation>
    </message>
    <message>
        <source>The disk of %1 is full.</source>
        <translation>Диск с %1 заполнен.</translation>
    </message>
    <message>
        <source>The disk with %1 is full: free some space, then index again.</source>
        <translation>Диск с %1 заполнен: освободите место и повторите индексацию.</translation>
    </message>
    <message>
        <source>There is no room left on the disk for the journal, so nothing was written.</source>
        <translation>На диске нет места для журнала, поэтому ничего не записано.</translation>
    </message>
    <message>
        <source>The engine of this vault did not start; its log says more.</source>
        <translation>Движок хранилища не запустился; подробности в его журнале.</translation>
    </message>
    <message>
        <source>The engine of this vault does not come up.</source>
        <translation>Движок хранилища не отвечает.</translation>
    </message>
    <message>
        <source>The engine stopped before it answered; ask again.</source>
        <translation>Движок остановился, не успев ответить; повторите.</translation>
    </message>
    <message>
        <source>The engine stopped in the middle of its answer; ask again.</source>
        <translation>Движок остановился посреди ответа; повторите.</translation>
    </message>
    <message>
        <source>%1 is in use by %2; wait for it, or end it.</source>
        <translation>%1: занято (%2); подождите или завершите тот процесс.</translation>
    </message>
    <message>
        <source>The index in %1 is damaged: %2.</source>
        <translation>Индекс в %1 повреждён: %2.</translation>
    </message>
    <message>
        <source>The index in %1 cannot be used: %2.</source>
        <translation>Индекс в %1 не открыть: %2.</translation>
    </message>
    <message>
        <source>Notes are found by their words alone. %1</source>
        <translation>Заметки ищутся только по словам. %1</translation>
    </message>
    <message>
        <source>The setting embedding.model is off.</source>
        <translation>Поиск по смыслу выключен в настройках.</translation>
    </message>
    <message>
        <source>The embedding model %1 is not here; `vaultmind models pull %2` fetches it.</source>
        <translation>Модели %1 для поиска по смыслу здесь нет; её загружает `vaultmind models pull %2` или раздел «Модели».</translation>
    </message>
    <message>
        <source>%1 of %2 passages can be found by their words alone so far.</source>
        <translation>Пока только по словам: отрывков — %1 из %2.</translation>
    </message>
    <message>
        <source>The vectors of %1 are being made; %2 answers until they are whole.</source>
        <translation>Модель %1 читает хранилище; пока не прочла, отвечает %2.</translation>
    </message>
    <message>
        <source>The settings in %1 are not valid TOML: %2.</source>
        <translation>Настройки в %1 записаны с ошибкой: %2.</translation>
    </message>
    <message>
        <source>The settings in %1 cannot be read: %2.</source>
        <translation>Настройки в %1 не удаётся прочитать: %2.</translation>
    </message>
    <message>
        <source>The settings in %1 cannot be changed: %2.</source>
        <translation>Настройки в %1 не удаётся изменить: %2.</translation>
    </message>
    <message>
        <source>A value in %1 cannot be used: %2.</source>
        <translation>Значение в %1 не годится: %2.</translation>
    </message>
    <message>
        <source>The model %1 is not here; `vaultmind models pull %2` fetches it.</source>
        <translation>Модели %1 здесь нет; её загружает `vaultmind models pull %2` или раздел «Модели».</translation>
    </message>
    <message>
        <source>No model %1 is known; `vaultmind models list` shows those that are.</source>
        <translation>Модель %1 неизвестна; известные показывает раздел «Модели».</translation>
    </message>
    <message>
        <source>The model %1 could not be loaded: %2.</source>
        <translation>Модель %1 не загрузилась: %2.</translation>
    </message>
    <message>
        <source>The model %1 was unloaded meanwhile.</source>
        <translation>Модель %1 тем временем выгрузили.</translation>
    </message>
    <message>
        <source>%1 These are the notes&apos; own sentences.</source>
        <translation>%1 Это предложения самих заметок.</translation>
    </message>
    <message>
        <source>Nothing answers at %1; is the model&apos;s server running?</source>
        <translation>По адресу %1 никто не отвечает; запущен ли сервер модели?</translation>
    </message>
    <message>
        <source>%1 cannot be reached.</source>
        <translation>До %1 не достучаться.</translation>
    </message>
    <message>
        <source>%1 does not answer in time.</source>
        <translation>%1 не отвечает вовремя.</translation>
    </message>
    <message>
        <source>%1 broke off in the middle of its answer.</source>
        <translation>%1 прервалась посреди ответа.</translation>
    </message>
    <message>
        <source>%1 is being downloaded already.</source>
        <translation>%1 уже загружается.</translation>
    </message>
    <message>
        <source>%1 is not the file expected: its checksum differs, so it was thrown away.</source>
        <translation>%1 — не тот файл: контрольная сумма не совпала, поэтому он удалён.</translation>
    </message>
    <message>
        <source>The disk of %1 has %2 GB left; %3 GB are needed.</source>
        <translation>На диске с %1 осталось %2 ГБ, а нужно %3 ГБ.</translation>
    </message>
    <message>
        <source>“%1” is there already.</source>
        <translation>«%1» уже есть.</translation>
    </message>
    <message>
        <source>There is no “%1” in the vault.</source>
        <translation>«%1» в хранилище нет.</translation>
    </message>
    <message>
        <source>Another program holds “%1” open for writing: close it there, then try again.</source>
        <translation>Другая программа держит «%1» открытым для записи: закройте его там и повторите.</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>Отменять нечего.</translation>
    </message>
    <message>
        <source>There is nothing said yet that could be kept.</source>
        <translation>Пока не сказано ничего, что можно сохранить.</translation>
    </message>
    <message>
        <source>There is nothing to accept: no suggestion is sure enough.</source>
        <translation>Принимать нечего: ни одно предложение не достаточно надёжно.</translation>
    </message>
    <message>
        <source>No vault is open.</source>
        <translation>Хранилище не открыто.</translation>
    </message>
    <message>
        <source>The vault was left.</source>
        <translation>Хранилище закрыто.</translation>
    </message>
    <message>
        <source>VaultMind made a mistake (%1).</source>
        <translation>Ошибка в самом VaultMind (%1).</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>Quick question</source>
        <translation>Быстрый вопрос</translation>
    </message>
    <message>
        <source>The answer is there.</source>
        <translation>Ответ готов.</translation>
    </message>
    <message>
        <source>%1 is here.</source>
        <translation>Модель %1 скачана.</translation>
    </message>
    <message>
        <source>It cannot be changed: %1</source>
        <translation>Изменить не удалось: %1</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <source>The download was stopped; it goes on where it was.</source>
        <translation>Загрузка остановлена; потом она продолжится с того же места.</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Which notes?</source>
        <translation>Какие заметки?</translation>
    </message>
    <message>
        <source>In which language?</source>
        <translation>На каком языке?</translation>
    </message>
    <message>
        <source>With a model?</source>
        <translation>Нужна ли модель?</translation>
    </message>
    <message>
        <source>This is the language of the window. Notes are found in any.</source>
        <translation>Это язык окна. Заметки находятся на любом.</translation>
    </message>
    <message>
        <source>A vault is a folder of Markdown notes. They stay where they are, and stay as they are.</source>
        <translation>Хранилище — это папка с заметками Markdown. Они остаются на своём месте и такими, какие есть.</translation>
    </message>
    <message>
        <source>Nothing has to be fetched: answers are then the sentences of your notes. Models run on this machine.</source>
        <translation>Загружать ничего не обязательно: тогда ответы — предложения ваших заметок. Модели работают на этом компьютере.</translation>
    </message>
    <message>
        <source>Vaults on this machine</source>
        <translation>Хранилища на этом компьютере</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Выбрать папку…</translation>
    </message>
    <message>
        <source>Try the sample vault</source>
        <translation>Открыть хранилище-образец</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Пропустить</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Step %1 of 3</source>
        <translation>Шаг %1 из 3</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Дальше</translation>
    </message>
    <message>
        <source>Choose the folder of your notes</source>
        <translation>Выберите папку с заметками</translation>
    </message>
    <message>
        <source>Find by meaning, in any language</source>
        <translation>Искать по смыслу, на любом языке</translation>
    </message>
    <message>
        <source>Write answers from your notes</source>
        <translation>Писать ответы по вашим заметкам</translation>
    </message>
</context>
<context>
    <name>KeyMap</name>
    <message>
        <source>Keys</source>
        <translation>Клавиши</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Везде</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Разделы</translation>
    </message>
    <message>
        <source>Vault</source>
        <translation>Хранилище</translation>
    </message>
</context>
<context>
    <name>LinkReading</name>
    <message>
        <source>The link was not followed: it is not well formed.</source>
        <translation>Переход по ссылке не выполнен: она составлена неверно.</translation>
    </message>
    <message>
        <source>The link was not followed: several vaults are called %1.</source>
        <translation>Переход по ссылке не выполнен: хранилищ с именем %1 несколько.</translation>
    </message>
    <message>
        <source>The link was not followed: %1 is no vault that was opened here. Open it once yourself.</source>
        <translation>Переход по ссылке не выполнен: хранилище %1 здесь ещё не открывали. Откройте его сначала сами.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Quick-ask, over any program</source>
        <translation>Быстрый вопрос поверх любой программы</translation>
    </message>
    <message>
        <source>Find a command or a note</source>
        <translation>Найти команду или заметку</translation>
    </message>
    <message>
        <source>Show the keys</source>
        <translation>Показать клавиши</translation>
    </message>
    <message>
        <source>Light, dark, or as the system</source>
        <translation>Светлое, тёмное или как в системе</translation>
    </message>
    <message>
        <source>Русский / English</source>
        <translation>Русский / English</translation>
    </message>
    <message>
        <source>Open another vault</source>
        <translation>Открыть другое хранилище</translation>
    </message>
    <message>
        <source>Open a folder as a vault</source>
        <translation>Открыть папку как хранилище</translation>
    </message>
    <message>
        <source>Try the sample vault</source>
        <translation>Открыть хранилище-образец</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Первые шаги</translation>
    </message>
    <message>
        <source>Pause indexing, or go on with it</source>
        <translation>Приостановить или продолжить индексацию</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Перейти: %1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>There are no notes in %1: a vault holds Markdown files.</source>
        <translation>В «%1» нет заметок: в хранилище лежат файлы Markdown.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выйти</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>A command, a note, a question…</source>
        <translation>Команда, заметка или вопрос…</translation>
    </message>
    <message>
        <source>What to do or where to go</source>
        <translation>Что сделать или куда перейти</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>Подходящее</translation>
    </message>
    <message>
        <source>asked before</source>
        <translation>уже спрашивали</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>Ask</source>
        <translation>Спросить</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Заметка</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Ссылки</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Граф</translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation>Рецепты</translation>
    </message>
    <message>
        <source>History</source>
        <translation>История</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Модели</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>No vault is open.</source>
        <translation>Хранилище не открыто.</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Go on indexing</source>
        <translation>Продолжить индексацию</translation>
    </message>
    <message>
        <source>Pause indexing</source>
        <translation>Приостановить индексацию</translation>
    </message>
    <message>
        <source>No language model</source>
        <translation>Без языковой модели</translation>
    </message>
    <message>
        <source>Answers are written by this model</source>
        <translation>Ответы пишет эта модель</translation>
    </message>
    <message>
        <source>Answers are the notes&apos; own sentences; a model can be chosen in Models</source>
        <translation>Ответы — предложения самих заметок; модель можно выбрать в разделе «Модели»</translation>
    </message>
    <message>
        <source>%1 is here.</source>
        <translation>%1 загружена.</translation>
    </message>
    <message>
        <source>No vault is open yet</source>
        <translation>Хранилище пока не открыто</translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n заметка</numerusform>
            <numerusform>%n заметки</numerusform>
            <numerusform>%n заметок</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading notes: %1 of %2</source>
        <translation>Читаю заметки: %1 из %2</translation>
    </message>
    <message>
        <source>Looking through the notes…</source>
        <translation>Просматриваю заметки…</translation>
    </message>
    <message>
        <source>for meaning: %1 of %2 passages</source>
        <translation>по смыслу прочитано %1 из %2 отрывков</translation>
    </message>
    <message>
        <source>paused: %1 of %2 passages</source>
        <translation>приостановлено: %1 из %2 отрывков</translation>
    </message>
    <message>
        <source>indexing waits: %1 of %2 passages</source>
        <translation>индексация ждёт: %1 из %2 отрывков</translation>
    </message>
    <message>
        <source>found by their words alone</source>
        <translation>ищутся только по словам</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>только чтение</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>осталось меньше минуты</translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>осталась примерно %n минута</numerusform>
            <numerusform>осталось примерно %n минуты</numerusform>
            <numerusform>осталось примерно %n минут</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s) left</source>
        <translation>
            <numerusform>остался примерно %n час</numerusform>
            <numerusform>осталось примерно %n часа</numerusform>
            <numerusform>осталось примерно %n часов</numerusform>
        </translation>
    </message>
    <message>
        <source>fetching %1: %2</source>
        <translation>загружаю %1: %2</translation>
    </message>
    <message>
        <source>How far the index is</source>
        <translation>Насколько готов индекс</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Quick question</source>
        <translation>Быстрый вопрос</translation>
    </message>
    <message>
        <source>Open VaultMind</source>
        <translation>Открыть VaultMind</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выйти</translation>
    </message>
</context>
<context>
    <name>VaultButton</name>
    <message>
        <source>Open a folder as a vault</source>
        <translation>Открыть папку как хранилище</translation>
    </message>
    <message>
        <source>Open a vault</source>
        <translation>Открыть хранилище</translation>
    </message>
    <message>
        <source>Vault: %1</source>
        <translation>Хранилище: %1</translation>
    </message>
    <message>
        <source>%1 (from Obsidian)</source>
        <translation>%1 (из Obsidian)</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>Открыть папку…</translation>
    </message>
    <message>
        <source>Try the sample vault</source>
        <translation>Открыть хранилище-образец</translation>
    </message>
</context>
</TS>
