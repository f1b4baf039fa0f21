-- name: note_get(name)$
select value from notes where name = :name;

-- name: note_put(name, value, now)$
insert into notes (name, value, at) values (:name, :value, :now)
on conflict (name) do update set value = excluded.value, at = excluded.at
returning name;

-- name: note_drop(name)$
delete from notes where name = :name returning name;
