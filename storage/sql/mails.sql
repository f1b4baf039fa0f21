-- name: mail_add(key, appeal, message, petition, news, now)$
insert into mails (key, appeal, message, petition, news, state, due, added_at)
values (:key, :appeal, :message, :petition, :news, 'waiting', :now, :now)
on conflict (key) do nothing
returning id;

-- name: mail_by_key(key)^
select * from mails where key = :key;

-- name: mails_take(now, until, rows)
-- The lease is asked twice: a second taker that waited for the row on PostgreSQL sees it held
update mails set leased_until = :until
where state = 'waiting' and leased_until <= :now and id in (
    select m.id from mails m
    where m.state = 'waiting' and m.due <= :now and m.leased_until <= :now
    order by m.due, m.id limit :rows
)
returning *;

-- name: mails_waiting(now)$
select count(*) from mails where state = 'waiting' and due <= :now;

-- name: mail_again(id, due, reason)$
update mails set due = :due, leased_until = 0, attempts = attempts + 1, reason = :reason
where id = :id and state = 'waiting'
returning attempts;

-- name: mail_end(id, state, reason, now)$
update mails set state = :state, leased_until = 0, reason = :reason, ended_at = :now
where id = :id and state = 'waiting'
returning id;

-- name: mails_free()
update mails set leased_until = 0 where state = 'waiting' and leased_until > 0 returning id;
