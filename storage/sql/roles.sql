-- name: roles_of(telegram_id)
select * from roles where telegram_id = :telegram_id and taken_at is null order by id;

-- name: role_give(telegram_id, role, scope, position, given_by, now)^
insert into roles (telegram_id, role, scope, position, given_by, given_at)
values (:telegram_id, :role, :scope, :position, :given_by, :now)
on conflict (telegram_id, role, scope) where taken_at is null do nothing
returning *;

-- name: role_in_force(telegram_id, role, scope)^
select * from roles where telegram_id = :telegram_id and role = :role and scope = :scope and taken_at is null;

-- name: role_take(id, taken_by, now)$
update roles set taken_by = :taken_by, taken_at = :now where id = :id and taken_at is null returning id;

-- name: roles_all()
select * from roles where taken_at is null order by id;
