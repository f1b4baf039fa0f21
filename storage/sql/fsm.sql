-- name: fsm_state(key)$
select state from fsm where key = :key;

-- name: fsm_set_state(key, state, now)$
insert into fsm (key, state, at) values (:key, :state, :now)
on conflict (key) do update set state = excluded.state, at = excluded.at
returning key;

-- name: fsm_data(key)$
select data from fsm where key = :key;

-- name: fsm_set_data(key, data, now)$
insert into fsm (key, data, at) values (:key, :data, :now)
on conflict (key) do update set data = excluded.data, at = excluded.at
returning key;

-- name: fsm_in_form()
select key, state from fsm where state is not null order by key;

-- name: fsm_purge(before)
delete from fsm where at < :before returning key;

-- name: fsm_forget(key)$
delete from fsm where key = :key and state is null returning key;
