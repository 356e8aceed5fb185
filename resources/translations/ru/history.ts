<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>History</name>
    <message>
        <source>equal</source>
        <translation>одинаковы</translation>
    </message>
    <message>
        <source>original is gone</source>
        <translation>оригинала уже нет</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сегодня</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Вчера</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>отмена</translation>
    </message>
    <message>
        <source>links follow</source>
        <translation>ссылки обновлены</translation>
    </message>
    <message>
        <source>mended</source>
        <translation>исправлено</translation>
    </message>
    <message>
        <source>conflict settled</source>
        <translation>конфликт разрешён</translation>
    </message>
    <message>
        <source>recipe “%1”</source>
        <translation>рецепт «%1»</translation>
    </message>
    <message>
        <source>new note</source>
        <translation>новая заметка</translation>
    </message>
    <message>
        <source>added at the end</source>
        <translation>дописано в конец</translation>
    </message>
    <message>
        <source>added under a heading</source>
        <translation>дописано под заголовком</translation>
    </message>
    <message>
        <source>region written</source>
        <translation>обновлён отмеченный участок</translation>
    </message>
    <message>
        <source>block replaced</source>
        <translation>заменён блок</translation>
    </message>
    <message>
        <source>words replaced</source>
        <translation>заменён текст</translation>
    </message>
    <message>
        <source>property set</source>
        <translation>задано свойство</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>переименовано</translation>
    </message>
    <message>
        <source>answer saved</source>
        <translation>сохранён ответ</translation>
    </message>
    <message>
        <source>conversation kept</source>
        <translation>сохранён разговор</translation>
    </message>
    <message>
        <source>recipe made your own</source>
        <translation>рецепт скопирован в хранилище</translation>
    </message>
    <message>
        <source>by %1 and of the notes&apos; own sentences</source>
        <translation>модель %1 и предложения самих заметок</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>модель %1</translation>
    </message>
    <message>
        <source>of the notes&apos; own sentences</source>
        <translation>из предложений самих заметок</translation>
    </message>
    <message>
        <source>by a model</source>
        <translation>написала модель</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>отменено</translation>
    </message>
    <message>
        <source>interrupted, then overtaken</source>
        <translation>прервано, потом изменено извне</translation>
    </message>
    <message>
        <source>not written</source>
        <translation>не записано</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>прервано</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 и ещё %2</translation>
    </message>
</context>
<context>
    <name>HistoryPlace</name>
    <message>
        <source>Written</source>
        <translation>Записи</translation>
    </message>
    <message>
        <source>What to look at</source>
        <translation>Что показать</translation>
    </message>
    <message>
        <source>What was written, by day</source>
        <translation>Записи по дням</translation>
    </message>
    <message>
        <source>Conflict copies</source>
        <translation>Конфликтующие копии</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>Что изменилось</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Попробовать снова</translation>
    </message>
    <message>
        <source>Open the note</source>
        <translation>Открыть заметку</translation>
    </message>
    <message>
        <source>Make a note of the kept version</source>
        <translation>Сохранить эту версию заметкой</translation>
    </message>
    <message>
        <source>Keep the original</source>
        <translation>Оставить оригинал</translation>
    </message>
    <message>
        <source>Keep the copy</source>
        <translation>Оставить копию</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>Оставить обе</translation>
    </message>
    <message>
        <source>Choose a write first.</source>
        <translation>Сначала выберите запись.</translation>
    </message>
    <message>
        <source>It was taken back already.</source>
        <translation>Это уже отменено.</translation>
    </message>
    <message>
        <source>kept version</source>
        <translation>сохранённая версия</translation>
    </message>
    <message>
        <source>Undone. Undo the new entry to have it again.</source>
        <translation>Отменено. Чтобы вернуть, отмените новую запись.</translation>
    </message>
    <message>
        <source>Settled. Undo in the history brings both back.</source>
        <translation>Готово. Отмена в истории вернёт обе версии.</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Сохранено: %1</translation>
    </message>
    <message>
        <source>The note is not in the vault now.</source>
        <translation>Этой заметки сейчас нет в хранилище.</translation>
    </message>
    <message>
        <source>Conflict copies (%1)</source>
        <translation>Конфликтующие копии (%1)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message numerus="yes">
        <source>Undo all %Ln files</source>
        <translation>
            <numerusform>Отменить во всём %Ln файле</numerusform>
            <numerusform>Отменить во всех %Ln файлах</numerusform>
            <numerusform>Отменить во всех %Ln файлах</numerusform>
        </translation>
    </message>
    <message>
        <source>Show every note, not “%1” alone</source>
        <translation>Показать все заметки, а не только «%1»</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Смотрим…</translation>
    </message>
    <message>
        <source>Choose a write to see what it changed.</source>
        <translation>Выберите запись, чтобы увидеть, что она изменила.</translation>
    </message>
    <message>
        <source>What was written cannot be read now.</source>
        <translation>Записи сейчас не прочитать.</translation>
    </message>
    <message>
        <source>Nothing was written yet.</source>
        <translation>Пока ничего не записано.</translation>
    </message>
    <message>
        <source>What VaultMind writes into your notes is listed here, and can be undone one by one.</source>
        <translation>Здесь будет всё, что VaultMind запишет в ваши заметки; любую запись можно отменить.</translation>
    </message>
    <message>
        <source>Conflict copies cannot be looked for now.</source>
        <translation>Конфликтующие копии сейчас не найти.</translation>
    </message>
    <message>
        <source>There are no conflict copies.</source>
        <translation>Конфликтующих копий нет.</translation>
    </message>
    <message>
        <source>A sync tool leaves one where two devices changed a note at the same time.</source>
        <translation>Такую копию оставляет синхронизация, если заметку одновременно изменили на двух устройствах.</translation>
    </message>
    <message>
        <source>The original is gone: keeping the copy gives it the name of the original.</source>
        <translation>Оригинала уже нет: если оставить копию, она получит его имя.</translation>
    </message>
    <message>
        <source>Both are the same, byte for byte: keeping either removes the copy.</source>
        <translation>Обе версии совпадают до последнего байта: какую ни оставить, лишняя копия будет удалена.</translation>
    </message>
    <message>
        <source>Below is what would change in the original if you keep the copy.</source>
        <translation>Ниже показано, что изменится в оригинале, если оставить копию.</translation>
    </message>
    <message>
        <source>Undo what is selected</source>
        <translation>Отменить выбранное</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Обновить</translation>
    </message>
</context>
</TS>
