-- name: workflow_event(id)^
select * from workflow_events where id = :id;

-- name: workflow_event_add(id, digest, appeal, kind, at, result, now)$
insert into workflow_events (id, digest, appeal, kind, at, result, came_at)
values (:id, :digest, :appeal, :kind, :at, :result, :now)
on conflict (id) do nothing
returning id;

-- name: workflow_event_newest(appeal, kind)$
select max(at) from workflow_events where appeal = :appeal and kind = :kind;
