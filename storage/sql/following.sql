-- name: follow_add(resident, target, now)$
insert into follows (resident, target, since) values (:resident, :target, :now)
on conflict (resident, target) do nothing
returning 1;

-- name: follow_drop(resident, target)$
delete from follows where resident = :resident and target = :target returning 1;

-- name: follows_drop(resident)
delete from follows where resident = :resident returning target;

-- name: follows_of(resident)
select target from follows where resident = :resident order by since, target;

-- name: followers_of(target)
select r.id, r.telegram_id from follows f
join residents r on r.id = f.resident
where f.target = :target and not r.blocked
order by r.id;

-- name: followers_count(target)$
select count(*) from follows where target = :target;
