<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
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
        <source>Servers here</source>
        <translation>Серверы здесь</translation>
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
        <source>https://… address of a GGUF file</source>
        <translation>https://… адрес файла GGUF</translation>
    </message>
    <message>
        <source>Address of a GGUF file</source>
        <translation>Адрес файла GGUF</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Скачать</translation>
    </message>
    <message>
        <source>One question to try it with…</source>
        <translation>Вопрос для пробы…</translation>
    </message>
    <message>
        <source>One question to try it with</source>
        <translation>Вопрос для пробы</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Попробовать</translation>
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
        <source>Being fetched: %1</source>
        <translation>Скачивается: %1</translation>
    </message>
    <message>
        <source>Loading, reading, writing…</source>
        <translation>Загружается, читает, пишет…</translation>
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
        <source>Stop the download or the trial</source>
        <translation>Остановить загрузку или пробу</translation>
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
        <source>No server answers at the usual ports of Ollama, LM Studio, llama.cpp and vLLM.</source>
        <translation>На обычных портах Ollama, LM Studio, llama.cpp и vLLM никто не отвечает.</translation>
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
        <source>Really remove it? %1 are freed</source>
        <translation>Точно удалить? Освободится %1</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Served by %1 on this machine</source>
        <translation>Её обслуживает %1 на этом компьютере</translation>
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
        <source>%1 is removed; %2 are free again.</source>
        <translation>Модель %1 удалена, освободилось %2.</translation>
    </message>
    <message>
        <source>%1 is listed now.</source>
        <translation>Модель %1 добавлена в список.</translation>
    </message>
    <message>
        <source>The model declined; these are the notes&apos; own words. %1 s.</source>
        <translation>Модель отказалась отвечать; это слова самих заметок. %1 с.</translation>
    </message>
    <message>
        <source>First word after %1 s, %2 tokens a second, %3 s in all.</source>
        <translation>Первое слово через %1 с, %2 токена в секунду, всего %3 с.</translation>
    </message>
</context>
<context>
    <name>Shelf</name>
    <message>
        <source>Being fetched: %1 %</source>
        <translation>Скачивается: %1 %</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Работает</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Скачана</translation>
    </message>
</context>
</TS>
