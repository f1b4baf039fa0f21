-- name: job_add(key, name, params, due)$
insert into jobs (key, name, params, due) values (:key, :name, :params, :due)
on conflict (key) do nothing
returning id;

-- name: jobs_take(now, until, rows)
-- The lease is asked twice: a second taker that waited for the row on PostgreSQL sees it held
update jobs set leased_until = :until
where not done and leased_until <= :now and id in (
    select j.id from jobs j
    where not j.done and j.due <= :now and j.leased_until <= :now
    order by j.due, j.id limit :rows
)
returning *;

-- name: job_done(id, lease)$
update jobs set done = true, params = null, leased_until = 0
where id = :id and leased_until = :lease and not done
returning id;

-- name: job_again(id, lease, due)$
update jobs set due = :due, leased_until = 0, attempts = attempts + 1
where id = :id and leased_until = :lease and not done
returning id;

-- name: jobs_free()
update jobs set leased_until = 0 where not done and leased_until > 0 returning id;

-- name: job_cancel(key)$
delete from jobs where key = :key and not done returning id;

-- name: jobs_purge(before)
delete from jobs where done and due < :before returning id;
