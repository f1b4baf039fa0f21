-- name: attachment_add(draft, key, kind, name, mime, size, sha256, path, now, signed)^
insert into attachments (draft, key, kind, name, mime, size, sha256, path, added_at, signed)
values (:draft, :key, :kind, :name, :mime, :size, :sha256, :path, :now, :signed)
on conflict (draft, key) do nothing
returning *;

-- name: attachment_by_id(id)^
select * from attachments where id = :id;

-- name: attachment_by_key(draft, key)^
select * from attachments where draft = :draft and key = :key;

-- name: attachments_of_draft(draft)
select * from attachments where draft = :draft order by id;

-- name: attachments_of_appeal(appeal)
select * from attachments where appeal = :appeal and message is null order by id;

-- name: attachments_of_message(message)
select * from attachments where message = :message order by id;

-- name: attachments_attach(draft, appeal, message)
update attachments set appeal = :appeal, message = :message
where draft = :draft and appeal is null
returning id;

-- name: attachment_drop(id)$
delete from attachments where id = :id returning id;

-- name: attachments_keep(draft)
update attachments set kept = true where draft = :draft returning id;

-- name: attachments_purge(before)
delete from attachments where appeal is null and not kept and added_at < :before returning id;

-- name: attachments_paths()
select path from attachments order by id;

-- name: attachments_contents()
select distinct path, size, sha256 from attachments order by path;

-- name: attachments_count()$
select count(*) from attachments;
