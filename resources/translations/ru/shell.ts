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
        <source>There is no note “%1” in %2.</source>
        <translation>Заметки «%1» в %2 нет.</translation>
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
        <source>The engine of this vault ended before it could serve; its log may say why.</source>
        <translation>Движок хранилища завершился, не начав работу; причина может быть в его журнале.</translation>
    </message>
    <message>
        <source>The engine of this vault is still starting; ask again in a moment.</source>
        <translation>Движок хранилища ещё запускается; повторите чуть позже.</translation>
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
        <source>The settings in %1 cannot be read: %2.</source>
        <translation>Настройки в %1 не удаётся прочитать: %2.</translation>
    </message>
    <message>
        <source>The settings in %1 cannot be changed: %2.</source>
        <translation>Настройки в %1 не удаётся изменить: %2.</translation>
    </message>
    <message>
        <source>The model %1 is not here; `vaultmind models pull %2` fetches it.</source>
        <translation>Модели %1 здесь нет; её загружает `vaultmind models pull %2` или раздел «Модели».</translation>
    </message>
    <message>
        <source>The model %1 is not here any more: %2 is gone; `vaultmind models %3` brings it back.</source>
        <translation>Модели %1 здесь больше нет: пропал файл %2; её вернёт `vaultmind models %3`.</translation>
    </message>
    <message>
        <source>The model %1 is damaged: %2 has %3 bytes, not %4; `vaultmind models %5` brings it back.</source>
        <translation>Модель %1 повреждена: в файле %2 байтов %3, а должно быть %4; её вернёт `vaultmind models %5`.</translation>
    </message>
    <message>
        <source>The model %1 is here in part only; `vaultmind models %2` goes on.</source>
        <translation>Модель %1 загружена не целиком; продолжит `vaultmind models %2`.</translation>
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
        <source>%1 cannot be reached: check the connection, then try again.</source>
        <translation>До %1 не достучаться: проверьте соединение и попробуйте снова.</translation>
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
        <source>The model %1 is being downloaded; stop that first.</source>
        <translation>Модель %1 сейчас скачивается; сначала остановите это.</translation>
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
        <source>UTF-8 was once read as %1 and saved so.</source>
        <translation>UTF-8 когда-то прочитали как %1 и так сохранили.</translation>
    </message>
    <message>
        <source>Rewrite the damaged words as they were.</source>
        <translation>Вернуть испорченным словам прежний вид.</translation>
    </message>
    <message>
        <source>The note is in %1; Obsidian reads UTF-8 alone.</source>
        <translation>Заметка в кодировке %1, а Obsidian читает только UTF-8.</translation>
    </message>
    <message>
        <source>Rewrite the note as UTF-8.</source>
        <translation>Переписать заметку в UTF-8.</translation>
    </message>
    <message>
        <source>The block identifier “^%1” is there again below.</source>
        <translation>Идентификатор блока «^%1» встречается ниже ещё раз.</translation>
    </message>
    <message>
        <source>Call it “^%1”; links lead to the last “^%2”, as before.</source>
        <translation>Назвать его «^%1»; ссылки, как и прежде, ведут к последнему «^%2».</translation>
    </message>
    <message>
        <source>%1 leads nowhere.</source>
        <translation>%1 никуда не ведёт.</translation>
    </message>
    <message>
        <source>Let it lead to “%1”.</source>
        <translation>Направить её на «%1».</translation>
    </message>
    <message>
        <source>The same text as “%1”, byte for byte.</source>
        <translation>Тот же текст, что и в «%1», байт в байт.</translation>
    </message>
    <message>
        <source>A sync tool&apos;s second version of “%1”.</source>
        <translation>Вторая версия «%1», оставленная синхронизацией.</translation>
    </message>
    <message>
        <source>No other note links here.</source>
        <translation>Ни одна другая заметка сюда не ссылается.</translation>
    </message>
    <message>
        <source>There is nothing to mend of the kind “%1”.</source>
        <translation>Исправлять нечего: проблем вида «%1» нет.</translation>
    </message>
    <message>
        <source>It cannot be read: %1.</source>
        <translation>Файл не читается: %1.</translation>
    </message>
    <message>
        <source>Not a file but %1.</source>
        <translation>Это не файл: %1.</translation>
    </message>
    <message>
        <source>Its name is not valid UTF-8: no link can name it.</source>
        <translation>Имя файла — не UTF-8: на него нельзя сослаться.</translation>
    </message>
    <message>
        <source>A link that leads nowhere.</source>
        <translation>Символическая ссылка в никуда.</translation>
    </message>
    <message>
        <source>A link that leads out of the vault.</source>
        <translation>Символическая ссылка ведёт за пределы хранилища.</translation>
    </message>
    <message>
        <source>A link to a hidden file.</source>
        <translation>Символическая ссылка на скрытый файл.</translation>
    </message>
    <message>
        <source>A link to a folder of this vault, which is indexed at its own place.</source>
        <translation>Символическая ссылка на папку этого же хранилища: она индексируется на своём месте.</translation>
    </message>
    <message>
        <source>Online only: its content is not on this machine, and reading it would download it.</source>
        <translation>Только в облаке: содержимого на этом компьютере нет, а чтение его скачало бы.</translation>
    </message>
    <message>
        <source>The file is not text; nothing in it is read.</source>
        <translation>Это не текстовый файл; из него ничего не читается.</translation>
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
    <message>
        <source>“%1” cannot be used: %2.</source>
        <translation>Файл «%1» не открыть: %2.</translation>
    </message>
    <message>
        <source>There are no notes in this vault yet; one that is written in Obsidian is seen at once.</source>
        <translation>В этом хранилище пока нет заметок; написанная в Obsidian появится сразу.</translation>
    </message>
    <message>
        <source>There is no folder %1: connect its disk and try again, or open the vault where it is now.</source>
        <translation>Папки %1 нет: подключите её диск и попробуйте снова или откройте хранилище там, где оно теперь.</translation>
    </message>
    <message>
        <source>There is no file “%1” in this vault.</source>
        <translation>Файла «%1» в этом хранилище нет.</translation>
    </message>
    <message>
        <source>There is no note “%1” in this vault.</source>
        <translation>Заметки «%1» в этом хранилище нет.</translation>
    </message>
    <message>
        <source>No model %1 is known; the place Models shows those that are.</source>
        <translation>Модель %1 неизвестна; известные показывает раздел «Модели».</translation>
    </message>
    <message>
        <source>No model %1 is known. The place Models shows those that are.</source>
        <translation>Модель %1 неизвестна; известные показывает раздел «Модели».</translation>
    </message>
    <message>
        <source>There is no model %1; the place Models shows those that are known.</source>
        <translation>Модели %1 нет; известные показывает раздел «Модели».</translation>
    </message>
    <message>
        <source>There is no embedding model %1; the place Models shows those that are known.</source>
        <translation>Модели %1 для поиска по смыслу нет; известные показывает раздел «Модели».</translation>
    </message>
    <message>
        <source>There is no reranker %1; the place Models shows those that are known.</source>
        <translation>Переранжировщика %1 нет; известные показывает раздел «Модели».</translation>
    </message>
    <message>
        <source>The model %1 is not here; the place Models fetches it.</source>
        <translation>Модели %1 здесь нет; её загружает раздел «Модели».</translation>
    </message>
    <message>
        <source>The embedding model %1 is not here; the place Models fetches it.</source>
        <translation>Модели %1 для поиска по смыслу здесь нет; её загружает раздел «Модели».</translation>
    </message>
    <message>
        <source>The reranker %1 is not here; the place Models fetches it.</source>
        <translation>Переранжировщика %1 здесь нет; его загружает раздел «Модели».</translation>
    </message>
    <message>
        <source>The model %1 is here in part only; the place Models goes on.</source>
        <translation>Модель %1 загружена не целиком; продолжит раздел «Модели».</translation>
    </message>
    <message>
        <source>The model %1 is not here any more: %2 is gone; the place Models brings it back.</source>
        <translation>Модели %1 здесь больше нет: пропал файл %2; её вернёт раздел «Модели».</translation>
    </message>
    <message>
        <source>%1 notes vanished at once, e.g. %2: they stay found until they come back, or the command “Let vanished notes go” lets them go.</source>
        <translation>Исчезло сразу заметок: %1, например %2. Они останутся в поиске, пока не вернутся или пока их не отпустит команда «Отпустить исчезнувшие заметки».</translation>
    </message>
    <message>
        <source>“%1” is in an encoding that has to be guessed, and would be guessed otherwise after this edit: turn the note into UTF-8 first (Library, “Not UTF-8”).</source>
        <translation>Кодировку «%1» приходится угадывать, и после этой правки она угадалась бы иначе: сначала переведите заметку в UTF-8 (Библиотека, «Не UTF-8»).</translation>
    </message>
    <message>
        <source>“%1” is in %2, which has no “%3”: turn the note into UTF-8 first (Library, “Not UTF-8”), or leave the character out.</source>
        <translation>«%1» в кодировке %2, где нет знака «%3»: сначала переведите заметку в UTF-8 (Библиотека, «Не UTF-8») или обойдитесь без этого знака.</translation>
    </message>
    <message>
        <source>“%1” has “^%2” %3 times; give each its own (the place Library does).</source>
        <translation>В «%1» идентификатор «^%2» встречается несколько раз (%3); дайте каждому свой (это делает раздел «Библиотека»).</translation>
    </message>
    <message>
        <source>Nobody makes them at the moment; they are made when the vault is opened anew.</source>
        <translation>Сейчас их никто не рассчитывает; они рассчитаются, когда хранилище откроют заново.</translation>
    </message>
    <message>
        <source>No vectors are made, for that is paused; “Go on indexing” in the status line goes on.</source>
        <translation>Векторы не рассчитываются: это на паузе; продолжит кнопка «Продолжить индексацию» в строке состояния.</translation>
    </message>
    <message>
        <source>There is no suggestion %1; the place Links lists those there are.</source>
        <translation>Предложения %1 нет; раздел «Ссылки» перечисляет все, что есть.</translation>
    </message>
    <message>
        <source>There is no decision %1; the place Links lists those there are.</source>
        <translation>Решения %1 нет; раздел «Ссылки» перечисляет все, что есть.</translation>
    </message>
    <message>
        <source>%1 is not a whole embedding model; remove it in the place Models, then fetch it again.</source>
        <translation>%1 — неполная модель для поиска по смыслу; удалите её в разделе «Модели» и скачайте заново.</translation>
    </message>
    <message>
        <source>%1 refused the key; the place Models keeps another, under Servers.</source>
        <translation>%1 не принимает ключ; другой сохраняет раздел «Модели», вкладка «Серверы».</translation>
    </message>
    <message>
        <source>%1 wants a key; the place Models keeps one, under Servers.</source>
        <translation>%1 требует ключ; его сохраняет раздел «Модели», вкладка «Серверы».</translation>
    </message>
    <message>
        <source>%1 is off this machine, and this vault has not been allowed to be sent there; the place Models allows it, under Servers.</source>
        <translation>%1 — не этот компьютер, и отправлять туда это хранилище не разрешено; разрешает раздел «Модели», вкладка «Серверы».</translation>
    </message>
    <message>
        <source>The model %1 is damaged: %2 has %3 bytes, not %4; the place Models brings it back.</source>
        <translation>Модель %1 повреждена: в файле %2 байтов %3, а должно быть %4; её вернёт раздел «Модели».</translation>
    </message>
    <message>
        <source>This installation of VaultMind is not whole: it has no %1.</source>
        <translation>Установка VaultMind неполна: в ней нет %1.</translation>
    </message>
    <message>
        <source>The vault %1 cannot be read: %2.</source>
        <translation>Хранилище %1 не удаётся прочитать: %2.</translation>
    </message>
    <message>
        <source>The vault %1 was moved away, or is not mounted.</source>
        <translation>Хранилище %1 перенесли, или его диск не подключён.</translation>
    </message>
    <message>
        <source>%1 is not a path inside the vault.</source>
        <translation>%1 — не путь внутри хранилища.</translation>
    </message>
    <message>
        <source>%1 leads out of the vault.</source>
        <translation>%1 ведёт за пределы хранилища.</translation>
    </message>
    <message>
        <source>“%1” cannot be a path on this disk: %2.</source>
        <translation>На этом диске не может быть пути «%1»: %2.</translation>
    </message>
    <message>
        <source>“%1” cannot be read: %2.</source>
        <translation>«%1» не удаётся прочитать: %2.</translation>
    </message>
    <message>
        <source>%1 is larger than %2 MB and is not shown.</source>
        <translation>Файл %1 больше %2 МБ и не показывается.</translation>
    </message>
    <message>
        <source>The sample vault could not be copied to %1: %2.</source>
        <translation>Пример хранилища не удалось скопировать в %1: %2.</translation>
    </message>
    <message>
        <source>Nothing is kept about %1.</source>
        <translation>О %1 ничего не хранится.</translation>
    </message>
    <message>
        <source>Changes are looked for every %1 seconds, because %2.</source>
        <translation>Изменения ищутся каждые %1 с, потому что %2.</translation>
    </message>
    <message>
        <source>the system has no watches left (%1)</source>
        <translation>у системы кончились наблюдатели за файлами (%1)</translation>
    </message>
    <message>
        <source>Obsidian excludes %1, which is no regular expression we take.</source>
        <translation>Obsidian исключает %1; такое регулярное выражение не поддерживается.</translation>
    </message>
    <message>
        <source>VaultMind failed to read it, or needed over two minutes; please report this.</source>
        <translation>VaultMind не смог прочитать файл или читал дольше двух минут; пожалуйста, сообщите об этом.</translation>
    </message>
    <message>
        <source>The file is larger than %1 MB and is not read.</source>
        <translation>Файл больше %1 МБ и не читается.</translation>
    </message>
    <message>
        <source>The canvas is not a JSON object; nothing in it is read.</source>
        <translation>Холст — не объект JSON; из него ничего не прочитано.</translation>
    </message>
    <message>
        <source>The canvas is not valid JSON; nothing in it is read.</source>
        <translation>Холст записан с ошибкой JSON; из него ничего не прочитано.</translation>
    </message>
    <message>
        <source>The file is not UTF-8; it is read as %1.</source>
        <translation>Файл не в UTF-8; он прочитан как %1.</translation>
    </message>
    <message>
        <source>The file has NUL characters, as after a crash while it was written.</source>
        <translation>В файле есть символы NUL, как после сбоя во время записи.</translation>
    </message>
    <message>
        <source>%1 bytes are not %2 and are shown as �.</source>
        <translation>Байтов не из %2: %1; они показаны как �.</translation>
    </message>
    <message>
        <source>One byte is not %1 and is shown as �.</source>
        <translation>Один байт не из %1; он показан как �.</translation>
    </message>
    <message>
        <source>The frontmatter is not valid YAML%1: %2.</source>
        <translation>Свойства записаны с ошибкой YAML%1: %2.</translation>
    </message>
    <message>
        <source>The frontmatter is not valid YAML%1.</source>
        <translation>Свойства записаны с ошибкой YAML%1.</translation>
    </message>
    <message>
        <source>, line %1</source>
        <translation>, строка %1</translation>
    </message>
    <message>
        <source>The frontmatter is not valid YAML: %1.</source>
        <translation>Свойства записаны с ошибкой YAML: %1.</translation>
    </message>
    <message>
        <source>The frontmatter is not valid YAML.</source>
        <translation>Свойства записаны с ошибкой YAML.</translation>
    </message>
    <message>
        <source>The frontmatter is too long to be read.</source>
        <translation>Свойства слишком длинны и не читаются.</translation>
    </message>
    <message>
        <source>The frontmatter is nested too deeply to be read.</source>
        <translation>Свойства вложены слишком глубоко и не читаются.</translation>
    </message>
    <message>
        <source>The frontmatter refers to an anchor that is not there: %1.</source>
        <translation>Свойства ссылаются на якорь, которого нет: %1.</translation>
    </message>
    <message>
        <source>The frontmatter contains itself.</source>
        <translation>Свойства содержат сами себя.</translation>
    </message>
    <message>
        <source>The frontmatter expands to too many values to be read.</source>
        <translation>Свойства разворачиваются в слишком много значений и не читаются.</translation>
    </message>
    <message>
        <source>The frontmatter is not a list of properties.</source>
        <translation>В начале заметки — не список свойств.</translation>
    </message>
    <message>
        <source>The frontmatter names a property twice: %1.</source>
        <translation>Свойство названо дважды: %1.</translation>
    </message>
    <message>
        <source>It is no longer on the disk; it stays found for now.</source>
        <translation>На диске файла уже нет; пока он ещё находится поиском.</translation>
    </message>
    <message>
        <source>It has not been read yet.</source>
        <translation>Файл ещё не прочитан.</translation>
    </message>
    <message>
        <source>It changed since the last look; index to take it in.</source>
        <translation>Файл изменился с последнего просмотра; проиндексируйте, чтобы учесть это.</translation>
    </message>
    <message>
        <source>Found by its words; there is no embedding model.</source>
        <translation>Находится по словам; модели для поиска по смыслу нет.</translation>
    </message>
    <message>
        <source>%1 of %2 passages wait.</source>
        <translation>Отрывков ждёт: %1 из %2.</translation>
    </message>
    <message>
        <source>%1 notes vanished at once, e.g. %2: they stay found until they come back, or `vaultmind index --confirm-deletions` lets them go.</source>
        <translation>Исчезло сразу заметок: %1, например %2. Они останутся в поиске, пока не вернутся или пока их не отпустит `vaultmind index --confirm-deletions`.</translation>
    </message>
    <message>
        <source>The notes are still being looked through: not all of them can be found yet.</source>
        <translation>Заметки ещё просматриваются: пока можно найти не все.</translation>
    </message>
    <message>
        <source>Paused: notes are not read until that is resumed; those that are changed are.</source>
        <translation>Приостановлено: заметки не читаются, пока это не продолжено; изменённые читаются сразу.</translation>
    </message>
    <message>
        <source>%1 What changed last is not found yet.</source>
        <translation>%1 Последние изменения пока не находятся.</translation>
    </message>
    <message>
        <source>“%1” is not a place in the vault: name it from its root, without a leading slash.</source>
        <translation>«%1» — не место в хранилище: пишите путь от его корня, без косой черты в начале.</translation>
    </message>
    <message>
        <source>“%1” is not a place in the vault: it has an empty name, “.” or “..” in it.</source>
        <translation>«%1» — не место в хранилище: в пути пустое имя, «.» или «..».</translation>
    </message>
    <message>
        <source>“%1” is not a place in the vault: a recipe writes below its root.</source>
        <translation>«%1» — не место в хранилище: рецепт пишет внутри него.</translation>
    </message>
    <message>
        <source>“%1” is hidden or in a hidden folder; only notes one can see are written.</source>
        <translation>«%1» скрыт или лежит в скрытой папке; записываются только видимые заметки.</translation>
    </message>
    <message>
        <source>“%1” has a backslash or a NUL in a name; folders are parted by “/”.</source>
        <translation>В имени «%1» есть обратная косая черта или NUL; папки разделяет «/».</translation>
    </message>
    <message>
        <source>“%1” is longer than %2 bytes, which not every system can open.</source>
        <translation>«%1» длиннее %2 байт; такой путь откроет не всякая система.</translation>
    </message>
    <message>
        <source>“%1” cannot be a name: %2.</source>
        <translation>«%1» не может быть именем: %2.</translation>
    </message>
    <message>
        <source>“%1” is not allowed in names on every system or breaks links</source>
        <translation>знак «%1» допустим в именах не на всякой системе или ломает ссылки</translation>
    </message>
    <message>
        <source>it has characters that cannot be seen</source>
        <translation>в нём есть невидимые знаки</translation>
    </message>
    <message>
        <source>it begins or ends with a blank, or ends with a dot, which Windows drops</source>
        <translation>оно начинается или кончается пробелом или кончается точкой, которую Windows отбрасывает</translation>
    </message>
    <message>
        <source>Windows keeps it for a device</source>
        <translation>в Windows это имя устройства</translation>
    </message>
    <message>
        <source>it is longer than %1 bytes</source>
        <translation>оно длиннее %1 байт</translation>
    </message>
    <message>
        <source>“%1” could not be written: %2.</source>
        <translation>«%1» не удалось записать: %2.</translation>
    </message>
    <message>
        <source>“%1” is read-only: allow writing to it, then try again.</source>
        <translation>«%1» доступен только для чтения: разрешите запись и повторите.</translation>
    </message>
    <message>
        <source>“%1” cannot be renamed: “%2” is there already.</source>
        <translation>«%1» нельзя переименовать: «%2» уже есть.</translation>
    </message>
    <message>
        <source>There is no room left on the disk: “%1” was not written, and is as it was.</source>
        <translation>На диске нет места: «%1» не записан и остался прежним.</translation>
    </message>
    <message>
        <source>“%1” cannot be written: the folder or the disk is read-only for this user.</source>
        <translation>«%1» не записать: папка или диск доступны этому пользователю только для чтения.</translation>
    </message>
    <message>
        <source>The name of “%1” is too long for this disk.</source>
        <translation>Имя «%1» слишком длинное для этого диска.</translation>
    </message>
    <message>
        <source>“%1” cannot be moved to a folder that is on another disk.</source>
        <translation>«%1» нельзя переместить в папку на другом диске.</translation>
    </message>
    <message>
        <source>“%1” leads through something that is no folder.</source>
        <translation>Путь «%1» проходит через то, что не является папкой.</translation>
    </message>
    <message>
        <source>“%1” is there already, as “%2”.</source>
        <translation>«%1» уже есть — как «%2».</translation>
    </message>
    <message>
        <source>“%1” is reached through the symbolic link “%2”: write to the note it leads to instead.</source>
        <translation>«%1» доступен через символическую ссылку «%2»: пишите в заметку, на которую она ведёт.</translation>
    </message>
    <message>
        <source>“%1” was changed by another program meanwhile; nothing was written.</source>
        <translation>«%1» тем временем изменила другая программа; ничего не записано.</translation>
    </message>
    <message>
        <source>Another VaultMind has been writing this note for too long: end it, then try again.</source>
        <translation>Другой VaultMind слишком долго пишет эту заметку: завершите его и повторите.</translation>
    </message>
    <message>
        <source>“%1” is being typed in, in Obsidian; nothing was written: try again.</source>
        <translation>«%1» сейчас правят в Obsidian; ничего не записано: повторите.</translation>
    </message>
    <message>
        <source>“%1” is not a Markdown note; only those can be written into.</source>
        <translation>«%1» — не заметка Markdown; писать можно только в них.</translation>
    </message>
    <message>
        <source>“%1” is not text, so nothing can be written into it.</source>
        <translation>«%1» — не текст, поэтому записать в него ничего нельзя.</translation>
    </message>
    <message>
        <source>“%1” is in an encoding that has to be guessed, and would be guessed otherwise after this edit: turn the note into UTF-8 first (vaultmind doctor --fix not-utf8).</source>
        <translation>Кодировку «%1» приходится угадывать, и после этой правки она угадалась бы иначе: сначала переведите заметку в UTF-8 (vaultmind doctor --fix not-utf8).</translation>
    </message>
    <message>
        <source>“%1” is in %2, which has no “%3”: turn the note into UTF-8 first (vaultmind doctor --fix not-utf8), or leave the character out.</source>
        <translation>«%1» в кодировке %2, где нет знака «%3»: сначала переведите заметку в UTF-8 (vaultmind doctor --fix not-utf8) или обойдитесь без этого знака.</translation>
    </message>
    <message>
        <source>The text for “%1” has half a character in it (a lone surrogate).</source>
        <translation>В тексте для «%1» есть половина символа (одиночный суррогат).</translation>
    </message>
    <message>
        <source>The text has half a character in it (a lone surrogate).</source>
        <translation>В тексте есть половина символа (одиночный суррогат).</translation>
    </message>
    <message>
        <source>The value has half a character in it (a lone surrogate).</source>
        <translation>В значении есть половина символа (одиночный суррогат).</translation>
    </message>
    <message>
        <source>“%1” is called so already.</source>
        <translation>«%1» уже так называется.</translation>
    </message>
    <message>
        <source>A note that is there cannot be made.</source>
        <translation>Заметку, которая уже есть, нельзя создать.</translation>
    </message>
    <message>
        <source>There are too many answers of one name in “%1”.</source>
        <translation>В «%1» слишком много ответов с одним именем.</translation>
    </message>
    <message>
        <source>“%1” was changed since it was read, and this edit would replace words; nothing was written.</source>
        <translation>«%1» изменили после того, как прочли, а эта правка заменила бы слова; ничего не записано.</translation>
    </message>
    <message>
        <source>“%1” has no heading “%2”.</source>
        <translation>В «%1» нет заголовка «%2».</translation>
    </message>
    <message>
        <source>“%1” has no block “^%2”.</source>
        <translation>В «%1» нет блока «^%2».</translation>
    </message>
    <message>
        <source>“%1” has “^%2” %3 times; give each its own (vaultmind doctor).</source>
        <translation>В «%1» идентификатор «^%2» встречается несколько раз (%3); дайте каждому свой (vaultmind doctor).</translation>
    </message>
    <message>
        <source>“%1” cannot be the name of a region: use letters, digits, blanks and “-”.</source>
        <translation>«%1» не может быть именем области: годятся буквы, цифры, пробелы и «-».</translation>
    </message>
    <message>
        <source>The text has the marks of the region in it.</source>
        <translation>В тексте есть метки самой области.</translation>
    </message>
    <message>
        <source>The region “%1” is not marked by one beginning and one end after it.</source>
        <translation>Область «%1» не отмечена одним началом и одним концом после него.</translation>
    </message>
    <message>
        <source>The marks of the region “%1” are not on lines of their own.</source>
        <translation>Метки области «%1» стоят не на отдельных строках.</translation>
    </message>
    <message>
        <source>The text would not be one block “^%1”: keep it to one paragraph or one item.</source>
        <translation>Текст не составил бы один блок «^%1»: ограничьтесь одним абзацем или одним пунктом.</translation>
    </message>
    <message>
        <source>“%1” has %2 characters, so it has no stretch %3:%4.</source>
        <translation>В «%1» символов: %2, поэтому отрезка %3:%4 в нём нет.</translation>
    </message>
    <message>
        <source>The stretch begins or ends in the middle of a line end.</source>
        <translation>Отрезок начинается или кончается посреди конца строки.</translation>
    </message>
    <message>
        <source>“%1” cannot be written as a property.</source>
        <translation>«%1» нельзя записать как свойство.</translation>
    </message>
    <message>
        <source>“%1” cannot be the name of a property.</source>
        <translation>«%1» не может быть именем свойства.</translation>
    </message>
    <message>
        <source>“%1” cannot be the value of a property.</source>
        <translation>«%1» не может быть значением свойства.</translation>
    </message>
    <message>
        <source>“%1” was not set: the frontmatter is written in a way that cannot be changed in one place only.</source>
        <translation>Свойство «%1» не изменено: свойства записаны так, что в одном месте их не поправить.</translation>
    </message>
    <message>
        <source>No property was set: %1</source>
        <translation>Свойства не изменены: %1</translation>
    </message>
    <message>
        <source>No property was set: the lines of the frontmatter end in a lone carriage return, as on old Macs, and Obsidian reads no properties there: save the note with other line ends first.</source>
        <translation>Свойства не изменены: строки в них кончаются одним возвратом каретки, как на старых Mac, и Obsidian их там не читает: сначала сохраните заметку с другими концами строк.</translation>
    </message>
    <message>
        <source>No property was set: the frontmatter is written as one {…}; set it in Obsidian.</source>
        <translation>Свойства не изменены: они записаны одним {…}; измените их в Obsidian.</translation>
    </message>
    <message>
        <source>No property was set: the frontmatter is not valid YAML.</source>
        <translation>Свойства не изменены: они записаны с ошибкой YAML.</translation>
    </message>
    <message>
        <source>The link %1 in “%2”, line %3, could not be rewritten.</source>
        <translation>Ссылку %1 в «%2», строка %3, не удалось переписать.</translation>
    </message>
    <message>
        <source>“%1” has no message with the identifier %2.</source>
        <translation>В «%1» нет сообщения с идентификатором %2.</translation>
    </message>
    <message>
        <source>“%1” has no message %2.</source>
        <translation>В «%1» нет сообщения %2.</translation>
    </message>
    <message>
        <source>“%1” is no chat.</source>
        <translation>«%1» — не беседа.</translation>
    </message>
    <message>
        <source>“%1” is no conversation: it has no messages.</source>
        <translation>«%1» — не беседа: в ней нет сообщений.</translation>
    </message>
    <message>
        <source>The history has no entry %1.</source>
        <translation>В истории нет записи %1.</translation>
    </message>
    <message>
        <source>Entry %1 of the history was never written (%2).</source>
        <translation>Запись %1 из истории так и не попала в заметку (%2).</translation>
    </message>
    <message>
        <source>Entry %1 of the history was taken back already, by entry %2.</source>
        <translation>Запись %1 из истории уже отменена записью %2.</translation>
    </message>
    <message>
        <source>“%1” was changed in the same place since; nothing was undone.</source>
        <translation>«%1» с тех пор изменили в том же месте; ничего не отменено.</translation>
    </message>
    <message>
        <source>What was begun with “%1” could not be taken back yet: the next start tries.</source>
        <translation>Начатое с «%1» пока не удалось отменить: попытка повторится при следующем запуске.</translation>
    </message>
    <message>
        <source>“%1” was being written when the program ended, and somebody else wrote it since: it was left as it is; history entry %2 has the version before and after.</source>
        <translation>«%1» записывался, когда программа завершилась, и с тех пор его изменили: он оставлен как есть; в записи %2 истории есть версии до и после.</translation>
    </message>
    <message>
        <source>A write of “%1” was interrupted, and could not be brought to its end: %2</source>
        <translation>Запись «%1» прервалась, и довести её до конца не удалось: %2</translation>
    </message>
    <message>
        <source>The journal no longer has this version of the note, or what it has is damaged.</source>
        <translation>В журнале уже нет этой версии заметки, или она повреждена.</translation>
    </message>
    <message>
        <source>The journal of this vault was written by a newer VaultMind: update this one.</source>
        <translation>Журнал этого хранилища записан более новым VaultMind: обновите этот.</translation>
    </message>
    <message>
        <source>The journal %1 cannot be written by this user, so nothing was written.</source>
        <translation>Журнал %1 этому пользователю недоступен для записи, поэтому ничего не записано.</translation>
    </message>
    <message>
        <source>The journal %1 cannot be used, so nothing was written: %2.</source>
        <translation>Журнал %1 не открыть, поэтому ничего не записано: %2.</translation>
    </message>
    <message>
        <source>The journal %1 is damaged: move it away, and a new one is begun.</source>
        <translation>Журнал %1 повреждён: уберите его, и начнётся новый.</translation>
    </message>
    <message>
        <source>Another VaultMind keeps the journal of this vault busy: try again.</source>
        <translation>Журнал этого хранилища занят другим VaultMind: повторите.</translation>
    </message>
    <message>
        <source>“%1” cannot be repaired by a program: look at each note.</source>
        <translation>«%1» программе не исправить: посмотрите каждую заметку.</translation>
    </message>
    <message>
        <source>The block identifiers of “%1” cannot be told apart by a program.</source>
        <translation>Идентификаторы блоков в «%1» программе не различить.</translation>
    </message>
    <message>
        <source>“%1” is no conflict copy of a note.</source>
        <translation>«%1» — не копия заметки с расхождением.</translation>
    </message>
    <message>
        <source>There is no “%1” to keep: keep the copy.</source>
        <translation>«%1» нет, оставить нечего: оставьте копию.</translation>
    </message>
    <message>
        <source>Both are kept.</source>
        <translation>Остаются обе.</translation>
    </message>
    <message>
        <source>Leads nowhere: %1.</source>
        <translation>Никуда не ведёт: %1.</translation>
    </message>
    <message>
        <source>The index of this vault</source>
        <translation>Индекс этого хранилища</translation>
    </message>
    <message>
        <source>process %1</source>
        <translation>процесс %1</translation>
    </message>
    <message>
        <source>another process</source>
        <translation>другой процесс</translation>
    </message>
    <message>
        <source>%1 cannot be locked: %2 (%3).</source>
        <translation>%1: не удаётся занять — %2 (%3).</translation>
    </message>
    <message>
        <source>The index in %1 was made by a newer VaultMind (schema %2, this one knows %3): update the program, or choose another data folder.</source>
        <translation>Индекс в %1 сделан более новым VaultMind (схема %2, эта версия знает %3): обновите программу или выберите другую папку данных.</translation>
    </message>
    <message>
        <source>The index in %1 was made by an older VaultMind (schema %2).</source>
        <translation>Индекс в %1 сделан более старым VaultMind (схема %2).</translation>
    </message>
    <message>
        <source>The index in %1 is damaged (%2).</source>
        <translation>Индекс в %1 повреждён (%2).</translation>
    </message>
    <message>
        <source>The index in %1 is damaged.</source>
        <translation>Индекс в %1 повреждён.</translation>
    </message>
    <message>
        <source>It is made anew when the vault is opened next.</source>
        <translation>Он будет создан заново, когда хранилище откроют в следующий раз.</translation>
    </message>
    <message>
        <source>It is being made anew; your notes are as they were.</source>
        <translation>Он создаётся заново; заметки остались как были.</translation>
    </message>
    <message>
        <source>The index was damaged and has been made anew; your notes are as they were.</source>
        <translation>Индекс был повреждён и создан заново; заметки остались как были.</translation>
    </message>
    <message>
        <source>%1 It is being made anew; your notes are as they were.</source>
        <translation>%1 Он создаётся заново; заметки остались как были.</translation>
    </message>
    <message>
        <source>%1 It is made anew when the vault is opened next.</source>
        <translation>%1 Он будет создан заново, когда хранилище откроют в следующий раз.</translation>
    </message>
    <message>
        <source>The file %1 is not an index.</source>
        <translation>Файл %1 — не индекс.</translation>
    </message>
    <message>
        <source>Another program is writing to the index in %1.</source>
        <translation>В индекс в %1 пишет другая программа.</translation>
    </message>
    <message>
        <source>The index is closed.</source>
        <translation>Индекс закрыт.</translation>
    </message>
    <message>
        <source>The data folder %1 lies in the vault, whose files are yours alone: name another with --data.</source>
        <translation>Папка данных %1 лежит в хранилище, где только ваши файлы: назовите другую через --data.</translation>
    </message>
    <message>
        <source>The data folder %1 cannot be written: %2.</source>
        <translation>В папку данных %1 не удаётся писать: %2.</translation>
    </message>
    <message>
        <source>The list of vaults in %1 cannot be read: %2.</source>
        <translation>Список хранилищ в %1 не удаётся прочитать: %2.</translation>
    </message>
    <message>
        <source>No room left on the disk of %1.</source>
        <translation>На диске с %1 нет места.</translation>
    </message>
    <message>
        <source>Indexing was stopped; what was read so far is kept.</source>
        <translation>Индексация остановлена; прочитанное сохранено.</translation>
    </message>
    <message>
        <source>Indexing was stopped; what was made so far is kept.</source>
        <translation>Индексация остановлена; сделанное сохранено.</translation>
    </message>
    <message>
        <source>Embedding was stopped; the vectors made so far are kept.</source>
        <translation>Расчёт векторов остановлен; сделанные сохранены.</translation>
    </message>
    <message>
        <source>Paused: no vectors are made until they are resumed.</source>
        <translation>Пауза: векторы не рассчитываются, пока не продолжите.</translation>
    </message>
    <message>
        <source>Nobody makes them at the moment; `vaultmind index` does.</source>
        <translation>Сейчас их никто не рассчитывает; это делает `vaultmind index`.</translation>
    </message>
    <message>
        <source>No vectors are made, for that is paused; `vaultmind index --resume` goes on.</source>
        <translation>Векторы не рассчитываются: это на паузе; `vaultmind index --resume` продолжит.</translation>
    </message>
    <message>
        <source>Vectors are made slowly, because the machine runs on battery.</source>
        <translation>Векторы рассчитываются медленно: компьютер работает от батареи.</translation>
    </message>
    <message>
        <source>Vectors are made slowly, because the machine is busy.</source>
        <translation>Векторы рассчитываются медленно: компьютер занят.</translation>
    </message>
    <message>
        <source>Vectors are made with rests, because the machine has other work.</source>
        <translation>Векторы рассчитываются с передышками: у компьютера есть другая работа.</translation>
    </message>
    <message>
        <source>Tidying the vectors failed in its own process; they stay as they were.</source>
        <translation>Навести порядок в векторах не удалось; они остались прежними.</translation>
    </message>
    <message>
        <source>Building the index of vectors takes about %1.</source>
        <translation>Для построения индекса векторов нужно примерно %1.</translation>
    </message>
    <message>
        <source>%1 GB of memory; %2 GB are free</source>
        <translation>%1 ГБ памяти; свободно %2 ГБ</translation>
    </message>
    <message>
        <source>The vector of chunk %1 is not %2 finite numbers.</source>
        <translation>Вектор отрывка %1 — не %2 конечных чисел.</translation>
    </message>
    <message>
        <source>The disk of %1 is full: vectors need %2 MB free; what is stored is whole.</source>
        <translation>Диск с %1 заполнен: векторам нужно %2 МБ; сохранённое цело.</translation>
    </message>
    <message>
        <source>The vectors in %1 are in use by another process.</source>
        <translation>Векторы в %1 заняты другим процессом.</translation>
    </message>
    <message>
        <source>The vector store in %1 failed: %2.</source>
        <translation>Хранилище векторов в %1 дало сбой: %2.</translation>
    </message>
    <message>
        <source>The Qdrant server %1 is not on this machine and not an https address.</source>
        <translation>Сервер Qdrant %1 не на этом компьютере и не по адресу https.</translation>
    </message>
    <message>
        <source>The Qdrant server answered %1.</source>
        <translation>Сервер Qdrant ответил %1.</translation>
    </message>
    <message>
        <source>The Qdrant server cannot be reached.</source>
        <translation>До сервера Qdrant не достучаться.</translation>
    </message>
    <message>
        <source>The Qdrant server refuses the key.</source>
        <translation>Сервер Qdrant не принимает ключ.</translation>
    </message>
    <message>
        <source>The reranker failed, so what it did not read stays as found. %1</source>
        <translation>Модель, которая упорядочивает найденное, отказала: чего она не прочла, стоит как найдено. %1</translation>
    </message>
    <message>
        <source>It is found, but %1 says the same before it and stands for it.</source>
        <translation>Она найдена, но раньше неё то же говорит %1 и стоит вместо неё.</translation>
    </message>
    <message>
        <source>Which vault? Give --vault DIR, set VAULTMIND_VAULT, or stand in a folder with .obsidian.</source>
        <translation>Какое хранилище? Укажите --vault DIR, задайте VAULTMIND_VAULT или запустите в папке с .obsidian.</translation>
    </message>
    <message>
        <source>There is no setting %1 (in %2): %3</source>
        <translation>Настройки %1 (в %2) нет: %3</translation>
    </message>
    <message>
        <source>did you mean %1?</source>
        <translation>может быть, %1?</translation>
    </message>
    <message>
        <source>known are %1.</source>
        <translation>известны: %1.</translation>
    </message>
    <message>
        <source>The setting %1 in %2 must be a table.</source>
        <translation>Настройка %1 в %2 должна быть таблицей.</translation>
    </message>
    <message>
        <source>The setting %1 in %2 must be %3, and not %4.</source>
        <translation>В настройке %1 (%2) ожидается %3, а не %4.</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>целое число</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>число</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true или false</translation>
    </message>
    <message>
        <source>text in quotation marks</source>
        <translation>текст в кавычках</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>список текстов</translation>
    </message>
    <message>
        <source>a table of texts</source>
        <translation>таблица текстов</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>одно из: %1</translation>
    </message>
    <message>
        <source>The settings in %1 are not UTF-8.</source>
        <translation>Настройки в %1 не в кодировке UTF-8.</translation>
    </message>
    <message>
        <source>The settings in %1 are not valid TOML: they end too early.</source>
        <translation>Настройки в %1 — не правильный TOML: они обрываются.</translation>
    </message>
    <message>
        <source>Line %1 of the settings in %2 is not valid TOML, from column %3 on.</source>
        <translation>Строка %1 настроек в %2 — не правильный TOML, начиная со столбца %3.</translation>
    </message>
    <message>
        <source>Line %1 of the settings in %2 sets something a second time.</source>
        <translation>Строка %1 настроек в %2 задаёт что-то во второй раз.</translation>
    </message>
    <message>
        <source>%1 is in the way: it must be a folder of your own.</source>
        <translation>Мешает %1: это должна быть ваша собственная папка.</translation>
    </message>
    <message>
        <source>%1 must belong to you alone (mode 0700), or the engine could be overheard.</source>
        <translation>%1 должна быть доступна только вам (права 0700), иначе движок можно подслушать.</translation>
    </message>
    <message>
        <source>The engine of this vault is VaultMind %1, newer than this one (%2); update this program, or stop the engine with the newer one.</source>
        <translation>Движок этого хранилища — VaultMind %1, он новее этого (%2); обновите программу или остановите движок более новой.</translation>
    </message>
    <message>
        <source>This session is closed.</source>
        <translation>Этот сеанс закрыт.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Остановлено.</translation>
    </message>
    <message>
        <source>The engine answered %1 with a %2, which this program does not know.</source>
        <translation>На %1 движок ответил %2; эта программа такого не знает.</translation>
    </message>
    <message>
        <source>A message between engine and client is too long.</source>
        <translation>Сообщение между движком и программой слишком длинное.</translation>
    </message>
    <message>
        <source>The engine was asked for %1 with arguments it does not know.</source>
        <translation>Движок попросили о %1 с доводами, которых он не знает.</translation>
    </message>
    <message>
        <source>What came over the engine&apos;s socket is not its language.</source>
        <translation>То, что пришло через сокет движка, — не его язык.</translation>
    </message>
    <message>
        <source>The engine does not know %1; is it of the same version?</source>
        <translation>Движок не знает %1; той же ли он версии?</translation>
    </message>
    <message>
        <source>The engine has too many questions of this program to answer already.</source>
        <translation>У движка уже слишком много вопросов от этой программы.</translation>
    </message>
    <message>
        <source>The engine failed inside (%1); its log says more.</source>
        <translation>В движке произошла ошибка (%1); подробности в его журнале.</translation>
    </message>
    <message>
        <source>A client spoke out of turn.</source>
        <translation>Программа обратилась к движку не в свою очередь.</translation>
    </message>
    <message>
        <source>A stream goes on in a renewed session.</source>
        <translation>Ответ продолжается в обновлённом сеансе.</translation>
    </message>
    <message>
        <source>Following was stopped.</source>
        <translation>Слежение остановлено.</translation>
    </message>
    <message>
        <source>Watching was stopped.</source>
        <translation>Наблюдение остановлено.</translation>
    </message>
    <message>
        <source>Suggesting was stopped.</source>
        <translation>Поиск предложений остановлен.</translation>
    </message>
    <message>
        <source>The work ended without a result.</source>
        <translation>Работа завершилась без результата.</translation>
    </message>
    <message>
        <source>It failed inside (%1).</source>
        <translation>Произошла ошибка (%1).</translation>
    </message>
    <message>
        <source>The model found no answer in the notes; these are their own sentences.</source>
        <translation>Модель не нашла ответа в заметках; это их собственные предложения.</translation>
    </message>
    <message>
        <source>What the model wrote is not held by the notes; these are their own sentences.</source>
        <translation>Написанное моделью не подтверждается заметками; это их собственные предложения.</translation>
    </message>
    <message>
        <source>The answer was cut off at the length limit.</source>
        <translation>Ответ оборван: достигнут предел длины.</translation>
    </message>
    <message>
        <source>Not in the cited notes: %1 (in “%2”).</source>
        <translation>Нет в заметках, на которые дана ссылка: %1 (в «%2»).</translation>
    </message>
    <message>
        <source>The cited notes do not name what %1 leads to (in “%2”).</source>
        <translation>В указанных заметках не названо то, куда ведёт %1 (в «%2»).</translation>
    </message>
    <message>
        <source>The model said the same again and again and was stopped; it is shown once.</source>
        <translation>Модель повторяла одно и то же, и её остановили; повторённое показано один раз.</translation>
    </message>
    <message>
        <source>No note is cited for “%1”.</source>
        <translation>Ни одна заметка не подтверждает «%1».</translation>
    </message>
    <message>
        <source>The cited notes may not say “%1”.</source>
        <translation>Возможно, указанные заметки не говорят «%1».</translation>
    </message>
    <message>
        <source>The recipe “%1” is not in “%2”: %3.</source>
        <translation>Рецепта «%1» нет на языке «%2»: %3.</translation>
    </message>
    <message>
        <source>The recipe “%1” was given more notes than it reads (%2).</source>
        <translation>Рецепту «%1» дано больше заметок, чем он читает (%2).</translation>
    </message>
    <message>
        <source>The question has no words: write what you want to know.</source>
        <translation>В вопросе нет слов: напишите, что вы хотите узнать.</translation>
    </message>
    <message>
        <source>A council needs two voices or more, e.g. --council qwen3-4b,notes.</source>
        <translation>Совету нужно не меньше двух голосов, например --council qwen3-4b,notes.</translation>
    </message>
    <message>
        <source>No model is set for it: name one, e.g. qwen3-4b:sceptic.</source>
        <translation>Модель для него не выбрана: назовите её, например qwen3-4b:sceptic.</translation>
    </message>
    <message>
        <source>It took longer than %1 s.</source>
        <translation>Это заняло больше %1 с.</translation>
    </message>
    <message>
        <source>There is no turn %1: the conversation has %2.</source>
        <translation>Реплики %1 нет: всего в беседе их %2.</translation>
    </message>
    <message>
        <source>Turn %1 has no identifier in the note, so it cannot be replaced.</source>
        <translation>У реплики %1 нет идентификатора в заметке, поэтому её нельзя заменить.</translation>
    </message>
    <message>
        <source>No note has “%1”.</source>
        <translation>Ни в одной заметке нет «%1».</translation>
    </message>
    <message>
        <source>A group of more than %1 words is left out.</source>
        <translation>Группа больше чем из %1 слов не учитывается.</translation>
    </message>
    <message>
        <source>A parenthesis is not closed: the group is taken to go on to the end.</source>
        <translation>Скобка не закрыта: считается, что группа идёт до конца.</translation>
    </message>
    <message>
        <source>Groups stand more than %1 deep in each other: the parentheses are read as words.</source>
        <translation>Группы вложены глубже чем на %1: скобки читаются как слова.</translation>
    </message>
    <message>
        <source>Listed are the %1 newest notes in which this was found: %2 more were not looked into.</source>
        <translation>Показаны %1 самых новых заметок, где это нашлось; остальные (%2) не просмотрены.</translation>
    </message>
    <message>
        <source>`%1` is read as text, not as two operators: write `%2(%3…)`.</source>
        <translation>`%1` читается как текст, а не как два оператора: пишите `%2(%3…)`.</translation>
    </message>
    <message>
        <source>`%1` is read as text, not as two operators: write them beside each other.</source>
        <translation>`%1` читается как текст, а не как два оператора: пишите их рядом.</translation>
    </message>
    <message>
        <source>`%1` asks for nothing and leaves nothing out: what it is to find stands right behind its colon.</source>
        <translation>`%1` ничего не ищет и ничего не исключает: искомое пишется сразу после двоеточия.</translation>
    </message>
    <message>
        <source>This reads as a question: its groups in parentheses are read as words, and leave nothing out.</source>
        <translation>Это похоже на вопрос: группы в скобках читаются как слова и ничего не исключают.</translation>
    </message>
    <message>
        <source>The note is not in the index.</source>
        <translation>Заметки нет в индексе.</translation>
    </message>
    <message>
        <source>The note is among the excluded files of this vault, so that searches leave it out.</source>
        <translation>Заметка среди исключённых файлов хранилища, поэтому поиск её пропускает.</translation>
    </message>
    <message>
        <source>A filter of the query leaves the note out.</source>
        <translation>Заметку отсекает фильтр запроса.</translation>
    </message>
    <message>
        <source>It is not among the passages.</source>
        <translation>Среди отрывков её нет.</translation>
    </message>
    <message>
        <source>It stands at place %1.</source>
        <translation>Её место — %1.</translation>
    </message>
    <message>
        <source>Links lead to it from %1 (place %2 among linked notes).</source>
        <translation>На неё ведут ссылки из %1 (место %2 среди связанных заметок).</translation>
    </message>
    <message>
        <source>By its words it is %1; it holds: %2; missing: %3.</source>
        <translation>По словам — %1; есть: %2; нет: %3.</translation>
    </message>
    <message>
        <source>By its words it is %1; it holds: %2.</source>
        <translation>По словам — %1; есть: %2.</translation>
    </message>
    <message>
        <source>It has no vectors yet, so that its meaning is not compared.</source>
        <translation>Векторов у неё ещё нет, поэтому по смыслу она не сравнивается.</translation>
    </message>
    <message>
        <source>By its meaning it is %1.</source>
        <translation>По смыслу — %1.</translation>
    </message>
    <message>
        <source>place %1</source>
        <translation>место %1</translation>
    </message>
    <message>
        <source>not among the first</source>
        <translation>не среди первых</translation>
    </message>
    <message>
        <source>Two of the links are for the same words of “%1”: accept one of them.</source>
        <translation>Две ссылки предложены для одних и тех же слов «%1»: примите одну из них.</translation>
    </message>
    <message>
        <source>“%1” was changed since “%2” was suggested as a link; suggest anew.</source>
        <translation>«%1» изменили после того, как «%2» предложили сделать ссылкой; обновите предложения.</translation>
    </message>
    <message>
        <source>A note is made or merged one at a time: accept each of them by itself.</source>
        <translation>Заметки создаются и объединяются по одной: принимайте каждое предложение отдельно.</translation>
    </message>
    <message>
        <source>“%1” is not a note that links can be suggested for.</source>
        <translation>Для «%1» нельзя предложить ссылки.</translation>
    </message>
    <message>
        <source>There is no suggestion %1; `vaultmind suggest` lists them with their ids.</source>
        <translation>Предложения %1 нет; `vaultmind suggest` перечисляет их с идентификаторами.</translation>
    </message>
    <message>
        <source>There is no decision %1; `vaultmind reject --list` lists them.</source>
        <translation>Решения %1 нет; `vaultmind reject --list` их перечисляет.</translation>
    </message>
    <message>
        <source>No recipe “%1” ships with the program: %2.</source>
        <translation>Рецепта «%1» в программе нет: %2.</translation>
    </message>
    <message>
        <source>There is no recipe “%1”: %2.</source>
        <translation>Рецепта «%1» нет: %2.</translation>
    </message>
    <message>
        <source>“%1” may be %2: say which recipe.</source>
        <translation>«%1» — это может быть %2: уточните, какой рецепт.</translation>
    </message>
    <message>
        <source>The recipe “%1” is new or has changed since it last ran: look at it before it runs.</source>
        <translation>Рецепт «%1» новый или изменился с прошлого запуска: посмотрите его, прежде чем запускать.</translation>
    </message>
    <message>
        <source>The recipe “%1” reads %2.</source>
        <translation>Рецепт «%1» читает %2.</translation>
    </message>
    <message>
        <source>two notes: name both</source>
        <translation>две заметки: назовите обе</translation>
    </message>
    <message>
        <source>a note: name one</source>
        <translation>заметку: назовите её</translation>
    </message>
    <message>
        <source>There is nothing to read for the recipe “%1”.</source>
        <translation>Рецепту «%1» нечего читать.</translation>
    </message>
    <message>
        <source>The last %1 days have no note: neither one of a day nor one that was changed.</source>
        <translation>За последние дни (%1) заметок нет: ни ежедневных, ни изменённых.</translation>
    </message>
    <message>
        <source>No language model is set, so the search alone chose these sentences.</source>
        <translation>Языковая модель не выбрана, поэтому эти предложения выбрал один поиск.</translation>
    </message>
    <message>
        <source>Nothing says “%1”; shown is “%2”.</source>
        <translation>Слова «%1» нигде нет; показано «%2».</translation>
    </message>
    <message>
        <source>These parts are the notes&apos; own sentences: %1.</source>
        <translation>Эти части — предложения самих заметок: %1.</translation>
    </message>
    <message>
        <source>These parts are in part the notes&apos; own sentences: %1.</source>
        <translation>Эти части — отчасти предложения самих заметок: %1.</translation>
    </message>
    <message>
        <source>It has no parts: each heading of the second level is one.</source>
        <translation>В нём нет частей: часть — это каждый заголовок второго уровня.</translation>
    </message>
    <message>
        <source>Only its first %1 parts are made.</source>
        <translation>Готовятся только первые части, не больше %1.</translation>
    </message>
    <message>
        <source>“%1: %2” must be a number up to %3.</source>
        <translation>«%1: %2» должно быть числом не больше %3.</translation>
    </message>
    <message>
        <source>“%1: %2” is not known; %3 are.</source>
        <translation>«%1: %2» неизвестно; известны %3.</translation>
    </message>
    <message>
        <source>%1 only leads from one address to the next.</source>
        <translation>%1 только переводит с адреса на адрес.</translation>
    </message>
    <message>
        <source>%1 sent more than %2 MB.</source>
        <translation>%1 прислал больше %2 МБ.</translation>
    </message>
    <message>
        <source>%1 is not an https address; nothing was downloaded.</source>
        <translation>%1 — не адрес https; ничего не загружено.</translation>
    </message>
    <message>
        <source>%1 leads to another host, %2; nothing was downloaded.</source>
        <translation>%1 ведёт на другой узел, %2; ничего не загружено.</translation>
    </message>
    <message>
        <source>%1 offers %2 bytes instead of %3.</source>
        <translation>%1 предлагает %2 байт вместо %3.</translation>
    </message>
    <message>
        <source>%1 offers %2 MB, more than is taken from it.</source>
        <translation>%1 предлагает %2 МБ — больше, чем от него принимается.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>В %1 не удаётся писать: %2.</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>Остановлено, ничего не записано.</translation>
    </message>
    <message>
        <source>There is a model %1 already (%2); remove it first.</source>
        <translation>Модель %1 уже есть (%2); сначала удалите её.</translation>
    </message>
    <message>
        <source>Only an adapter has a strength, and it is a number: say of which model, with --base NAME.</source>
        <translation>Сила бывает только у адаптера, и это число: укажите его модель через --base NAME.</translation>
    </message>
    <message>
        <source>The entry “%1” in %2, line %3, is left out: %4.</source>
        <translation>Запись «%1» в %2, строка %3, пропущена: %4.</translation>
    </message>
    <message>
        <source>The entry “%1” in %2 is left out: %3.</source>
        <translation>Запись «%1» в %2 пропущена: %3.</translation>
    </message>
    <message>
        <source>The entry number %1 in %2, line %3, is left out: %4.</source>
        <translation>Запись номер %1 в %2, строка %3, пропущена: %4.</translation>
    </message>
    <message>
        <source>The entry number %1 in %2 is left out: %3.</source>
        <translation>Запись номер %1 в %2 пропущена: %3.</translation>
    </message>
    <message>
        <source>The entry in %1 is left out: each begins with [[model]], in two brackets.</source>
        <translation>Запись в %1 пропущена: каждая начинается с [[model]], в двойных скобках.</translation>
    </message>
    <message>
        <source>There is no “%1” in a catalogue of models (%2); known are model and hidden.</source>
        <translation>В каталоге моделей (%2) не бывает «%1»; известны model и hidden.</translation>
    </message>
    <message>
        <source>What %1 hides is not read: it must be a list of names.</source>
        <translation>Что скрывает %1, не прочитано: это должен быть список имён.</translation>
    </message>
    <message>
        <source>it has no “%1”</source>
        <translation>в ней нет «%1»</translation>
    </message>
    <message>
        <source>it says nowhere to fetch it from: a hub, or a mirror</source>
        <translation>в ней не сказано, откуда её скачать: hub или mirror</translation>
    </message>
    <message>
        <source>%1 cannot be run here: fastembed knows no such model.</source>
        <translation>%1 здесь не запустить: fastembed не знает такой модели.</translation>
    </message>
    <message>
        <source>“%1” is not known</source>
        <translation>«%1» неизвестно</translation>
    </message>
    <message>
        <source>“%1” cannot be that (%2)</source>
        <translation>«%1» не может быть таким (%2)</translation>
    </message>
    <message>
        <source>this cannot be the name of a model</source>
        <translation>так модель называться не может</translation>
    </message>
    <message>
        <source>a sha256 has 64 digits of 0-9 and a-f</source>
        <translation>в sha256 64 знака: 0-9 и a-f</translation>
    </message>
    <message>
        <source>its size_bytes must be more than 0</source>
        <translation>size_bytes должно быть больше 0</translation>
    </message>
    <message>
        <source>only what comes with the program is built in</source>
        <translation>встроено (builtin) только то, что идёт с программой</translation>
    </message>
    <message>
        <source>its hub needs a repository, as OWNER/NAME, and a file or an ending</source>
        <translation>hub нужен репозиторий вида OWNER/NAME и файл (file) или окончание (ending)</translation>
    </message>
    <message>
        <source>the file of its hub must be a name without folders</source>
        <translation>file в hub — имя без папок</translation>
    </message>
    <message>
        <source>it has a mirror and no sha256 to check it by</source>
        <translation>у неё есть mirror, но нет sha256 для проверки</translation>
    </message>
    <message>
        <source>the names of its mirror may have {part} in them and no other braces</source>
        <translation>в именах mirror допустимо {part} и никакие другие фигурные скобки</translation>
    </message>
    <message>
        <source>the names of its mirror are empty</source>
        <translation>имена в mirror пусты</translation>
    </message>
    <message>
        <source>The catalogue of models %1 is left out: %2.</source>
        <translation>Каталог моделей %1 пропущен: %2.</translation>
    </message>
    <message>
        <source>%1 answered %2 for %3.</source>
        <translation>%1 ответил %2 на запрос %3.</translation>
    </message>
    <message>
        <source>Stopped; nothing of the unfinished part was kept.</source>
        <translation>Остановлено; недогруженная часть не сохранена.</translation>
    </message>
    <message>
        <source>%1 is a damaged GGUF file: its header does not fit together.</source>
        <translation>%1 — повреждённый файл GGUF: его заголовок не сходится.</translation>
    </message>
    <message>
        <source>The model file %1 cannot be read: %2.</source>
        <translation>Файл модели %1 не удаётся прочитать: %2.</translation>
    </message>
    <message>
        <source>%1 is a GGUF file of version %2; %3.</source>
        <translation>%1 — файл GGUF версии %2; %3.</translation>
    </message>
    <message>
        <source>versions %1 to %2 can be read</source>
        <translation>читаются версии с %1 по %2</translation>
    </message>
    <message>
        <source>%1 is a GGUF file for machines of another byte order (big-endian).</source>
        <translation>%1 — файл GGUF для машин с другим порядком байтов (big-endian).</translation>
    </message>
    <message>
        <source>%1 is a GGUF file of kind %2, not a model that can answer.</source>
        <translation>%1 — файл GGUF вида %2, а не модель, которая может отвечать.</translation>
    </message>
    <message>
        <source>%1 holds no complete language model: its architecture or words are missing.</source>
        <translation>В %1 нет целой языковой модели: не хватает устройства сети или словаря.</translation>
    </message>
    <message>
        <source>%1 is cut short: its last %2 MB are missing; download it again.</source>
        <translation>%1 обрезан: не хватает последних %2 МБ; загрузите его заново.</translation>
    </message>
    <message>
        <source>%1 is not a GGUF model file.</source>
        <translation>%1 — не файл модели GGUF.</translation>
    </message>
    <message>
        <source>%1 does not fit: it needs about %2 GB (%3 GB of weights, %4 GB for a window of %5 tokens), and %6 GB of memory are free; choose a smaller model or window.</source>
        <translation>%1 не помещается: нужно примерно %2 ГБ (веса — %3 ГБ, окно в %5 токенов — %4 ГБ), а свободно %6 ГБ памяти; выберите модель или окно поменьше.</translation>
    </message>
    <message>
        <source>%1 does not fit into this machine: it needs about %2 GB (%3 GB of weights), and there are %4 GB of memory; choose a smaller model.</source>
        <translation>%1 не помещается в эту машину: нужно примерно %2 ГБ (веса — %3 ГБ), а памяти всего %4 ГБ; выберите модель поменьше.</translation>
    </message>
    <message>
        <source>The model %1 could not be loaded: it %2.</source>
        <translation>Модель %1 не загрузилась: она %2.</translation>
    </message>
    <message>
        <source>The model %1 %2; the next question starts it again.</source>
        <translation>Модель %1 %2; следующий вопрос запустит её снова.</translation>
    </message>
    <message>
        <source>does not run on this processor</source>
        <translation>не работает на этом процессоре</translation>
    </message>
    <message>
        <source>was killed, perhaps because memory ran out</source>
        <translation>принудительно завершена — возможно, не хватило памяти</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>аварийно завершилась</translation>
    </message>
    <message>
        <source>stopped unexpectedly</source>
        <translation>неожиданно остановилась</translation>
    </message>
    <message>
        <source>The model hub %1 is not an https address.</source>
        <translation>Хаб моделей %1 — не адрес https.</translation>
    </message>
    <message>
        <source>%1 on the hub has no %2.</source>
        <translation>В %1 на хабе нет %2.</translation>
    </message>
    <message>
        <source>The model in %1 is not here or not whole; pull it first.</source>
        <translation>Модели в %1 нет, или она неполна; сначала загрузите её.</translation>
    </message>
    <message>
        <source>%1 describes %2 in a form that is not known.</source>
        <translation>%1 описывает %2 в неизвестном виде.</translation>
    </message>
    <message>
        <source>The model %1 came with the program and stays.</source>
        <translation>Модель %1 пришла с программой и остаётся.</translation>
    </message>
    <message>
        <source>The model %1 is not here.</source>
        <translation>Модели %1 здесь нет.</translation>
    </message>
    <message>
        <source>%1 is not on the hub.</source>
        <translation>%1 на хабе нет.</translation>
    </message>
    <message>
        <source>%1 holds %2 files that end in %3, not one.</source>
        <translation>В %1 файлов с окончанием %3 — %2, а не один.</translation>
    </message>
    <message>
        <source>%1 is not an https address.</source>
        <translation>%1 — не адрес https.</translation>
    </message>
    <message>
        <source>%1 does not name a GGUF file.</source>
        <translation>%1 не указывает на файл GGUF.</translation>
    </message>
    <message>
        <source>%1 cannot be the name of a model.</source>
        <translation>%1 не может быть именем модели.</translation>
    </message>
    <message>
        <source>No model %1 is known. Did you mean %2?</source>
        <translation>Модель %1 неизвестна. Может быть, %2?</translation>
    </message>
    <message>
        <source>No model %1 is known. `vaultmind models list` shows those that are.</source>
        <translation>Модель %1 неизвестна; известные показывает раздел «Модели».</translation>
    </message>
    <message>
        <source>No model %1 is known.%2</source>
        <translation>Модель %1 неизвестна.%2</translation>
    </message>
    <message>
        <source>%1 is a model for %2, it cannot answer.</source>
        <translation>%1 — модель для %2, отвечать она не может.</translation>
    </message>
    <message>
        <source>%1 does not speak the OpenAI protocol.</source>
        <translation>%1 не говорит по протоколу OpenAI.</translation>
    </message>
    <message>
        <source>%1 failed with status %2: %3.</source>
        <translation>%1: сбой с кодом %2 — %3.</translation>
    </message>
    <message>
        <source>%1 failed with status %2.</source>
        <translation>%1: сбой с кодом %2.</translation>
    </message>
    <message>
        <source>%1 is not the address of a model; it must look like http://127.0.0.1:11434/v1.</source>
        <translation>%1 — не адрес модели; он должен выглядеть как http://127.0.0.1:11434/v1.</translation>
    </message>
    <message>
        <source>%1 is off this machine, so its address must begin with https://.</source>
        <translation>%1 не на этом компьютере, поэтому адрес должен начинаться с https://.</translation>
    </message>
    <message>
        <source>%1 is off this machine, and this vault has not been allowed to be sent there; `vaultmind models allow %2` allows it.</source>
        <translation>%1 — не этот компьютер, и отправлять туда это хранилище не разрешено; разрешить: `vaultmind models allow %2`.</translation>
    </message>
    <message>
        <source>%1 refused the key; `vaultmind models key %2` saves one.</source>
        <translation>%1 не принимает ключ; сохранить другой: `vaultmind models key %2`.</translation>
    </message>
    <message>
        <source>%1 wants a key; `vaultmind models key %2` saves one.</source>
        <translation>%1 требует ключ; сохранить его: `vaultmind models key %2`.</translation>
    </message>
    <message>
        <source>%1 answers, but offers no model; load one there first.</source>
        <translation>%1 отвечает, но моделей там нет; сначала загрузите модель на сервере.</translation>
    </message>
    <message>
        <source>%1 has no model %2; it offers %3.</source>
        <translation>На %1 нет модели %2; есть: %3.</translation>
    </message>
    <message>
        <source>%1 is this machine: nothing has to be allowed.</source>
        <translation>%1 — это сам компьютер: разрешать ничего не нужно.</translation>
    </message>
    <message>
        <source>%1 was not allowed, so there is nothing to take back.</source>
        <translation>%1 не был разрешён, отзывать нечего.</translation>
    </message>
    <message>
        <source>The measurement was stopped.</source>
        <translation>Измерение остановлено.</translation>
    </message>
    <message>
        <source>%1 holds these GGUF files: %2; name one as %3/FILE.</source>
        <translation>В %1 есть файлы GGUF: %2; назовите один: %3/ФАЙЛ.</translation>
    </message>
    <message>
        <source>A key is one line of printable characters.</source>
        <translation>Ключ — одна строка печатных знаков.</translation>
    </message>
    <message>
        <source>The keyring did not take the key: %1.</source>
        <translation>Хранилище паролей не приняло ключ: %1.</translation>
    </message>
    <message>
        <source>The keyring did not give up the key: %1.</source>
        <translation>Хранилище паролей не удалило ключ: %1.</translation>
    </message>
    <message>
        <source>No key is kept for %1.</source>
        <translation>Для %1 ключа нет.</translation>
    </message>
    <message>
        <source>This machine has no keyring that could keep a key; an environment variable serves, the one that the setting answers.key_env names.</source>
        <translation>На этом компьютере нет хранилища паролей для ключа; его заменяет переменная окружения, названная в настройке answers.key_env.</translation>
    </message>
    <message>
        <source>The question with its passages is too long for the model %1 (%2 tokens, %3 fit).</source>
        <translation>Вопрос вместе с отрывками слишком длинный для модели %1 (токенов %2, помещается %3).</translation>
    </message>
    <message>
        <source>There is no file “%1” in %2.</source>
        <translation>Файла «%1» в %2 нет.</translation>
    </message>
    <message>
        <source>Notes are being read: %1 of %2 files so far.</source>
        <translation>Заметки читаются: пока файлов — %1 из %2.</translation>
    </message>
    <message>
        <source>Reading is paused: %1 of %2 files so far.</source>
        <translation>Чтение приостановлено: пока файлов — %1 из %2.</translation>
    </message>
    <message>
        <source>VaultMind makes its index anew; until it is whole the one of an earlier version answers, by words and links.</source>
        <translation>VaultMind строит свой индекс заново; пока он не готов, отвечает индекс прежней версии — по словам и ссылкам.</translation>
    </message>
    <message>
        <source>Not in the cited notes: %1 (in %2 statements: %3).</source>
        <translation>Нет в указанных заметках: %1 (утверждений: %2 — %3).</translation>
    </message>
    <message>
        <source>The cited notes do not name what %1 leads to (in %2 statements: %3).</source>
        <translation>Указанные заметки не называют того, на что ведут %1 (утверждений: %2 — %3).</translation>
    </message>
    <message>
        <source>No note is cited for %1 statements: %2.</source>
        <translation>Утверждений, для которых не указана ни одна заметка: %1 — %2.</translation>
    </message>
    <message>
        <source>The cited notes may not say %1 statements: %2.</source>
        <translation>Утверждений, которых в указанных заметках, возможно, нет: %1 — %2.</translation>
    </message>
    <message>
        <source>`/%1/` cannot be searched for: it is no regular expression, or one that looks ahead or back, refers back or repeats too much.</source>
        <translation>По `/%1/` искать нельзя: это не регулярное выражение или такое, что заглядывает вперёд или назад, ссылается на найденное или повторяет слишком много раз.</translation>
    </message>
    <message>
        <source>`%1` has no place in `%2:(…)`: write it beside; here it is left out.</source>
        <translation>`%1` не может стоять внутри `%2:(…)`: пишите рядом; здесь это пропущено.</translation>
    </message>
    <message>
        <source>No room left in %1. Free some space and try again.</source>
        <translation>В %1 не осталось места. Освободите место и попробуйте снова.</translation>
    </message>
    <message>
        <source>The connection to %1 broke after %2 MB; %3.</source>
        <translation>Связь с %1 прервалась после %2 МБ; %3.</translation>
    </message>
    <message>
        <source>Stopped; %1.</source>
        <translation>Остановлено; %1.</translation>
    </message>
    <message>
        <source>the next try goes on from there</source>
        <translation>следующая попытка продолжит с этого места</translation>
    </message>
    <message>
        <source>the next try begins anew</source>
        <translation>следующая попытка начнёт заново</translation>
    </message>
    <message>
        <source>There is no model file %1.</source>
        <translation>Файла модели %1 нет.</translation>
    </message>
    <message>
        <source>It could not be loaded onto %1 (%2), so it runs on the processor.</source>
        <translation>На %1 её загрузить не удалось (%2), поэтому её считает процессор.</translation>
    </message>
    <message>
        <source>No graphics device was found, so it runs on the processor.</source>
        <translation>Видеокарта не найдена, поэтому модель считает процессор.</translation>
    </message>
    <message>
        <source>No layer fits into the %1 GB that are free on %2: the processor runs it.</source>
        <translation>В %1 ГБ, свободные на %2, не помещается ни один слой: модель считает процессор.</translation>
    </message>
    <message>
        <source>%1 of %2 layers fit into the %3 GB that are free on %4, and no more.</source>
        <translation>В %3 ГБ, свободные на %4, помещается слоёв: %1 из %2, не больше.</translation>
    </message>
    <message>
        <source>The runtime put no layer on %1, so it runs on the processor.</source>
        <translation>Исполнитель не положил на %1 ни одного слоя, поэтому модель считает процессор.</translation>
    </message>
    <message>
        <source>%1 failed while it answered, so it runs on the processor.</source>
        <translation>%1: сбой во время ответа, поэтому модель считает процессор.</translation>
    </message>
    <message>
        <source>The words of %1 carry no scores, which ctransformers needs; another runtime loads it.</source>
        <translation>У слов в %1 нет весов, которые нужны ctransformers; её загрузит другой исполнитель.</translation>
    </message>
    <message>
        <source>There is a model %1 already (%2); give the file another name.</source>
        <translation>Модель %1 уже есть (%2); дайте файлу другое имя.</translation>
    </message>
    <message>
        <source>%1 does not fit %2: its %3 is of another model.</source>
        <translation>%1 не подходит к %2: %3 в нём от другой модели.</translation>
    </message>
    <message>
        <source>%1 is a damaged LoRA adapter: its factors are not in pairs.</source>
        <translation>%1 — повреждённый адаптер LoRA: его множители не составляют пар.</translation>
    </message>
    <message>
        <source>%1 is a damaged model file: its header is not whole.</source>
        <translation>%1 — повреждённый файл модели: его заголовок не полон.</translation>
    </message>
    <message>
        <source>%1 is a damaged model file: its words do not fit together.</source>
        <translation>%1 — повреждённый файл модели: её слова не сходятся.</translation>
    </message>
    <message>
        <source>%1 is a %2 file of 2023, but of no Llama; ctransformers knows none but Llama here.</source>
        <translation>%1 — файл %2 2023 года, но не Llama; ctransformers знает здесь только Llama.</translation>
    </message>
    <message>
        <source>%1 is a %2 file of version %3, which ctransformers does not know.</source>
        <translation>%1 — файл %2 версии %3, которой ctransformers не знает.</translation>
    </message>
    <message>
        <source>%1 is a %2 model; ctransformers knows none but Llama here; another runtime loads it.</source>
        <translation>%1 — модель %2; ctransformers знает здесь только Llama; её загрузит другой исполнитель.</translation>
    </message>
    <message>
        <source>%1 is an adapter: say of which model, with --base NAME.</source>
        <translation>%1 — адаптер: скажите, к какой модели, через --base NAME.</translation>
    </message>
    <message>
        <source>%1 is cut short: it ends before its weights; download it again.</source>
        <translation>%1 оборван: кончается раньше весов; скачайте его заново.</translation>
    </message>
    <message>
        <source>%1 is for a %2 model, and %3 is a %4 model.</source>
        <translation>%1 — для модели %2, а %3 — модель %4.</translation>
    </message>
    <message>
        <source>%1 is no LoRA adapter, but a GGUF file of kind %2.</source>
        <translation>%1 — не адаптер LoRA, а файл GGUF вида %2.</translation>
    </message>
    <message>
        <source>%1 is no model file: it begins with neither GGUF nor the marks of 2023.</source>
        <translation>%1 — не файл модели: в начале нет ни GGUF, ни знаков 2023 года.</translation>
    </message>
    <message>
        <source>%1 is no model that an adapter can be applied to.</source>
        <translation>%1 — не та модель, к которой можно применить адаптер.</translation>
    </message>
    <message>
        <source>%1 is quantized in a way that is younger than ctransformers; another runtime loads it.</source>
        <translation>%1 сжата способом, который новее ctransformers; её загрузит другой исполнитель.</translation>
    </message>
    <message>
        <source>%1 shares its first layer with its last, which ctransformers cannot; another runtime loads it.</source>
        <translation>У %1 первый слой общий с последним, чего ctransformers не умеет; её загрузит другой исполнитель.</translation>
    </message>
    <message>
        <source>The question with its passages is too long for the model %1.</source>
        <translation>Вопрос вместе с отрывками слишком длинный для модели %1.</translation>
    </message>
    <message>
        <source>“%1” cannot be the name of a machine; one looks like api.example.org or 192.168.1.5.</source>
        <translation>«%1» не может быть именем компьютера; оно выглядит как api.example.org или 192.168.1.5.</translation>
    </message>
    <message>
        <source>%1 wants to send us elsewhere; redirects are not followed.</source>
        <translation>%1 отсылает по другому адресу; перенаправления не выполняются.</translation>
    </message>
    <message>
        <source>%1 knows no model %2, or has no /v1/chat/completions.</source>
        <translation>%1 не знает модели %2, или там нет /v1/chat/completions.</translation>
    </message>
    <message>
        <source>%1 asks to wait: too many questions for now.</source>
        <translation>%1 просит подождать: сейчас слишком много вопросов.</translation>
    </message>
    <message>
        <source>%1 is still loading its model, or is overloaded; try again in a moment.</source>
        <translation>%1 ещё загружает модель или перегружен; повторите чуть позже.</translation>
    </message>
    <message>
        <source>%1 sent nothing for %2 s.</source>
        <translation>%1 ничего не присылал %2 с.</translation>
    </message>
    <message>
        <source>%1 could not be asked: %2.</source>
        <translation>%1 не удалось спросить: %2.</translation>
    </message>
    <message>
        <source>The certificate of %1 cannot be trusted.</source>
        <translation>Сертификату %1 нельзя доверять.</translation>
    </message>
    <message>
        <source>%1 does not stop at the length it was asked for.</source>
        <translation>%1 не останавливается на заданной длине.</translation>
    </message>
    <message>
        <source>The model %1 at %2</source>
        <translation>Модель %1 на %2</translation>
    </message>
    <message>
        <source>The package index %1 is not an https address.</source>
        <translation>Индекс пакетов %1 — не адрес https.</translation>
    </message>
    <message>
        <source>The package index answered %1 for %2.</source>
        <translation>Индекс пакетов ответил %1 на запрос %2.</translation>
    </message>
    <message>
        <source>The package index has no %1.</source>
        <translation>В индексе пакетов нет %1.</translation>
    </message>
    <message>
        <source>There is no program %1.</source>
        <translation>Программы %1 нет.</translation>
    </message>
    <message>
        <source>%1 is not an address: one begins with https:// or http://.</source>
        <translation>%1 — не адрес: он начинается с https:// или http://.</translation>
    </message>
    <message>
        <source>%1 holds no sound %2.</source>
        <translation>В %1 нет исправного %2.</translation>
    </message>
    <message>
        <source>On %1 the name %2 is another program&apos;s, so new versions cannot be looked up there.</source>
        <translation>На %1 имя %2 носит другая программа, поэтому новых версий там не найти.</translation>
    </message>
    <message>
        <source>%1 did not say which version is the newest.</source>
        <translation>%1 не сообщил, какая версия новейшая.</translation>
    </message>
    <message>
        <source>No version of %1 was released on %2 yet.</source>
        <translation>Ни одна версия %1 на %2 ещё не выпущена.</translation>
    </message>
    <message>
        <source>%1 answered with status %2.</source>
        <translation>%1 ответил кодом %2.</translation>
    </message>
    <message>
        <source>%1 answered with more than was asked for.</source>
        <translation>%1 прислал больше, чем просили.</translation>
    </message>
    <message>
        <source>%1 in %2 is not the expected weight file.</source>
        <translation>%1 в %2 — не тот файл весов, который ожидался.</translation>
    </message>
    <message>
        <source>The weight file ends too early; delete it and download it again.</source>
        <translation>Файл весов обрывается; удалите его и загрузите заново.</translation>
    </message>
    <message>
        <source>Tensor %1 of the weight file is too short.</source>
        <translation>Тензор %1 в файле весов слишком короткий.</translation>
    </message>
    <message>
        <source>The weight file has no tensor %1.</source>
        <translation>В файле весов нет тензора %1.</translation>
    </message>
    <message>
        <source>Tensor %1 lies outside the weight file.</source>
        <translation>Тензор %1 выходит за пределы файла весов.</translation>
    </message>
    <message>
        <source>%1 is not an E5S1 weight file.</source>
        <translation>%1 — не файл весов E5S1.</translation>
    </message>
    <message>
        <source>The embedding model gives %1 dimensions instead of %2.</source>
        <translation>Модель для поиска по смыслу даёт размерность %1 вместо %2.</translation>
    </message>
    <message>
        <source>%1 is not a whole embedding model; `vaultmind models pull` makes it anew.</source>
        <translation>%1 — неполная модель для поиска по смыслу; `vaultmind models pull` сделает её заново.</translation>
    </message>
    <message>
        <source>%1 holds no model that can be loaded: %2.</source>
        <translation>В %1 нет модели, которую можно загрузить: %2.</translation>
    </message>
    <message>
        <source>There is no embedding model %1; `vaultmind models list` shows those that are known.</source>
        <translation>Модели %1 для поиска по смыслу нет; известные показывает раздел «Модели».</translation>
    </message>
    <message>
        <source>There is no reranker %1; `vaultmind models list` shows those that are known.</source>
        <translation>Переранжировщика %1 нет; известные показывает раздел «Модели».</translation>
    </message>
    <message>
        <source>The reranker %1 is not here; `vaultmind models pull %2` fetches it.</source>
        <translation>Переранжировщика %1 здесь нет; его загружает `vaultmind models pull %2`.</translation>
    </message>
    <message>
        <source>There is no model %1; `vaultmind models list` shows those that are known.</source>
        <translation>Модели %1 нет; известные показывает раздел «Модели».</translation>
    </message>
    <message>
        <source>“%1” is not in the index. %2</source>
        <translation>«%1» нет в индексе. %2</translation>
    </message>
    <message>
        <source>“%1” may be %2: say which, with its folder.</source>
        <translation>«%1» может значить %2: укажите, что именно, вместе с папкой.</translation>
    </message>
    <message>
        <source>The system has no watches left for the new folders of the vault.</source>
        <translation>У системы не осталось наблюдений для новых папок хранилища.</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>нет места на диске</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>нет прав</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>действие не разрешено</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>диск доступен только для чтения</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>ошибка ввода-вывода</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>нет такого файла или папки</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>имя слишком длинное</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>это папка</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>это не папка</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>устройство занято</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>открыто слишком много файлов</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>слишком много символических ссылок подряд</translation>
    </message>
    <message>
        <source>a named pipe</source>
        <translation>именованный канал</translation>
    </message>
    <message>
        <source>a socket</source>
        <translation>сокет</translation>
    </message>
    <message>
        <source>a device</source>
        <translation>устройство</translation>
    </message>
    <message>
        <source>the vault is on a network drive (%1)</source>
        <translation>хранилище на сетевом диске (%1)</translation>
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
        <source>%1 was not fetched. %2</source>
        <translation>%1: не удалось скачать. %2</translation>
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
        <translation>Это язык окна. Заметки ищутся на любом языке.</translation>
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
        <source>Obsidian lists no vault on this machine. Choose the folder of your notes, or try the sample first.</source>
        <translation>На этой машине Obsidian не знает ни одного хранилища. Выберите папку с заметками или сначала попробуйте образец.</translation>
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
        <source>here already</source>
        <translation>уже здесь</translation>
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
        <source>Larger text</source>
        <translation>Крупнее текст</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Мельче текст</translation>
    </message>
    <message>
        <source>Text as large as the system’s</source>
        <translation>Текст размером как в системе</translation>
    </message>
    <message>
        <source>Русский / English</source>
        <translation>Русский / English</translation>
    </message>
    <message>
        <source>Look for a newer version</source>
        <translation>Узнать, нет ли новой версии</translation>
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
        <source>Let vanished notes go</source>
        <translation>Отпустить исчезнувшие заметки</translation>
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
        <source>Version %1 is out; it is installed the way this one was.</source>
        <translation>Вышла версия %1; она ставится так же, как эта.</translation>
    </message>
    <message>
        <source>No newer version is out.</source>
        <translation>Новее версии нет.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выйти</translation>
    </message>
</context>
<context>
    <name>NoVaultPlace</name>
    <message>
        <source>Open a vault…</source>
        <translation>Открыть хранилище…</translation>
    </message>
    <message>
        <source>Try the sample vault</source>
        <translation>Открыть хранилище-образец</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>Открываю «%1»…</translation>
    </message>
    <message>
        <source>It takes a moment; what you asked for is shown then.</source>
        <translation>Это займёт мгновение, затем появится то, что вы выбрали.</translation>
    </message>
    <message>
        <source>A vault is a folder of Markdown notes; they stay where they are, and stay as they are. %1 opens one from anywhere.</source>
        <translation>Хранилище — это папка с заметками Markdown; они остаются там, где лежат, и такими, какие есть. %1 открывает хранилище из любого места.</translation>
    </message>
    <message>
        <source>No vault is open</source>
        <translation>Хранилище не открыто</translation>
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
        <source>ask your notes</source>
        <translation>спросить заметки</translation>
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
        <source>Library</source>
        <translation>Библиотека</translation>
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
    <name>SettingsRefused</name>
    <message>
        <source>Nothing is lost: put the line right and save the file, then try again. Your notes are not touched.</source>
        <translation>Ничего не пропало: исправьте строку, сохраните файл и попробуйте ещё раз. Заметки не тронуты.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Попробовать ещё раз</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>Открыть файл</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выйти</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Opening %1…</source>
        <translation>Открываю «%1»…</translation>
    </message>
    <message>
        <source>No vault is open.</source>
        <translation>Хранилище не открыто.</translation>
    </message>
    <message>
        <source>the vault</source>
        <translation>хранилище</translation>
    </message>
    <message>
        <source>Size of text: %1</source>
        <translation>Размер текста: %1</translation>
    </message>
    <message>
        <source>No program here opens Obsidian’s links, so the note is shown here.</source>
        <translation>Ссылки Obsidian здесь не открывает ни одна программа, поэтому заметка показана в этом окне.</translation>
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
        <source>Opening %1…</source>
        <translation>Открываю «%1»…</translation>
    </message>
    <message>
        <source>No vault is open yet</source>
        <translation>Хранилище пока не открыто</translation>
    </message>
    <message>
        <source>There is nothing to pause: the index is current.</source>
        <translation>Приостанавливать нечего: индекс обновлён.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln note(s)</source>
        <translation>
            <numerusform>%Ln заметка</numerusform>
            <numerusform>%Ln заметки</numerusform>
            <numerusform>%Ln заметок</numerusform>
        </translation>
    </message>
    <message>
        <source>looking for changes…</source>
        <translation>ищу изменения…</translation>
    </message>
    <message>
        <source>Looking through the notes…</source>
        <translation>Просматриваю заметки…</translation>
    </message>
    <message numerus="yes">
        <source>Reading: %1 of %Ln file(s)</source>
        <translation>
            <numerusform>Чтение: %1 из %Ln файла</numerusform>
            <numerusform>Чтение: %1 из %Ln файлов</numerusform>
            <numerusform>Чтение: %1 из %Ln файлов</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: the download pauses; it goes on where it was.</source>
        <translation>%1: загрузка приостановлена; она продолжится с того же места.</translation>
    </message>
    <message numerus="yes">
        <source>Reading is paused: %1 of %Ln file(s)</source>
        <translation>
            <numerusform>Чтение приостановлено: %1 из %Ln файла</numerusform>
            <numerusform>Чтение приостановлено: %1 из %Ln файлов</numerusform>
            <numerusform>Чтение приостановлено: %1 из %Ln файлов</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading is paused</source>
        <translation>Чтение приостановлено</translation>
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
        <source>indexing waits</source>
        <translation>индексация ждёт</translation>
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
        <source>Indexing pauses…</source>
        <translation>Индексирование приостанавливается…</translation>
    </message>
    <message>
        <source>Indexing goes on…</source>
        <translation>Индексирование продолжается…</translation>
    </message>
    <message>
        <source>Indexing pauses as soon as the vault is open.</source>
        <translation>Индексирование будет приостановлено, как только хранилище откроется.</translation>
    </message>
    <message>
        <source>Indexing goes on as soon as the vault is open.</source>
        <translation>Индексирование продолжится, как только хранилище откроется.</translation>
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
    <name>TimeLeft</name>
    <message>
        <source>less than a minute left</source>
        <translation>осталось меньше минуты</translation>
    </message>
    <message numerus="yes">
        <source>about %Ln minute(s) left</source>
        <translation>
            <numerusform>осталась примерно %Ln минута</numerusform>
            <numerusform>осталось примерно %Ln минуты</numerusform>
            <numerusform>осталось примерно %Ln минут</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hour(s) left</source>
        <translation>
            <numerusform>остался примерно %Ln час</numerusform>
            <numerusform>осталось примерно %Ln часа</numerusform>
            <numerusform>осталось примерно %Ln часов</numerusform>
        </translation>
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
    <name>Trouble</name>
    <message>
        <source>Try again</source>
        <translation>Попробовать снова</translation>
    </message>
</context>
<context>
    <name>Vanished</name>
    <message>
        <source>No vault is open yet</source>
        <translation>Хранилище ещё не открыто</translation>
    </message>
    <message numerus="yes">
        <source>%Ln note(s) are found no more.</source>
        <translation>
            <numerusform>Больше не ищется %Ln заметка.</numerusform>
            <numerusform>Больше не ищутся %Ln заметки.</numerusform>
            <numerusform>Больше не ищутся %Ln заметок.</numerusform>
        </translation>
    </message>
    <message>
        <source>No note has vanished: all that are found are there.</source>
        <translation>Ничего не исчезло: все заметки на месте.</translation>
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
