-- name: office_mail_add(key, content, appeal, message, mailbox, proved, state, now)^
insert into office_mails (key, content, appeal, message, mailbox, proved, state, came_at)
values (:key, :content, :appeal, :message, :mailbox, :proved, :state, :now)
on conflict do nothing
returning *;

-- name: office_mail_known(key, content)$
select id from office_mails where key = :key or content = :content limit 1;

-- name: office_mail_by_id(id)^
select * from office_mails where id = :id;

-- name: office_mails_of(appeal)
select * from office_mails where appeal = :appeal order by id;

-- name: office_mail_move(id, old, state, now)^
update office_mails set state = :state, ended_at = :now where id = :id and state = :old returning *;
