-- name: delivery_add(key, chat, lane, topic, about, content, due)$
insert into deliveries (key, place, chat, lane, topic, about, content, state, due)
values (
    :key, (select coalesce(max(place), 0) + 1 from deliveries), :chat, :lane, :topic, :about, :content, 'waiting', :due
)
on conflict (key) do nothing
returning id;

-- name: delivery_refresh(key, chat, lane, topic, about, content, due)$
-- A row that still waits keeps its place, its time and its tries, whatever it now says
insert into deliveries (key, place, chat, lane, topic, about, content, state, due)
values (
    :key, (select coalesce(max(place), 0) + 1 from deliveries), :chat, :lane, :topic, :about, :content, 'waiting', :due
)
on conflict (key) do update set
    place = case when deliveries.state = 'waiting' then deliveries.place else excluded.place end,
    due = case when deliveries.state = 'waiting' then deliveries.due else excluded.due end,
    tried = deliveries.tried and deliveries.state = 'waiting',
    attempts = case when deliveries.state = 'waiting' then deliveries.attempts else 0 end,
    chat = excluded.chat, lane = excluded.lane, topic = excluded.topic, about = excluded.about,
    content = excluded.content, state = 'waiting', revision = deliveries.revision + 1, reason = '', ended_at = null
returning id;

-- name: delivery_cancel(key)$
update deliveries set state = 'cancelled', content = null, ended_at = due
where key = :key and state = 'waiting'
returning id;

-- name: delivery_hasten(chat, now)$
update deliveries set due = :now
where chat = :chat and state = 'waiting' and due > :now and tried = false and lane = 0
returning id;

-- name: delivery_waiting(chat, lane)$
select count(*) from deliveries where state = 'waiting' and chat = :chat and lane = :lane;

-- name: delivery_about(chat, message)$
select about from deliveries
where sent_chat = :chat and sent_message = :message and about is not null
order by id desc limit 1;

-- name: outbox_due(now, rows)
-- Behind a row that is due or was tried wait the later ones of its chat and lane
select * from deliveries d
where d.state = 'waiting' and d.due <= :now and not exists (
    select 1 from deliveries e
    where e.state = 'waiting' and e.chat = d.chat and e.lane = d.lane
        and (e.place, e.id) < (d.place, d.id) and (e.tried or e.due <= :now)
)
order by d.lane, d.place, d.id limit :rows;

-- name: outbox_next_due()$
select d.due from deliveries d
where d.state = 'waiting' and not exists (
    select 1 from deliveries e
    where e.state = 'waiting' and e.tried and e.chat = d.chat and e.lane = d.lane
        and (e.place, e.id) < (d.place, d.id)
)
order by d.due limit 1;

-- name: outbox_sent(id, revision, now, chat, message)$
update deliveries set
    sent_chat = coalesce(:chat, sent_chat), sent_message = coalesce(:message, sent_message),
    tried = tried and revision <> :revision,
    content = case when revision = :revision then null else content end,
    ended_at = case when revision = :revision then :now else ended_at end,
    state = case when revision = :revision then 'sent' else state end
where id = :id
returning id;

-- name: outbox_postpone(id, due, attempts, reason)$
update deliveries set due = :due, attempts = attempts + :attempts, tried = true, reason = :reason
where id = :id and state = 'waiting'
returning id;

-- name: outbox_dead(id, revision, reason, now)$
update deliveries set state = 'dead', content = null, reason = :reason, ended_at = :now
where id = :id and revision = :revision and state = 'waiting'
returning id;

-- name: outbox_waiting()$
select count(*) from deliveries where state = 'waiting';

-- name: outbox_purge(before, about_before)
delete from deliveries
where state <> 'waiting' and ended_at < :before and (about is null or ended_at < :about_before)
returning id;
