-- name: caller(account, standing, chat, group, note, now)
-- A row for each role in force, one where there is none
select
    w.note, p.id, p.telegram_id, p.locale, p.identity, p.blocked, p.first_seen, p.seen_month, f.state, f.data,
    r.id as role_id, r.role, r.scope, r.position, r.given_by, r.given_at,
    exists (
        select 1 from deliveries d
        where d.chat in (w.chat, cast(:group as bigint)) and d.state = 'waiting' and d.due > :now
    ) as delayed
from (
    select
        cast(:account as bigint) as account, cast(:chat as bigint) as chat,
        (select n.value from notes n where n.name = :note) as note
) w
left join residents p on p.telegram_id = w.account
left join fsm f on f.key = :standing
left join roles r on r.telegram_id = w.account and r.taken_at is null
order by r.id;
