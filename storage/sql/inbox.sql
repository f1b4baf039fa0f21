-- name: inbox_add(update_id, chat, payload, now)$
insert into inbox (update_id, chat, state, payload, next_at, received_at)
values (:update_id, :chat, 'waiting', :payload, :now, :now)
on conflict (update_id) do nothing
returning update_id;

-- name: inbox_due(now, replica, rows)
select * from inbox i
where i.state = 'waiting' and i.next_at <= :now and not exists (
    select 1 from inbox e where e.state = 'waiting' and e.chat = i.chat and e.update_id < i.update_id
) and not exists (
    select 1 from inbox l
    where l.state = 'waiting' and l.leased_until > 0 and l.chat = i.chat
        and l.leased_until > :now and l.leased_by <> :replica
)
order by i.update_id limit :rows;

-- name: inbox_take(now, until, replica, busy, rows)
-- PostgreSQL only, as of migration 0036
select * from take_updates(:now, :until, :replica, :busy, :rows) order by update_id;

-- name: inbox_lease(replica, until)
update inbox set leased_until = :until
where state = 'waiting' and leased_until > 0 and leased_by = :replica
returning update_id;

-- name: inbox_done(update_id, now)$
-- What remains only refuses a repetition: it tells nobody whose update it was
update inbox set state = 'done', payload = null, chat = 0, ended_at = :now
where update_id = :update_id and state = 'waiting'
returning update_id;

-- name: inbox_again(update_id, replica, next_at, reason)$
-- Who slept over its lease must not take the update out of the hands of who has it now
update inbox set attempts = attempts + 1, next_at = :next_at, reason = :reason, leased_until = 0
where update_id = :update_id and state = 'waiting' and leased_by = :replica
returning attempts;

-- name: inbox_set_aside(update_id, replica, reason, now)$
update inbox set state = 'aside', reason = :reason, ended_at = :now
where update_id = :update_id and state = 'waiting' and leased_by = :replica
returning update_id;

-- name: inbox_count(state)$
select count(*) from inbox where state = :state;

-- name: inbox_oldest()$
select min(received_at) from inbox where state = 'waiting';

-- name: inbox_purge(before)
delete from inbox where state = 'done' and ended_at < :before returning update_id;

-- name: inbox_highest()$
select max(update_id) from inbox;
