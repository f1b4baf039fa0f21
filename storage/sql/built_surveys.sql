-- name: built_survey_add(key, definition, author, position, made_at)$
insert into built_surveys (key, code, definition, state, author, position, made_at)
values (
    :key, 'b' || (select coalesce(max(id), 0) + 1 from built_surveys), :definition, 'waiting', :author, :position, :made_at
)
on conflict (key) do nothing
returning id;

-- name: built_survey(id)^
select * from built_surveys where id = :id;

-- name: built_survey_by_key(key)^
select * from built_surveys where key = :key;

-- name: built_survey_by_code(code)^
select * from built_surveys where code = :code;

-- name: built_survey_decide(id, old_state, state, decided_by, decided_position, decided_at)^
update built_surveys
set state = :state, decided_by = :decided_by, decided_position = :decided_position, decided_at = :decided_at
where id = :id and state = :old_state
returning *;

-- name: built_surveys_in(state, other)
select * from built_surveys where state in (:state, :other) order by id;

-- name: built_surveys_all(rows, skipped)
select * from built_surveys order by id desc limit :rows offset :skipped;
