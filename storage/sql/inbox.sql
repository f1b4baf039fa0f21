-- name: inbox_add(update_id, chat, payload, now)$
insert into inbox (update_id, chat, state, payload, next_at, received_at)
values (:update_id, :chat, 'waiting', :payload, :now, :now)
on conflict (update_id) do nothing
returning update_id;

-- name: inbox_due(now, rows)
select * from inbox i
where i.state = 'waiting' and i.next_at <= :now and not exists (
    select 1 from inbox e where e.state = 'waiting' and e.chat = i.chat and e.update_id < i.update_id
)
order by i.update_id limit :rows;

-- name: inbox_done(update_id, now)$
update inbox set state = 'done', payload = null, ended_at = :now
where update_id = :update_id and state = 'waiting'
returning update_id;

-- name: inbox_again(update_id, next_at, reason)$
update inbox set attempts = attempts + 1, next_at = :next_at, reason = :reason
where update_id = :update_id and state = 'waiting'
returning attempts;

-- name: inbox_set_aside(update_id, reason, now)$
update inbox set state = 'aside', reason = :reason, ended_at = :now
where update_id = :update_id and state = 'waiting'
returning update_id;

-- name: inbox_count(state)$
select count(*) from inbox where state = :state;

-- name: inbox_purge(before)
delete from inbox where state = 'done' and ended_at < :before returning update_id;

-- name: inbox_highest()$
select max(update_id) from inbox;
