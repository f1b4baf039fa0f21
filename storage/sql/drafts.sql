-- name: draft_keep(resident, form, data, until)$
insert into drafts (resident, form, data, until) values (:resident, :form, :data, :until)
on conflict (resident, form) do update set data = excluded.data, until = excluded.until
returning form;

-- name: draft_take(resident, form)^
delete from drafts where resident = :resident and form = :form returning data, until;

-- name: draft_exists(resident, form, now)$
select count(*) from drafts where resident = :resident and form = :form and until > :now;

-- name: drafts_purge(now)
delete from drafts where until <= :now returning form;

-- name: drafts_kept(resident, now)
select form from drafts where resident = :resident and until > :now order by form;
