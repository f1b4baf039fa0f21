-- name: handover_add(key, connector, matter, appeal, message, day, now)$
insert into handovers (key, connector, matter, appeal, message, day, state, since, due, added_at)
values (:key, :connector, :matter, :appeal, :message, :day, 'queued', :now, :now, :now)
on conflict (key) do nothing
returning id;

-- name: handover(id)^
select * from handovers where id = :id;

-- name: handovers_of_appeal(appeal)
select * from handovers where appeal = :appeal order by id;

-- name: handovers_take(connector, now, until, rows)
-- What is added to a case never overtakes the case itself. The lease is asked twice: see mails_take
update handovers set leased_until = :until
where state in ('queued', 'failed') and leased_until <= :now and id in (
    select h.id from handovers h
    where h.connector = :connector and h.state in ('queued', 'failed') and h.due <= :now and h.leased_until <= :now
        and not exists (
            select 1 from handovers e
            where e.appeal = h.appeal and e.connector = h.connector and e.id < h.id and e.state in ('queued', 'failed')
        )
    order by h.due, h.id limit :rows
)
returning *;

-- name: handover_move(id, was, state, since, due, attempts, reason, sent_at)$
update handovers set state = :state, since = :since, due = :due, attempts = :attempts, reason = :reason,
    sent_at = :sent_at, leased_until = 0
where id = :id and state = :was
returning id;

-- name: handovers_free()
update handovers set leased_until = 0 where state in ('queued', 'failed') and leased_until > 0 returning id;

-- name: handovers_waiting()
select connector, count(*) as rows_waiting, min(since) as since from handovers
where state in ('queued', 'failed') group by connector order by connector;

-- name: handovers_stuck(before, rows)
select * from handovers where state in ('queued', 'failed') and since <= :before order by since, id limit :rows;

-- name: handovers_stuck_count(before)$
select count(*) from handovers where state in ('queued', 'failed') and since <= :before;

-- name: handovers_unnumbered(before, rows)
-- Of cases that are still open: what ended without a number needs none any more. A case that went two ways is one
select h.* from handovers h join appeals a on a.id = h.appeal
where h.state = 'sent' and h.matter = 'case' and h.sent_at <= :before and a.registry_index = ''
    and a.state in ('submitted', 'accepted', 'in_progress', 'clarification', 'extended', 'deferred', 'answer_shown')
    and not exists (
        select 1 from handovers e
        where e.appeal = h.appeal and e.matter = 'case' and e.state = 'sent' and e.sent_at <= :before and e.id < h.id
    )
order by h.sent_at, h.id limit :rows;

-- name: handovers_unnumbered_count(before)$
select count(distinct h.appeal) from handovers h join appeals a on a.id = h.appeal
where h.state = 'sent' and h.matter = 'case' and h.sent_at <= :before and a.registry_index = ''
    and a.state in ('submitted', 'accepted', 'in_progress', 'clarification', 'extended', 'deferred', 'answer_shown');

-- name: handovers_received(since, until)
select id from appeals where received_at >= :since and received_at < :until order by received_at, id;

-- name: handovers_by_state()
select connector, state, count(*) as rows_there from handovers group by connector, state order by connector, state;

-- name: handovers_told(rows)
select h.key, h.appeal, a.draft, a.number from handovers h join appeals a on a.id = h.appeal
order by h.id desc limit :rows;
