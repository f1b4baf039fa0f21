-- name: collective_keep(draft, resident, body, edition, now)^
insert into collectives (draft, resident, body, edition, changed_at)
values (:draft, :resident, :body, :edition, :now)
on conflict (draft) do update set body = excluded.body, edition = excluded.edition, changed_at = excluded.changed_at
returning *;

-- name: collective_by_draft(draft)^
select * from collectives where draft = :draft;

-- name: collective_of_appeal(appeal)^
select * from collectives where appeal = :appeal;

-- name: collective_submitted(draft, appeal)$
update collectives set appeal = :appeal where draft = :draft returning draft;

-- name: coauthor_keep(draft, resident, person, edition, now)^
insert into coauthors (draft, resident, person, edition, joined_at)
values (:draft, :resident, :person, :edition, :now)
on conflict (draft, resident) do update set person = excluded.person, edition = excluded.edition, left_at = null
returning *;

-- name: coauthors_of(draft)
select * from coauthors where draft = :draft and left_at is null order by id;

-- name: coauthor_of(draft, resident)^
select * from coauthors where draft = :draft and resident = :resident and left_at is null;

-- name: coauthor_leave(draft, resident, person, now)$
update coauthors set left_at = :now, person = :person
where draft = :draft and resident = :resident and left_at is null
returning id;

-- name: coauthor_notify(draft, resident, notify)$
update coauthors set notify = :notify where draft = :draft and resident = :resident and left_at is null returning id;

-- name: collectives_joined(resident)
select collectives.draft, collectives.appeal from coauthors
join collectives on collectives.draft = coauthors.draft
where coauthors.resident = :resident and coauthors.left_at is null
order by coauthors.id desc;

-- name: coauthors_purge(before)
delete from coauthors where draft in (select draft from collectives where appeal is null and changed_at <= :before)
returning id;

-- name: collectives_purge(before)
delete from collectives where appeal is null and changed_at <= :before
returning draft;

-- name: coauthors_drop_of(resident)
delete from coauthors
where draft in (select draft from collectives where resident = :resident and appeal is null)
or (resident = :resident and left_at is not null)
returning id;

-- name: collectives_drop_of(resident)
delete from collectives where resident = :resident and appeal is null
returning draft;
