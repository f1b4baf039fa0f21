-- name: campaign_add(key, kind, state, content, audience, reminders, author, created_at, starts_at)^
insert into campaigns (key, kind, state, content, audience, reminders, author, created_at, starts_at, version)
values (:key, :kind, :state, :content, :audience, :reminders, :author, :created_at, :starts_at, 1)
on conflict (key) do nothing
returning *;

-- name: campaign_by_key(key)^
select * from campaigns where key = :key;

-- name: campaign_by_id(id)^
select * from campaigns where id = :id;

-- name: campaign_change(id, state, version, now_state, confirmed_by, starts_at, ended_at)^
update campaigns set
    state = :now_state, confirmed_by = :confirmed_by, starts_at = :starts_at, ended_at = :ended_at, version = version + 1
where id = :id and state = :state and version = :version
returning *;

-- name: campaign_size(id, size)$
update campaigns set size = :size where id = :id returning 1;

-- name: campaigns_page(rows, skip)
select * from campaigns order by id desc limit :rows offset :skip;

-- name: campaigns_count()$
select count(*) from campaigns;

-- name: campaigns_in(state)
select * from campaigns where state = :state order by id;

-- name: campaigns_unmeasured()
select * from campaigns where size is null and state in ('draft', 'asked') order by id limit 5;

-- name: campaigns_to_forget(before)
select * from campaigns where not forgotten and ended_at is not null and ended_at < :before order by id limit 20;

-- name: campaign_forget(id)$
update campaigns set forgotten = true where id = :id returning 1;

-- name: campaign_recipients_forget(id, rows)
delete from campaign_recipients where campaign = :id and resident in (
    select resident from campaign_recipients where campaign = :id limit :rows
)
returning 1;

-- name: campaign_wave_add(campaign, number, due)$
insert into campaign_waves (campaign, number, due) values (:campaign, :number, :due)
on conflict (campaign, number) do nothing
returning 1;

-- name: campaign_waves_of(campaign)
select * from campaign_waves where campaign = :campaign order by number;

-- name: campaign_wave_move(campaign, number, cursor, scanned)$
update campaign_waves set cursor = :cursor, scanned = :scanned where campaign = :campaign and number = :number
returning 1;

-- name: campaign_wave_end(campaign, number)$
update campaign_waves set ended = true where campaign = :campaign and number = :number returning 1;

-- name: campaign_candidates(after, purpose, rows)
-- Nobody who blocked the bot, nobody without Telegram; with an empty purpose also those who agreed to nothing
select r.id, r.telegram_id, r.locale, r.seen_month, r.identity, n.data as place, p.data as profile from residents r
left join news_places n on n.resident = r.id
left join consents t on t.resident = r.id and t.purpose = 'traits' and t.given
left join survey_profiles p on p.resident = r.id and (t.resident is not null or :purpose = '')
where r.id > :after and not r.blocked and r.telegram_id > 0 and (:purpose = '' or exists (
    select 1 from consents c where c.resident = r.id and c.purpose = :purpose and c.given
))
order by r.id limit :rows;

-- name: campaign_follows(first, last)
select resident, target from follows where resident >= :first and resident <= :last;

-- name: campaign_agrees(resident, purpose)$
select 1 from consents where resident = :resident and purpose = :purpose and given;

-- name: campaign_busy(key, since)$
select 1 from fsm where key = :key and state is not null and at > :since;

-- name: campaign_had(resident, day)$
select coalesce(sum(n), 0) from campaign_days where resident = :resident and day > :day;

-- name: campaign_day_add(resident, day)$
insert into campaign_days (resident, day, n) values (:resident, :day, 1)
on conflict (resident, day) do update set n = campaign_days.n + 1
returning n;

-- name: campaign_days_purge(before)
delete from campaign_days where day < :before returning 1;

-- name: campaign_enlist(campaign, wave, resident, state, due)$
insert into campaign_recipients (campaign, wave, resident, state, due)
values (:campaign, :wave, :resident, :state, :due)
on conflict (campaign, wave, resident) do nothing
returning 1;

-- name: campaign_recipient(campaign, wave, resident)^
select state, opened from campaign_recipients where campaign = :campaign and wave = :wave and resident = :resident;

-- name: campaign_later(campaign, wave, now, rows)
select r.id, r.telegram_id, r.locale from campaign_recipients c join residents r on r.id = c.resident
where c.campaign = :campaign and c.wave = :wave and c.state = 'later' and c.due <= :now and not r.blocked
order by c.due, r.id limit :rows;

-- name: campaign_mark(campaign, wave, resident, old, new, due)$
update campaign_recipients set state = :new, due = :due
where campaign = :campaign and wave = :wave and resident = :resident and state = :old
returning 1;

-- name: campaign_hold(campaign)
-- What waits in the outbox comes back into the list of those who are still to get it
update campaign_recipients set state = 'later', due = 0
where campaign = :campaign and state = 'queued'
returning wave, resident;

-- name: campaign_unqueue(key)$
delete from deliveries where key = :key and state = 'waiting' returning 1;

-- name: campaign_waiting(campaign, wave)$
select count(*) from campaign_recipients where campaign = :campaign and wave = :wave and state in ('queued', 'handed');

-- name: campaign_left(campaign, wave)$
select count(*) from campaign_recipients c join residents r on r.id = c.resident
where c.campaign = :campaign and c.wave = :wave and c.state = 'later' and not r.blocked;

-- name: campaign_open(campaign, wave, resident)$
update campaign_recipients set opened = true
where campaign = :campaign and wave = :wave and resident = :resident and not opened
returning 1;

-- name: campaign_count(campaign, wave, name)$
insert into campaign_counts (campaign, wave, name, n) values (:campaign, :wave, :name, 1)
on conflict (campaign, wave, name) do update set n = campaign_counts.n + 1
returning n;

-- name: campaign_counts_of(campaign)
select wave, name, n from campaign_counts where campaign = :campaign order by wave, name;
