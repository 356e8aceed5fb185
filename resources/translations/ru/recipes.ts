<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>ModelBox</name>
    <message>
        <source>Without a model</source>
        <translation>Без модели</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Модели…</translation>
    </message>
    <message>
        <source>Model that carries the recipe out</source>
        <translation>Модель, которая выполняет рецепт</translation>
    </message>
    <message>
        <source>%1 (named by the recipe, not here)</source>
        <translation>%1 (названа рецептом, её здесь нет)</translation>
    </message>
    <message>
        <source>%1 (named by the recipe)</source>
        <translation>%1 (названа рецептом)</translation>
    </message>
    <message>
        <source>%1 (answers questions)</source>
        <translation>%1 (отвечает на вопросы)</translation>
    </message>
    <message>
        <source>No model is asked: what is made are sentences of the notes.</source>
        <translation>Модель не спрашивается: получаются предложения самих заметок.</translation>
    </message>
</context>
<context>
    <name>RecipesPlace</name>
    <message>
        <source>Recipes</source>
        <translation>Рецепты</translation>
    </message>
    <message>
        <source>What the recipe says or made</source>
        <translation>Что говорит рецепт или что получилось</translation>
    </message>
    <message>
        <source>Name of a note</source>
        <translation>Название заметки</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Заметка</translation>
    </message>
    <message>
        <source>Other note</source>
        <translation>Другая заметка</translation>
    </message>
    <message>
        <source>Only show</source>
        <translation>Только показать</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Стоп</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>Make it your own</source>
        <translation>Сделать своим</translation>
    </message>
    <message>
        <source>Copies the recipe into the vault, where it can be changed.</source>
        <translation>Копирует рецепт в хранилище, где его можно изменить.</translation>
    </message>
    <message>
        <source>Name the note that the recipe is to read.</source>
        <translation>Укажите заметку, которую рецепт должен прочитать.</translation>
    </message>
    <message>
        <source>Written into %1.</source>
        <translation>Записано в %1.</translation>
    </message>
    <message>
        <source>Undone.</source>
        <translation>Отменено.</translation>
    </message>
    <message>
        <source>Run the recipe</source>
        <translation>Выполнить рецепт</translation>
    </message>
    <message>
        <source>Only show what it makes</source>
        <translation>Только показать, что получится</translation>
    </message>
    <message>
        <source>Stop the recipe</source>
        <translation>Остановить рецепт</translation>
    </message>
    <message>
        <source>Undo what the recipe wrote</source>
        <translation>Отменить записанное рецептом</translation>
    </message>
    <message>
        <source>Make the recipe your own</source>
        <translation>Сделать рецепт своим</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>встроенный</translation>
    </message>
    <message>
        <source>new or changed</source>
        <translation>новый или изменён</translation>
    </message>
    <message>
        <source>Choose a recipe.</source>
        <translation>Выберите рецепт.</translation>
    </message>
    <message>
        <source>This recipe is new or has changed since it last ran: read it before you run it.</source>
        <translation>Этот рецепт новый или изменился с прошлого запуска: прочитайте его, прежде чем выполнять.</translation>
    </message>
    <message>
        <source>I have read it: run it</source>
        <translation>Прочитано: выполнить</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Выполнить</translation>
    </message>
    <message>
        <source>“%1” is running: wait for it, or stop it.</source>
        <translation>Выполняется «%1»: дождитесь конца или остановите.</translation>
    </message>
    <message>
        <source>It failed, and nothing was written. Run it again when this is put right:</source>
        <translation>Не получилось, ничего не записано. Исправьте это и запустите рецепт ещё раз:</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>Остановлено, ничего не записано.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Остановка…</translation>
    </message>
    <message>
        <source>Reading the notes…</source>
        <translation>Чтение заметок…</translation>
    </message>
    <message>
        <source>All parts are made.</source>
        <translation>Все части готовы.</translation>
    </message>
    <message>
        <source>Part %1 of %2 is being written…</source>
        <translation>Пишется часть %1 из %2…</translation>
    </message>
    <message>
        <source>“%1”: %2</source>
        <translation>«%1»: %2</translation>
    </message>
    <message>
        <source>Made of the notes&apos; own sentences.</source>
        <translation>Составлено из предложений самих заметок.</translation>
    </message>
    <message>
        <source>Written by %1, in part the notes&apos; own sentences.</source>
        <translation>Написано моделью %1, отчасти — предложения самих заметок.</translation>
    </message>
    <message>
        <source>Written by %1.</source>
        <translation>Написано моделью %1.</translation>
    </message>
    <message>
        <source>Written between a message of a chat and its reply, in other notes at the end.</source>
        <translation>Записывается между сообщением чата и ответом на него, в других заметках — в конец.</translation>
    </message>
    <message>
        <source>Written at the end of the note.</source>
        <translation>Записывается в конец заметки.</translation>
    </message>
    <message>
        <source>Written into a note of its own.</source>
        <translation>Записывается в отдельную заметку.</translation>
    </message>
</context>
</TS>
