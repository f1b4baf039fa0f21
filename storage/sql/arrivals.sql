-- name: arrival_add(code, day)$
insert into arrivals (code, day, n) values (:code, :day, 1)
on conflict (code, day) do update set n = arrivals.n + 1
returning n;

-- name: arrivals_between(first, last)
select code, day, n from arrivals where day >= :first and day <= :last order by code, day;

-- name: arrivals_by_code(code)$
select coalesce(sum(n), 0) from arrivals where code = :code;
