-- name: resident_by_telegram(telegram_id)^
select * from residents where telegram_id = :telegram_id;

-- name: resident_by_id(id)^
select * from residents where id = :id;

-- name: resident_add(telegram_id, locale, now)^
insert into residents (telegram_id, locale, first_seen) values (:telegram_id, :locale, :now)
on conflict (telegram_id) do nothing
returning *;

-- name: resident_speak(id, locale)$
update residents set locale = :locale where id = :id returning id;

-- name: resident_keep_identity(id, identity, now)$
update residents set identity = :identity, identity_at = :now where id = :id returning id;

-- name: resident_mark_blocked(telegram_id, blocked)$
update residents set blocked = :blocked where telegram_id = :telegram_id returning id;

-- name: resident_seen(id, month)$
update residents set seen_month = :month where id = :id and seen_month < :month returning id;

-- name: notice_shown(resident, version, digest, now)$
insert into notices_shown (resident, version, digest, shown_at) values (:resident, :version, :digest, :now)
on conflict (resident, version, digest) do nothing
returning resident;

-- name: notices_of(resident)
select version, digest, shown_at from notices_shown where resident = :resident order by shown_at, version;

-- name: residents_with_open_cases()
select distinct residents.telegram_id from residents
join appeals on appeals.resident = residents.id
where residents.blocked = false
and appeals.state not in ('closed', 'withdrawn', 'forwarded', 'returned', 'refused', 'not_considered', 'answered')
order by residents.telegram_id;

-- name: resident_absent(telegram_id, now)^
insert into residents (telegram_id, first_seen, blocked) values (:telegram_id, :now, true) returning *;

-- name: consents_forget(resident)
delete from notices_shown where resident = :resident returning 1;

-- name: consents_drop(resident)
delete from consents where resident = :resident returning 1;

-- name: news_places_drop(resident)
delete from news_places where resident = :resident returning 1;

-- name: campaign_recipients_drop(resident)
delete from campaign_recipients where resident = :resident returning 1;

-- name: campaign_days_drop(resident)
delete from campaign_days where resident = :resident returning 1;

-- name: petition_follows_forget(resident)
delete from petition_followers where resident = :resident returning 1;

-- name: signing_links_forget(resident)
delete from signing_links where resident = :resident returning 1;

-- name: resident_forget(id)$
update residents set identity = null, identity_at = null where id = :id returning id;

-- name: resident_drop(id)$
-- Only where nothing that the law keeps needs the person
delete from residents where id = :id
and not exists (select 1 from appeals a where a.resident = residents.id)
and not exists (select 1 from collectives c where c.resident = residents.id)
and not exists (select 1 from coauthors j where j.resident = residents.id)
and not exists (select 1 from tokens t where t.used_by = residents.id)
and not exists (select 1 from drafts d where d.resident = residents.id)
and not exists (select 1 from opinions o where o.resident = residents.id)
and not exists (select 1 from petitions p where p.author = residents.id)
and not exists (select 1 from survey_profiles f where f.resident = residents.id)
and not exists (select 1 from survey_results v where v.resident = residents.id)
returning id;
