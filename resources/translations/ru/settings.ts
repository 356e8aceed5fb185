<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>Settings</name>
    <message>
        <source>None</source>
        <translation>Нет</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Окно</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Of the window, and of the words in saved answers.</source>
        <translation>Окна и слов в сохранённых ответах.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Светлое или тёмное</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлое</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмное</translation>
    </message>
    <message>
        <source>Size of text, %</source>
        <translation>Размер текста, %</translation>
    </message>
    <message>
        <source>Of the system&apos;s size. Ctrl++ and Ctrl+- set it too, Ctrl+0 takes it back.</source>
        <translation>От системного. Меняется и клавишами Ctrl++ и Ctrl+-, Ctrl+0 возвращает системный.</translation>
    </message>
    <message>
        <source>Key that opens quick-ask over any program</source>
        <translation>Клавиша быстрого вопроса поверх любой программы</translation>
    </message>
    <message>
        <source>Press it here; Backspace takes none. It is the only key taken from other programs.</source>
        <translation>Нажмите её здесь; Backspace — без клавиши. Других клавиш у программ не отнимается.</translation>
    </message>
    <message>
        <source>Stay in the tray when the window is closed</source>
        <translation>Оставаться в трее, когда окно закрыто</translation>
    </message>
    <message>
        <source>Where the desktop has a tray; elsewhere closing the window quits.</source>
        <translation>Если трей есть; без него закрытие окна завершает программу.</translation>
    </message>
    <message>
        <source>Start with the session, without a window</source>
        <translation>Запускаться при входе в систему, без окна</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Ответы</translation>
    </message>
    <message>
        <source>Language model</source>
        <translation>Языковая модель</translation>
    </message>
    <message>
        <source>Writes answers; the place Models fetches one. Without it answers are the notes&apos; own sentences.</source>
        <translation>Пишет ответы; скачать её можно в «Моделях». Без неё ответы — предложения самих заметок.</translation>
    </message>
    <message>
        <source>The model chooses sentences and writes none</source>
        <translation>Модель выбирает предложения и ничего не пишет сама</translation>
    </message>
    <message>
        <source>Answers are then whole sentences of your notes, picked by the model.</source>
        <translation>Тогда ответ — целые предложения заметок, выбранные моделью.</translation>
    </message>
    <message>
        <source>Time to read before answering, seconds</source>
        <translation>Сколько читать перед ответом, секунд</translation>
    </message>
    <message>
        <source>How much of the notes the model is given follows from how fast it reads here.</source>
        <translation>Сколько текста получит модель, зависит от того, как быстро она читает на этом компьютере.</translation>
    </message>
    <message>
        <source>Passages an answer may rest on</source>
        <translation>На скольких отрывках может держаться ответ</translation>
    </message>
    <message>
        <source>An assistant&apos;s words in a chat note count as evidence</source>
        <translation>Слова ассистента в записи чата считаются основанием</translation>
    </message>
    <message>
        <source>Otherwise they are found by search, and no answer rests on them.</source>
        <translation>Иначе поиск их находит, но ответы на них не опираются.</translation>
    </message>
    <message>
        <source>Voices of a council</source>
        <translation>Голоса совета</translation>
    </message>
    <message>
        <source>Separated by commas: a model, a model and its role as in qwen3-4b:sceptic, a role of the model above as in :exact, or notes. They answer where several voices are asked.</source>
        <translation>Через запятую: модель, модель с ролью, как qwen3-4b:sceptic, роль модели, названной выше, как :exact, или notes. Они отвечают, когда спрашивают несколько голосов.</translation>
    </message>
    <message>
        <source>The model&apos;s window, tokens</source>
        <translation>Окно модели, токенов</translation>
    </message>
    <message>
        <source>0 lets the machine decide; a larger one takes more memory.</source>
        <translation>0 — решает программа; большее занимает больше памяти.</translation>
    </message>
    <message>
        <source>Keep an idle model loaded for, seconds</source>
        <translation>Держать модель в памяти без дела, секунд</translation>
    </message>
    <message>
        <source>Afterwards its memory is given back; the next question loads it again.</source>
        <translation>Потом память освобождается; следующий вопрос загрузит модель снова.</translation>
    </message>
    <message>
        <source>Where models run</source>
        <translation>Где работают модели</translation>
    </message>
    <message>
        <source>Runtime for model files</source>
        <translation>Исполнитель файлов моделей</translation>
    </message>
    <message>
        <source>ctransformers reads Llama files of 2023 that the others do not.</source>
        <translation>ctransformers читает файлы Llama 2023 года, которых не читают другие.</translation>
    </message>
    <message>
        <source>What suits the file and the machine</source>
        <translation>Что подходит файлу и компьютеру</translation>
    </message>
    <message>
        <source>Your own llama-server</source>
        <translation>Свой llama-server</translation>
    </message>
    <message>
        <source>The path of the program; it then runs the model files.</source>
        <translation>Путь к программе; тогда файлы моделей запускает она.</translation>
    </message>
    <message>
        <source>Layers on the graphics card</source>
        <translation>Слоёв на видеокарте</translation>
    </message>
    <message>
        <source>-1: as many as fit into its free memory; 0: none.</source>
        <translation>-1: сколько поместится в её свободную память; 0: ни одного.</translation>
    </message>
    <message>
        <source>Mirror of the model hub</source>
        <translation>Зеркало хаба моделей</translation>
    </message>
    <message>
        <source>Empty for the hub itself; an https address.</source>
        <translation>Пусто — сам хаб; адрес https.</translation>
    </message>
    <message>
        <source>A model on a server</source>
        <translation>Модель на сервере</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>Адрес сервера</translation>
    </message>
    <message>
        <source>OpenAI-compatible, e.g. http://127.0.0.1:11434/v1; the model above is then one of that server.</source>
        <translation>Совместимый с OpenAI, например http://127.0.0.1:11434/v1; тогда модель выше — одна из моделей этого сервера.</translation>
    </message>
    <message>
        <source>Further models and their addresses</source>
        <translation>Другие модели и их адреса</translation>
    </message>
    <message>
        <source>For example: mistral = http://127.0.0.1:8080/v1</source>
        <translation>Например: mistral = http://127.0.0.1:8080/v1</translation>
    </message>
    <message>
        <source>Environment variables with their keys</source>
        <translation>Переменные окружения с их ключами</translation>
    </message>
    <message>
        <source>Where there is no keyring; for example: mistral = MISTRAL_KEY</source>
        <translation>Там, где нет связки ключей; например: mistral = MISTRAL_KEY</translation>
    </message>
    <message>
        <source>Environment variable with its key</source>
        <translation>Переменная окружения с ключом</translation>
    </message>
    <message>
        <source>The key itself never stands in a file.</source>
        <translation>Сам ключ не хранится ни в каком файле.</translation>
    </message>
    <message>
        <source>Saved answers</source>
        <translation>Сохранённые ответы</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Папка</translation>
    </message>
    <message>
        <source>A path in the vault; {{date:YYYY}} and other marks are filled in.</source>
        <translation>Путь в хранилище; {{date:YYYY}} и другие метки подставляются.</translation>
    </message>
    <message>
        <source>Folder of conversations</source>
        <translation>Папка бесед</translation>
    </message>
    <message>
        <source>Folder of your own recipes</source>
        <translation>Папка своих рецептов</translation>
    </message>
    <message>
        <source>Name of the note</source>
        <translation>Имя заметки</translation>
    </message>
    <message>
        <source>Marks: {{title}}, {{date:…}}, {{time:…}}, {{question}}, {{model}}.</source>
        <translation>Метки: {{title}}, {{date:…}}, {{time:…}}, {{question}}, {{model}}.</translation>
    </message>
    <message>
        <source>Text of the note</source>
        <translation>Текст заметки</translation>
    </message>
    <message>
        <source>Also {{answer}} and {{sources}}; whatever else stands here stays as it is.</source>
        <translation>Ещё {{answer}} и {{sources}}; всё остальное останется как есть.</translation>
    </message>
    <message>
        <source>Citations as</source>
        <translation>Цитаты в виде</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Ссылок</translation>
    </message>
    <message>
        <source>Footnotes</source>
        <translation>Сносок</translation>
    </message>
    <message>
        <source>Form of the date</source>
        <translation>Вид даты</translation>
    </message>
    <message>
        <source>In Moment&apos;s signs, as Obsidian has them.</source>
        <translation>В обозначениях Moment, как в Obsidian.</translation>
    </message>
    <message>
        <source>Names of the properties</source>
        <translation>Имена свойств</translation>
    </message>
    <message>
        <source>For example: question = вопрос, model = ; an empty name leaves one out.</source>
        <translation>Например: question = вопрос, model = ; с пустым именем свойства не будет.</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Теги</translation>
    </message>
    <message>
        <source>Separated by commas.</source>
        <translation>Через запятую.</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>Model that finds by meaning</source>
        <translation>Модель для поиска по смыслу</translation>
    </message>
    <message>
        <source>Another one reads the whole vault anew; until it has, the old one answers.</source>
        <translation>Другая модель прочитает всё хранилище заново; пока не прочтёт, отвечает прежняя.</translation>
    </message>
    <message>
        <source>Processor threads it may take</source>
        <translation>Сколько потоков процессора ей можно занять</translation>
    </message>
    <message>
        <source>Model that puts what was found in order</source>
        <translation>Модель, которая упорядочивает найденное</translation>
    </message>
    <message>
        <source>Better order, slower by seconds.</source>
        <translation>Порядок лучше, но на секунды медленнее.</translation>
    </message>
    <message>
        <source>Processes that read notes</source>
        <translation>Процессов для чтения заметок</translation>
    </message>
    <message>
        <source>0 lets the machine decide.</source>
        <translation>0 — решает компьютер.</translation>
    </message>
    <message>
        <source>Vectors on a Qdrant server</source>
        <translation>Векторы на сервере Qdrant</translation>
    </message>
    <message>
        <source>Address of Qdrant</source>
        <translation>Адрес Qdrant</translation>
    </message>
    <message>
        <source>Empty keeps vectors beside the index on this machine.</source>
        <translation>Если пусто, векторы лежат рядом с индексом на этом компьютере.</translation>
    </message>
    <message>
        <source>Environment variable with Qdrant&apos;s key</source>
        <translation>Переменная окружения с ключом Qdrant</translation>
    </message>
</context>
<context>
    <name>SettingsPlace</name>
    <message>
        <source>What was changed is taken up when the vault is opened anew.</source>
        <translation>Изменения вступят в силу, когда хранилище откроется заново.</translation>
    </message>
    <message>
        <source>Open anew</source>
        <translation>Открыть заново</translation>
    </message>
</context>
<context>
    <name>Unread</name>
    <message>
        <source>The settings cannot be read</source>
        <translation>Настройки не удаётся прочитать</translation>
    </message>
    <message>
        <source>Nothing is lost, and your notes are not touched: put the line right, save the file, then try again.</source>
        <translation>Ничего не потеряно, заметки не тронуты: исправьте строку, сохраните файл и попробуйте снова.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Попробовать снова</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>Открыть файл</translation>
    </message>
</context>
</TS>
