-- name: opinion_add(key, measure, resident, district, state, text, reason, said_at)^
insert into opinions (key, measure, resident, district, state, text, reason, said_at)
values (:key, :measure, :resident, :district, :state, :text, :reason, :said_at)
on conflict (key) do nothing
returning *;

-- name: opinion_by_key(key)^
select * from opinions where key = :key;

-- name: opinion_by_id(id)^
select * from opinions where id = :id;

-- name: opinion_decide(id, old_state, old_reason, state, reason, decided_by, decided_at)^
update opinions set state = :state, reason = :reason, decided_by = :decided_by, decided_at = :decided_at
where id = :id and state = :old_state and reason = :old_reason
returning *;

-- name: opinions_shown(measure, district, rows, skipped)
select * from opinions
where measure = :measure and state = 'shown' and (district = :district or :district = '')
order by id desc limit :rows offset :skipped;

-- name: opinions_shown_count(measure, district)$
select count(*) from opinions
where measure = :measure and state = 'shown' and (district = :district or :district = '');

-- name: opinions_of_resident(resident)
select * from opinions where resident = :resident order by id;

-- name: opinions_of_resident_drop(resident)
delete from opinions where resident = :resident returning key;

-- name: opinions_count_of(resident)$
select count(*) from opinions where resident = :resident;

-- name: measure_case_add(appeal, measure)$
insert into measure_cases (appeal, measure) values (:appeal, :measure)
on conflict (appeal) do nothing
returning 1;

-- name: measure_case_by_appeal(appeal)^
select * from measure_cases where appeal = :appeal;

-- name: measure_case_reply(appeal, reply, by, now)$
update measure_cases set reply = :reply, replied_by = :by, replied_at = :now where appeal = :appeal returning 1;

-- name: measure_replies(measure, rows, skipped)
select * from measure_cases where measure = :measure and reply <> ''
order by replied_at desc, appeal limit :rows offset :skipped;

-- name: measure_cases_counts(measure)
select
    a.kind,
    count(*) as total,
    sum(case when a.state in ('answer_shown', 'answered', 'closed') then 1 else 0 end) as answered
from measure_cases m
join appeals a on a.id = m.appeal
where m.measure = :measure and a.state <> 'withdrawn'
group by a.kind
order by a.kind;
