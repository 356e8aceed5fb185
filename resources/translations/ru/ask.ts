<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en_US">
<context>
    <name>AskPlace</name>
    <message>
        <source>Ask your notes…</source>
        <translation>Спросите свои заметки…</translation>
    </message>
    <message>
        <source>Question to your notes</source>
        <translation>Вопрос к заметкам</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Спросить</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Беседа</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Новая беседа</translation>
    </message>
    <message>
        <source>Keep conversation</source>
        <translation>Сохранить беседу</translation>
    </message>
    <message>
        <source>Keep this conversation as a note, and go on writing it there.</source>
        <translation>Записать эту беседу в заметку и вести её дальше там.</translation>
    </message>
    <message>
        <source>An answer is being made; Esc stops it.</source>
        <translation>Ответ ещё строится; Esc остановит его.</translation>
    </message>
    <message>
        <source>Copied, with links to its sources.</source>
        <translation>Скопировано вместе со ссылками на источники.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Скопировано.</translation>
    </message>
    <message>
        <source>There is no answer yet.</source>
        <translation>Ответа ещё нет.</translation>
    </message>
    <message>
        <source>There is nothing to save: your notes do not say.</source>
        <translation>Сохранять нечего: в ваших заметках об этом не сказано.</translation>
    </message>
    <message>
        <source>Saved already: %1</source>
        <translation>Уже сохранено: %1</translation>
    </message>
    <message>
        <source>No model was asked for this answer.</source>
        <translation>Для этого ответа модель не спрашивали.</translation>
    </message>
    <message>
        <source>What this statement rests on</source>
        <translation>На чём держится это утверждение</translation>
    </message>
    <message>
        <source>It cites none of your notes.</source>
        <translation>Оно не ссылается ни на одну вашу заметку.</translation>
    </message>
    <message>
        <source>None of these passages has: %1</source>
        <translation>Ни в одном из этих фрагментов нет: %1</translation>
    </message>
    <message>
        <source>Found first</source>
        <translation>Нашлось сразу</translation>
    </message>
    <message>
        <source>What comes nearest</source>
        <translation>Что ближе всего</translation>
    </message>
    <message>
        <source>What the answer rests on</source>
        <translation>На чём держится ответ</translation>
    </message>
    <message>
        <source>%1 leads nowhere</source>
        <translation>%1 никуда не ведёт</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>Остановить ответ</translation>
    </message>
    <message>
        <source>Answer anew</source>
        <translation>Ответить заново</translation>
    </message>
    <message>
        <source>Edit the question</source>
        <translation>Изменить вопрос</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>Скопировать ответ</translation>
    </message>
    <message>
        <source>Save the answer as a note</source>
        <translation>Сохранить ответ заметкой</translation>
    </message>
    <message>
        <source>Keep the conversation as a note</source>
        <translation>Вести беседу в заметке</translation>
    </message>
    <message>
        <source>What a statement rests on</source>
        <translation>На чём держится утверждение</translation>
    </message>
    <message>
        <source>What the statement before rests on</source>
        <translation>На чём держится предыдущее утверждение</translation>
    </message>
    <message>
        <source>Open the passage in Obsidian</source>
        <translation>Открыть фрагмент в Obsidian</translation>
    </message>
    <message>
        <source>Show on the graph</source>
        <translation>Показать на графе</translation>
    </message>
    <message>
        <source>What the model was sent</source>
        <translation>Что было отправлено модели</translation>
    </message>
    <message>
        <source>Another way to answer</source>
        <translation>Другой способ ответа</translation>
    </message>
    <message>
        <source>The question is asked anew in its place. Esc leaves it as it was.</source>
        <translation>Вопрос будет задан заново на том же месте. Esc оставит всё как было.</translation>
    </message>
    <message>
        <source>Kept in %1</source>
        <translation>Ведётся в заметке %1</translation>
    </message>
</context>
<context>
    <name>ConversationView</name>
    <message>
        <source>Ask your notes</source>
        <translation>Спросите свои заметки</translation>
    </message>
    <message>
        <source>Answers rest on your notes alone, and every sentence says on which.</source>
        <translation>Ответы опираются только на ваши заметки, и у каждого предложения указано, на какие.</translation>
    </message>
    <message>
        <source>Up and Down bring back the questions of this session.</source>
        <translation>Стрелки вверх и вниз возвращают вопросы этого сеанса.</translation>
    </message>
    <message>
        <source>Ctrl+E shows what a statement rests on, one after the other.</source>
        <translation>Ctrl+E показывает, на чём держится утверждение, — одно за другим.</translation>
    </message>
    <message>
        <source>Esc stops an answer, Ctrl+R has it made anew, Ctrl+S saves it as a note.</source>
        <translation>Esc останавливает ответ, Ctrl+R строит его заново, Ctrl+S сохраняет в заметку.</translation>
    </message>
    <message>
        <source>F1 shows every key, and so does ? in an empty line.</source>
        <translation>F1 показывает все клавиши, как и «?» в пустой строке.</translation>
    </message>
    <message>
        <source>Asked last, and not answered: %1</source>
        <translation>Последний вопрос остался без ответа: %1</translation>
    </message>
    <message>
        <source>Go on with: %1</source>
        <translation>Продолжить: %1</translation>
    </message>
</context>
<context>
    <name>Council</name>
    <message>
        <source>The notes themselves</source>
        <translation>Сами заметки</translation>
    </message>
    <message>
        <source>The model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>The sceptic</source>
        <translation>Скептик</translation>
    </message>
    <message>
        <source>The exact one</source>
        <translation>Точный</translation>
    </message>
    <message>
        <source>The one who looks at the whole</source>
        <translation>Тот, кто смотрит на целое</translation>
    </message>
    <message>
        <source>Heard: %1.</source>
        <translation>Ответили: %1.</translation>
    </message>
    <message>
        <source>Left out: %1.</source>
        <translation>Без ответа: %1.</translation>
    </message>
    <message>
        <source>Awaited: %1…</source>
        <translation>Ждём ответа: %1…</translation>
    </message>
    <message>
        <source>What they said is put together…</source>
        <translation>Сказанное сводится вместе…</translation>
    </message>
    <message>
        <source>No voice said what the notes hold; in their own words</source>
        <translation>Ни один голос не сказал того, что есть в заметках; вот их собственные слова</translation>
    </message>
    <message>
        <source>Of %1 voices one alone has answered: %2</source>
        <translation>Из голосов (%1) ответил только один: %2</translation>
    </message>
    <message>
        <source>Put together from what %1 of %2 voices say</source>
        <translation>Сведено из сказанного голосами (ответили %1 из %2)</translation>
    </message>
    <message>
        <source>Nothing said yet…</source>
        <translation>Пока ничего не сказано…</translation>
    </message>
    <message>
        <source>had nothing held; its notes&apos; sentences shown instead</source>
        <translation>ничего не подтвердилось; вместо её слов — предложения заметок</translation>
    </message>
    <message>
        <source>They contradict each other</source>
        <translation>Они противоречат друг другу</translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>The model is reading %Ln passage(s)…</source>
        <translation>
            <numerusform>Модель читает %Ln отрывок…</numerusform>
            <numerusform>Модель читает %Ln отрывка…</numerusform>
            <numerusform>Модель читает %Ln отрывков…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message>
        <source>Line %1</source>
        <translation>Строка %1</translation>
    </message>
    <message>
        <source>Lines %1–%2</source>
        <translation>Строки %1–%2</translation>
    </message>
    <message>
        <source>an answer or a template</source>
        <translation>ответ или шаблон</translation>
    </message>
    <message>
        <source>✕ what cites it is not supported</source>
        <translation>✕ то, что на него ссылается, не подтверждено</translation>
    </message>
    <message>
        <source>✓ stands in the note</source>
        <translation>✓ есть в заметке</translation>
    </message>
    <message>
        <source>✕ not found in the note</source>
        <translation>✕ в заметке не найдено</translation>
    </message>
</context>
<context>
    <name>EvidencePanel</name>
    <message>
        <source>Passages</source>
        <translation>Фрагменты</translation>
    </message>
    <message>
        <source>The passage, with its quoted words marked</source>
        <translation>Фрагмент с выделенной цитатой</translation>
    </message>
    <message>
        <source>Open in Obsidian</source>
        <translation>Открыть в Obsidian</translation>
    </message>
    <message>
        <source>Read here</source>
        <translation>Читать здесь</translation>
    </message>
</context>
<context>
    <name>PromptCard</name>
    <message>
        <source>What %1 was sent</source>
        <translation>Что было отправлено модели %1</translation>
    </message>
</context>
<context>
    <name>ThreadPlace</name>
    <message>
        <source>The answer did not come to its end; ask again.</source>
        <translation>Ответ оборвался; спросите ещё раз.</translation>
    </message>
    <message>
        <source>Kept as %1</source>
        <translation>Беседа записана в %1</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Сохранено в %1</translation>
    </message>
</context>
<context>
    <name>Turns</name>
    <message>
        <source>The model is getting ready…</source>
        <translation>Модель готовится…</translation>
    </message>
    <message>
        <source>Looking in your notes…</source>
        <translation>Ищу в ваших заметках…</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Пишу…</translation>
    </message>
    <message>
        <source>Stopped. What was written so far is not checked.</source>
        <translation>Остановлено. Написанное до сих пор не проверено.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Остановлено.</translation>
    </message>
    <message>
        <source>What can be found so far does not say.</source>
        <translation>В том, что уже можно найти, ответа нет.</translation>
    </message>
    <message>
        <source>As it stands in the note of this conversation</source>
        <translation>Как записано в заметке этой беседы</translation>
    </message>
    <message>
        <source>Your notes do not say.</source>
        <translation>В ваших заметках об этом не сказано.</translation>
    </message>
    <message>
        <source>In the words of your notes</source>
        <translation>Словами ваших заметок</translation>
    </message>
    <message>
        <source>Written by %1 from your notes</source>
        <translation>Написано моделью %1 по вашим заметкам</translation>
    </message>
    <message>
        <source>Understood as: %1</source>
        <translation>Понято так: %1</translation>
    </message>
    <message>
        <source>These notes come nearest:</source>
        <translation>Ближе всего эти заметки:</translation>
    </message>
    <message>
        <source>No note comes near it; other words may find one.</source>
        <translation>Близких заметок не нашлось; попробуйте спросить другими словами.</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Сохранено в %1</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Скопировать</translation>
    </message>
    <message>
        <source>Save answer</source>
        <translation>Сохранить ответ</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Попробовать ещё раз</translation>
    </message>
    <message>
        <source>Answer anew</source>
        <translation>Ответить заново</translation>
    </message>
    <message>
        <source>Edit question</source>
        <translation>Изменить вопрос</translation>
    </message>
    <message>
        <source>leads nowhere</source>
        <translation>никуда не ведёт</translation>
    </message>
</context>
<context>
    <name>WayBox</name>
    <message>
        <source>Written by the model</source>
        <translation>Пишет модель</translation>
    </message>
    <message>
        <source>Sentences the model chooses</source>
        <translation>Модель выбирает предложения</translation>
    </message>
    <message>
        <source>%1 (no model is chosen)</source>
        <translation>%1 (модель не выбрана)</translation>
    </message>
    <message>
        <source>%1 (no two voices are named)</source>
        <translation>%1 (двух голосов не названо)</translation>
    </message>
    <message>
        <source>Only the notes&apos; own words</source>
        <translation>Только словами заметок</translation>
    </message>
    <message>
        <source>Several voices</source>
        <translation>Несколько голосов</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Модели…</translation>
    </message>
    <message>
        <source>Choose a model…</source>
        <translation>Выбрать модель…</translation>
    </message>
    <message>
        <source>Name voices…</source>
        <translation>Назвать голоса…</translation>
    </message>
    <message>
        <source>Way to answer</source>
        <translation>Способ ответа</translation>
    </message>
    <message>
        <source>A model writes from your notes, or chooses their sentences; or no model is asked at all; or several voices answer and are held against each other.</source>
        <translation>Модель пишет по вашим заметкам или выбирает из них предложения; либо модель не спрашивают вовсе; либо отвечают несколько голосов и ответы сравниваются.</translation>
    </message>
</context>
</TS>
