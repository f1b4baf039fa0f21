-- name: report_add(programme, measure, period, state, told, department, author, position, files, submitted_at, remark)^
insert into progress_reports
    (programme, measure, period, state, told, department, author, position, files, submitted_at, remark, version)
values (
    :programme, :measure, :period, :state, :told, :department, :author, :position, :files, :submitted_at, :remark, 0
)
on conflict (measure, period) do nothing
returning *;

-- name: report_by_id(id)^
select * from progress_reports where id = :id;

-- name: report_of(measure, period)^
select * from progress_reports where measure = :measure and period = :period;

-- name: report_change(id, old_version, state, told, department, author, position, files, submitted_at, decided_at, published_at, remark)^
update progress_reports set
    state = :state,
    told = :told,
    department = :department,
    author = :author,
    position = :position,
    files = :files,
    submitted_at = :submitted_at,
    decided_at = :decided_at,
    published_at = :published_at,
    remark = :remark,
    version = version + 1
where id = :id and version = :old_version
returning *;

-- name: reports_of_measure(measure)
select * from progress_reports where measure = :measure order by id;

-- name: reports_of_programme(programme)
select * from progress_reports where programme = :programme order by measure, id;

-- name: reports_of_period(programme, period)
select * from progress_reports where programme = :programme and period = :period order by measure, id;

-- name: reports_in_state(state, rows, skipped)
select *, count(*) over () as total from progress_reports where state = :state
order by submitted_at, id limit :rows offset :skipped;

-- name: reports_published(after, until)
select * from progress_reports where published_at > :after and published_at <= :until order by published_at, id;

-- name: report_event_add(report, key, at, position, action, words)$
insert into progress_events (report, key, at, position, action, words)
values (:report, :key, :at, :position, :action, :words)
on conflict (report, key) do nothing
returning id;

-- name: report_events_of(report)
select * from progress_events where report = :report order by id;

-- name: round_said(programme, period, mark, at)$
insert into progress_rounds (programme, period, mark, at) values (:programme, :period, :mark, :at)
on conflict (programme, period, mark) do nothing
returning 1;

-- name: rounds_said(programme)
select period, mark from progress_rounds where programme = :programme order by period, mark;
