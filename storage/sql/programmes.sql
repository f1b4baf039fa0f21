-- name: programme_add(programme, document, sha256, origin, decision, decided_on, reason, author, now)^
-- Two replicas that start together both see the new file: the second changes nothing
insert into programme_versions
    (programme, number, document, sha256, origin, decision, decided_on, reason, author, made_at)
select cast(:programme as text), coalesce(max(number), 0) + 1, cast(:document as text), cast(:sha256 as text),
    cast(:origin as text), cast(:decision as text), cast(:decided_on as text), cast(:reason as text),
    cast(:author as text), cast(:now as bigint)
from programme_versions where programme = cast(:programme as text)
on conflict (programme, number) do nothing
returning *;

-- name: programmes_in_force()
select id, programme, number, sha256, origin, decision, decided_on, reason, author, made_at
from programme_versions
where id in (select max(v.id) from programme_versions v group by v.programme) and sha256 <> ''
order by programme;

-- name: programme_versions(programme)
select id, programme, number, sha256, origin, decision, decided_on, reason, author, made_at
from programme_versions where programme = :programme order by number;

-- name: programme_document(sha256)$
select document from programme_versions where sha256 = :sha256 limit 1;

-- name: programme_last_of_content(programme)$
select sha256 from programme_versions
where programme = :programme and origin = 'content'
order by number desc limit 1;

-- name: programmes_sign()^
-- Each change of a report raises its version, so the sum grows with every one
select
    (select count(*) from programme_versions) as versions,
    (select count(*) from progress_reports) as reports,
    (select coalesce(sum(version), 0) from progress_reports) as changes;
