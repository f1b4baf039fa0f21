-- name: consent_answer(resident, purpose, given, version, digest, given_at, now)$
insert into consents (resident, purpose, given, version, digest, given_at, answered_at)
values (:resident, :purpose, :given, :version, :digest, :given_at, :now)
on conflict (resident, purpose) do update set
    given = excluded.given, version = excluded.version, digest = excluded.digest,
    given_at = coalesce(excluded.given_at, consents.given_at), answered_at = excluded.answered_at
returning 1;

-- name: consents_of(resident)
select purpose, given, version, digest, given_at, answered_at from consents where resident = :resident order by purpose;

-- name: consents_count(purpose)$
select count(*) from consents c join residents r on r.id = c.resident
where c.purpose = :purpose and c.given and not r.blocked;

-- name: news_place(resident)$
select data from news_places where resident = :resident;

-- name: news_place_keep(resident, data)$
insert into news_places (resident, data) values (:resident, :data)
on conflict (resident) do update set data = excluded.data
returning 1;
