-- name: topic_get(name, chat_id)^
select * from topics where name = :name and chat_id = :chat_id;

-- name: topic_put(name, chat_id, thread_id, card_message_id)$
insert into topics (name, chat_id, thread_id, card_message_id)
values (:name, :chat_id, :thread_id, :card_message_id)
on conflict (name, chat_id) do update set
    thread_id = excluded.thread_id, card_message_id = excluded.card_message_id
returning name;

-- name: topic_by_thread(chat_id, thread_id)$
select name from topics where chat_id = :chat_id and thread_id = :thread_id order by name limit 1;

-- name: topic_forget(name, chat_id)$
delete from topics where name = :name and chat_id = :chat_id returning name;

-- name: topics_give_way(old_chat, new_chat)
delete from topics
where chat_id = :old_chat and name in (select t.name from topics t where t.chat_id = :new_chat)
returning name;

-- name: topics_migrate(old_chat, new_chat)
update topics set chat_id = :new_chat where chat_id = :old_chat returning name;
