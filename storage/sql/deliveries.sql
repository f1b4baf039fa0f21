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
update deliveries set state = 'cancelled', content = null, ended_at = due, leased_until = 0
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

-- name: delivery_sent_as(key, chat)$
select sent_message from deliveries where key = :key and chat = :chat;

-- name: outbox_due(now, replica, rows)
-- Behind a row that is due or was tried wait the later ones of its chat and lane; to a chat one replica speaks at a time
select * from deliveries d
where d.state = 'waiting' and d.due <= :now and not exists (
    select 1 from deliveries e
    where e.state = 'waiting' and e.chat = d.chat and e.lane = d.lane
        and (e.place, e.id) < (d.place, d.id) and (e.tried or e.due <= :now)
) and not exists (
    select 1 from deliveries l
    where l.state = 'waiting' and l.leased_until > 0 and l.chat = d.chat
        and l.leased_until > :now and l.leased_by <> :replica
)
order by d.lane, d.place, d.id limit :rows;

-- name: outbox_take(ids, now, until, replica)
-- PostgreSQL only, as of migration 0036. What was read may be old by now: what makes a row due is asked again
select * from take_letters(:ids, :now, :until, :replica) order by lane, place, id;

-- name: outbox_lease(replica, until)
update deliveries set leased_until = :until
where state = 'waiting' and leased_until > 0 and leased_by = :replica
returning id;

-- name: outbox_overdue(group)$
select min(due) from deliveries where state = 'waiting' and not tried and chat <> :group;

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
    tried = tried and revision <> :revision, leased_until = 0,
    content = case when revision = :revision then null else content end,
    ended_at = case when revision = :revision then :now else ended_at end,
    state = case when revision = :revision then 'sent' else state end
where id = :id
returning id;

-- name: outbox_erase(id, revision)$
delete from deliveries where id = :id and revision = :revision returning id;

-- name: outbox_postpone(id, holder, due, attempts, reason)$
-- Not by a replica whose lease ran out and which another one has taken over from
update deliveries set due = :due, attempts = attempts + :attempts, tried = true, reason = :reason, leased_until = 0
where id = :id and state = 'waiting' and leased_by = :holder
returning id;

-- name: outbox_dead(id, revision, reason, now)$
update deliveries set state = 'dead', content = null, reason = :reason, ended_at = :now, leased_until = 0
where id = :id and revision = :revision and state = 'waiting'
returning id;

-- name: outbox_waiting()$
select count(*) from deliveries where state = 'waiting';

-- name: outbox_purge(before, about_before)
delete from deliveries
where state <> 'waiting' and ended_at < :before and (about is null or ended_at < :about_before)
returning id;

-- name: outbox_listed(rows)
select chat, lane, due, attempts from deliveries where state = 'waiting' order by due, id limit :rows;
