<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>AdapterDialog</name>
    <message>
        <source>Add an adapter</source>
        <translation>Добавить адаптер</translation>
    </message>
    <message>
        <source>%1 is an adapter: it changes how another model answers.</source>
        <translation>%1 — адаптер: он меняет то, как отвечает другая модель.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Добавить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>&amp;Model it is for</source>
        <translation>&amp;Для какой модели</translation>
    </message>
    <message>
        <source>&amp;Strength</source>
        <translation>&amp;Сила</translation>
    </message>
</context>
<context>
    <name>Adding</name>
    <message>
        <source>Add a GGUF file…</source>
        <translation>Добавить файл GGUF…</translation>
    </message>
    <message>
        <source>Add the model that this adapter is for first.</source>
        <translation>Сначала добавьте модель, к которой относится этот адаптер.</translation>
    </message>
</context>
<context>
    <name>Fitting</name>
    <message>
        <source>Measuring how it runs best here…</source>
        <translation>Измеряем, как она здесь работает лучше всего…</translation>
    </message>
    <message>
        <source>Not measured on this machine yet.</source>
        <translation>На этом компьютере ещё не измерена.</translation>
    </message>
    <message>
        <source>Here: reads %1 and writes %2 tokens a second.</source>
        <translation>Здесь токенов в секунду: читает %1, пишет %2.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln thread(s)</source>
        <translation>
            <numerusform>%Ln поток</numerusform>
            <numerusform>%Ln потока</numerusform>
            <numerusform>%Ln потоков</numerusform>
        </translation>
    </message>
    <message>
        <source>batches of %1</source>
        <translation>порции по %1</translation>
    </message>
    <message>
        <source>%1 of %2 layers on %3</source>
        <translation>слоёв на %3: %1 из %2</translation>
    </message>
    <message>
        <source>on the processor</source>
        <translation>на процессоре</translation>
    </message>
    <message>
        <source>a window of up to %1 tokens</source>
        <translation>окно до %1 токенов</translation>
    </message>
    <message>
        <source>Other programs had %1 of the processors meanwhile, so nothing is settled by it: measure it anew when they rest.</source>
        <translation>Тем временем %1 процессоров занимали другие программы, поэтому это ещё не окончательно: измерьте заново, когда они освободятся.</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>German</source>
        <translation>немецкий</translation>
    </message>
    <message>
        <source>English</source>
        <translation>английский</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>испанский</translation>
    </message>
    <message>
        <source>French</source>
        <translation>французский</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>хинди</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>итальянский</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>португальский</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>русский</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>тайский</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>китайский</translation>
    </message>
    <message>
        <source>Served by %1 on this machine</source>
        <translation>Её обслуживает %1 на этом компьютере</translation>
    </message>
    <message>
        <source>Served by %1</source>
        <translation>Сервер %1</translation>
    </message>
    <message>
        <source>Size: %1</source>
        <translation>Размер: %1</translation>
    </message>
    <message>
        <source>Good for: %1</source>
        <translation>Для чего: %1</translation>
    </message>
    <message>
        <source>Takes: %1</source>
        <translation>Требуется: %1</translation>
    </message>
    <message>
        <source>Languages: %1</source>
        <translation>Языки: %1</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>Лицензия: %1</translation>
    </message>
    <message>
        <source>the terms of %1</source>
        <translation>условия %1</translation>
    </message>
    <message>
        <source>Checked against the catalogue&apos;s checksum</source>
        <translation>Сверена с контрольной суммой каталога</translation>
    </message>
    <message>
        <source>Checked against the checksum the hub states</source>
        <translation>Сверена с контрольной суммой, которую указал хаб</translation>
    </message>
    <message>
        <source>Unverified: nobody vouches for this file</source>
        <translation>Не проверена: за этот файл никто не ручается</translation>
    </message>
    <message>
        <source>The file stays where it is: %1</source>
        <translation>Файл остаётся на своём месте: %1</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>ещё %1</translation>
    </message>
    <message>
        <source>all in Latin, Cyrillic and Greek</source>
        <translation>все на латинице, кириллице и греческом</translation>
    </message>
</context>
<context>
    <name>ModelsPlace</name>
    <message>
        <source>Answers</source>
        <translation>Ответы</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Смысл</translation>
    </message>
    <message>
        <source>Ranking</source>
        <translation>Порядок</translation>
    </message>
    <message>
        <source>Kinds of models</source>
        <translation>Виды моделей</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Модели</translation>
    </message>
    <message>
        <source>Add a GGUF file…</source>
        <translation>Добавить файл GGUF…</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Скачать</translation>
    </message>
    <message>
        <source>No server answers at the usual ports of Ollama, LM Studio, llama.cpp and vLLM. Start one and look again, or list it by its address.</source>
        <translation>На обычных портах Ollama, LM Studio, llama.cpp и vLLM никто не отвечает. Запустите сервер и поищите снова или добавьте его по адресу.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Поискать снова</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Серверы</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Измерить</translation>
    </message>
    <message>
        <source>Being fetched: %1</source>
        <translation>Скачивается: %1</translation>
    </message>
    <message>
        <source>Use the chosen model, or put it aside</source>
        <translation>Работать с выбранной моделью или отложить её</translation>
    </message>
    <message>
        <source>Fetch the chosen model</source>
        <translation>Скачать выбранную модель</translation>
    </message>
    <message>
        <source>The address of a server looks like https://api.example.org/v1.</source>
        <translation>Адрес сервера выглядит так: https://api.example.org/v1.</translation>
    </message>
    <message>
        <source>Pause the download, stop the trial</source>
        <translation>Приостановить загрузку, остановить пробу</translation>
    </message>
    <message>
        <source>Measure the chosen model on this machine</source>
        <translation>Измерить выбранную модель на этом компьютере</translation>
    </message>
    <message>
        <source>Test the chosen server</source>
        <translation>Проверить выбранный сервер</translation>
    </message>
    <message>
        <source>Remove the chosen model</source>
        <translation>Удалить выбранную модель</translation>
    </message>
    <message>
        <source>Try the chosen model</source>
        <translation>Попробовать выбранную модель</translation>
    </message>
    <message>
        <source>Looking at the usual ports of this machine…</source>
        <translation>Проверяются обычные порты этого компьютера…</translation>
    </message>
    <message>
        <source>https://… address of a server</source>
        <translation>https://… адрес сервера</translation>
    </message>
    <message>
        <source>Address or hub place of a GGUF file</source>
        <translation>Адрес файла GGUF или его место на хабе</translation>
    </message>
    <message>
        <source>List it</source>
        <translation>Добавить</translation>
    </message>
    <message>
        <source>Without a language model the answers are your notes&apos; own sentences.</source>
        <translation>Без языковой модели ответы складываются из предложений ваших заметок.</translation>
    </message>
    <message>
        <source>Another model makes its vectors beside the old ones, which serve until they are whole.</source>
        <translation>Другая модель строит свои векторы рядом со старыми; старые работают, пока новые не готовы.</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>Отложить</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Работать с ней</translation>
    </message>
    <message>
        <source>Fetch and use (%1)</source>
        <translation>Скачать и работать (%1)</translation>
    </message>
    <message>
        <source>Fetch only</source>
        <translation>Только скачать</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Приостановить</translation>
    </message>
    <message>
        <source>Really remove it? %1 are freed</source>
        <translation>Точно удалить? Освободится %1</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Throw away what is here</source>
        <translation>Выбросить скачанное</translation>
    </message>
    <message>
        <source>%1 is removed; %2 are free again.</source>
        <translation>Модель %1 удалена, освободилось %2.</translation>
    </message>
    <message>
        <source>%1 is listed now.</source>
        <translation>Модель %1 добавлена в список.</translation>
    </message>
</context>
<context>
    <name>Running</name>
    <message>
        <source>Loaded: %1 of %2 layers on %3, by %4.</source>
        <translation>Загружена через %4, слоёв на %3: %1 из %2.</translation>
    </message>
    <message>
        <source>Loaded: on the processor, by %4.</source>
        <translation>Загружена через %4, работает на процессоре.</translation>
    </message>
</context>
<context>
    <name>ServerPanel</name>
    <message>
        <source>Test</source>
        <translation>Проверить</translation>
    </message>
    <message>
        <source>Keep the key</source>
        <translation>Сохранить ключ</translation>
    </message>
    <message>
        <source>Forget the key</source>
        <translation>Забыть ключ</translation>
    </message>
    <message>
        <source>Key of this server</source>
        <translation>Ключ этого сервера</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Спрашиваю…</translation>
    </message>
    <message>
        <source>%1 answers: first word after %2 s, %3 tokens a second.</source>
        <translation>%1 отвечает: первое слово через %2 с, токенов в секунду: %3.</translation>
    </message>
    <message>
        <source>Leaves this machine</source>
        <translation>Покидает компьютер</translation>
    </message>
    <message>
        <source>Questions and passages of this vault may go to %1, since %2.</source>
        <translation>Вопросы и отрывки этого хранилища могут отправляться на %1, с %2.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Отозвать</translation>
    </message>
    <message>
        <source>Questions and passages of this vault would go to %1. Until you allow it nothing is sent.</source>
        <translation>Вопросы и отрывки этого хранилища отправлялись бы на %1. Пока вы не разрешите, не отправляется ничего.</translation>
    </message>
    <message>
        <source>Allow for this vault</source>
        <translation>Разрешить для этого хранилища</translation>
    </message>
    <message>
        <source>Its key is in the system&apos;s keyring and goes to this address alone.</source>
        <translation>Ключ лежит в системном хранилище паролей и отправляется только по этому адресу.</translation>
    </message>
    <message>
        <source>Its key comes from the environment variable %1.</source>
        <translation>Его ключ берётся из переменной окружения %1.</translation>
    </message>
    <message>
        <source>There is no keyring here; where a key is wanted, start VaultMind with it in %1.</source>
        <translation>Хранилища паролей здесь нет; если нужен ключ, запустите VaultMind с ним в переменной окружения %1.</translation>
    </message>
    <message>
        <source>No key is kept; servers on your own machine mostly need none.</source>
        <translation>Ключа нет; серверам на вашем компьютере он обычно не нужен.</translation>
    </message>
</context>
<context>
    <name>Shelf</name>
    <message>
        <source>Being fetched: %1</source>
        <translation>Скачивается: %1</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Работает</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Скачана</translation>
    </message>
    <message>
        <source>Was not fetched</source>
        <translation>Не скачана</translation>
    </message>
    <message>
        <source>Wants a key, or was not asked yet</source>
        <translation>Требует ключ или ещё не спрошен</translation>
    </message>
    <message>
        <source>Paused: %1 are here</source>
        <translation>Приостановлено: скачано %1</translation>
    </message>
    <message>
        <source>Paused at %1</source>
        <translation>Приостановлено на %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 из %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/с</translation>
    </message>
</context>
<context>
    <name>Trial</name>
    <message>
        <source>One question to try it with…</source>
        <translation>Один вопрос для пробы…</translation>
    </message>
    <message>
        <source>One question to try it with</source>
        <translation>Один вопрос для пробы</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Испытать</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>Что отправлено</translation>
    </message>
    <message>
        <source>Loading, reading, writing…</source>
        <translation>Загружается, читает, пишет…</translation>
    </message>
    <message>
        <source>%1 tokens a second, %2 s in all.</source>
        <translation>Токенов в секунду: %1, всего %2 с.</translation>
    </message>
    <message>
        <source>%2 s in all.</source>
        <translation>Всего %2 с.</translation>
    </message>
    <message>
        <source>First word after %1 s, %2 tokens a second, %3 s in all.</source>
        <translation>Первое слово через %1 с, токенов в секунду: %2, всего %3 с.</translation>
    </message>
    <message>
        <source>%1 tokens read, %2 known from before, %3 written.</source>
        <translation>Прочитано токенов: %1, известно раньше: %2, написано: %3.</translation>
    </message>
    <message>
        <source>Hide what was sent</source>
        <translation>Скрыть, что отправлено</translation>
    </message>
    <message>
        <source>Show what was sent</source>
        <translation>Показать, что отправлено</translation>
    </message>
</context>
</TS>
