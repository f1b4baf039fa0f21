-- name: fsm_standing(key)^
select state, data from fsm where key = :key;

-- name: fsm_stand(key, state, data, now)$
insert into fsm (key, state, data, at) values (:key, :state, :data, :now)
on conflict (key) do update set state = excluded.state, data = excluded.data, at = excluded.at
returning key;

-- name: fsm_end(key)$
delete from fsm where key = :key returning key;

-- name: fsm_in_form()
select key, state from fsm where state is not null order by key;

-- name: fsm_purge(before)
delete from fsm where at < :before returning key;

-- name: fsm_purge_form(form, before)
delete from fsm where state like :form and at < :before returning key;
