-- name: number_next(name)$
insert into counters (name, n) values (:name, 1)
on conflict (name) do update set n = counters.n + 1
returning n;

-- name: appeal_add(number, draft, kind, state, resident, category, department, district, received_at, due, submission, executor, registry_index, registry_date, listed, term, repeats, version, ending)^
insert into appeals (
    number, draft, kind, state, resident, category, department, district, received_at, due,
    submission, executor, registry_index, registry_date, listed, term, repeats, version, ending
) values (
    :number, :draft, :kind, :state, :resident, :category, :department, :district, :received_at, :due,
    :submission, :executor, :registry_index, :registry_date, :listed, :term, :repeats, :version, :ending
)
on conflict (draft) do nothing
returning *;

-- name: appeal_by_id(id)^
select * from appeals where id = :id;

-- name: appeal_by_draft(draft)^
select * from appeals where draft = :draft;

-- name: appeal_by_number(number)^
select * from appeals where number = :number;

-- name: appeal_first_of(id)$
select repeats from appeals where id = :id;

-- name: appeal_latest_of(first)$
select max(id) from appeals where repeats = :first;

-- name: appeals_of_resident(resident, rows, skipped)
select * from appeals where resident = :resident order by id desc limit :rows offset :skipped;

-- name: appeals_count_of(resident)$
select count(*) from appeals where resident = :resident;

-- name: appeals_listed(rows)
select * from appeals where listed order by id limit :rows;

-- name: appeals_listed_count()$
select count(*) from appeals where listed;

-- name: appeals_waiting(rows, skipped)
-- The states are those of the index appeals_open, letter by letter, or it is not used
select appeals.*, count(*) over () as total from appeals
where (executor is null or not exists (
    select 1 from roles r where r.telegram_id = appeals.executor and r.taken_at is null
))
and state not in ('answered', 'closed', 'withdrawn', 'forwarded', 'returned', 'refused', 'not_considered')
order by due, id limit :rows offset :skipped;

-- name: appeals_in_hands(executor, rows, skipped)
select appeals.*, count(*) over () as total from appeals
where executor = :executor
and state not in ('answered', 'closed', 'withdrawn', 'forwarded', 'returned', 'refused', 'not_considered')
order by due, id limit :rows offset :skipped;

-- name: appeals_overdue(now, rows, skipped)
select appeals.*, count(*) over () as total from appeals
where due < :now
and state not in ('answered', 'closed', 'withdrawn', 'forwarded', 'returned', 'refused', 'not_considered')
order by due, id limit :rows offset :skipped;

-- name: appeals_waiting_within(every, departments, districts, categories, rows, skipped)
select appeals.*, count(*) over () as total from appeals
where (executor is null or not exists (
    select 1 from roles r where r.telegram_id = appeals.executor and r.taken_at is null
))
and state not in ('answered', 'closed', 'withdrawn', 'forwarded', 'returned', 'refused', 'not_considered')
and kind <> 'complaint' and (
    :every = 1
    or replace(:departments, ',' || department || ',', '') <> :departments
    or replace(:districts, ',' || district || ',', '') <> :districts
    or replace(:categories, ',' || category || ',', '') <> :categories
)
order by due, id limit :rows offset :skipped;

-- name: appeals_overdue_within(now, every, departments, districts, categories, rows, skipped)
select appeals.*, count(*) over () as total from appeals
where due < :now
and state not in ('answered', 'closed', 'withdrawn', 'forwarded', 'returned', 'refused', 'not_considered')
and kind <> 'complaint' and (
    :every = 1
    or replace(:departments, ',' || department || ',', '') <> :departments
    or replace(:districts, ',' || district || ',', '') <> :districts
    or replace(:categories, ',' || category || ',', '') <> :categories
)
order by due, id limit :rows offset :skipped;

-- name: appeals_found(ending, number, ending_from, ending_to, entry, upper_entry, lower_entry, most, rows)
-- Three searches of which each has its index and an end, however many cases there are.
-- SQLite folds no Cyrillic letters, so the entry comes in three spellings
select appeals.*, count(*) over () as total from appeals
where id in (
    select * from (
        select a.id from appeals a where a.ending = :ending and a.number like :number order by a.id desc limit :most
    ) as the_serial
    union
    select * from (
        select a.id from appeals a where a.ending >= :ending_from and a.ending < :ending_to order by a.ending limit :most
    ) as the_last_digits
    union
    select * from (
        select a.id from appeals a
        where a.registry_index <> '' and a.registry_index in (:entry, :upper_entry, :lower_entry)
        order by a.id desc limit :most
    ) as the_registry
)
order by case when number not like :number then 2 when repeats is null then 0 else 1 end, id desc limit :rows;

-- name: appeal_change(id, old_state, old_version, kind, state, category, department, district, received_at, due, submission, executor, registry_index, registry_date, listed, term)^
update appeals set
    kind = :kind, state = :state, category = :category, department = :department, district = :district,
    received_at = :received_at, due = :due, submission = :submission, executor = :executor,
    registry_index = :registry_index, registry_date = :registry_date, listed = :listed, term = :term, version = version + 1
where id = :id and state = :old_state and version = :old_version
returning *;

-- name: appeal_bind(id, absent, resident)$
update appeals set resident = :resident, version = version + 1 where id = :id and resident = :absent returning id;

-- name: message_add(appeal, key, direction, kind, state, text, author, at, signatory, outgoing_number, outgoing_date)^
insert into case_messages (
    appeal, key, direction, kind, state, text, author, at, signatory, outgoing_number, outgoing_date
) values (
    :appeal, :key, :direction, :kind, :state, :text, :author, :at, :signatory, :outgoing_number, :outgoing_date
)
on conflict (key) do nothing
returning *;

-- name: message_by_id(id)^
select * from case_messages where id = :id;

-- name: message_by_key(key)^
select * from case_messages where key = :key;

-- name: messages_of(appeal)
select * from case_messages where appeal = :appeal order by id;

-- name: message_change(id, old_state, kind, state, text, at, signatory, outgoing_number, outgoing_date)^
update case_messages set
    kind = :kind, state = :state, text = :text, at = :at,
    signatory = :signatory, outgoing_number = :outgoing_number, outgoing_date = :outgoing_date
where id = :id and state = :old_state
returning *;

-- name: event_add(appeal, key, at, actor, action, channel, details)$
insert into events (appeal, key, at, actor, action, channel, details)
values (:appeal, :key, :at, :actor, :action, :channel, :details)
on conflict (appeal, key) do nothing
returning id;

-- name: events_of(appeal)
select * from events where appeal = :appeal order by id;

-- name: appeals_counts()^
select
    (select count(*) from appeals) as appeals,
    (select count(*) from case_messages) as case_messages,
    (select count(*) from events) as events;
