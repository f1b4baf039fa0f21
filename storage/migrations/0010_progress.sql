-- What bodies report on measures, who follows the programme, what people say of it. Money and words stand in JSON
create table progress_reports (
    id $identity,
    programme text not null,
    measure text not null,
    period text not null,
    state text not null,
    told text not null,
    department text not null,
    author bigint not null,
    position text not null,
    files text not null,
    submitted_at bigint not null,
    decided_at bigint,
    published_at bigint,
    remark text not null,
    version integer not null,
    unique (measure, period)
);
create index progress_reports_of_programme on progress_reports (programme, period);
create index progress_reports_in_state on progress_reports (state, submitted_at);
create index progress_reports_published on progress_reports (published_at) where published_at is not null;

create table progress_events (
    id $identity,
    report bigint not null references progress_reports (id),
    key text not null,
    at bigint not null,
    position text not null,
    action text not null,
    words text not null,
    unique (report, key)
);

-- Every word of a reporting round that was said, so that none is said twice, also years later
create table progress_rounds (
    programme text not null,
    period text not null,
    mark text not null,
    at bigint not null,
    primary key (programme, period, mark)
);

create table follows (
    resident bigint not null references residents (id),
    target text not null,
    since bigint not null,
    primary key (resident, target)
);
create index follows_by_target on follows (target);

create table opinions (
    id $identity,
    key text not null unique,
    measure text not null,
    resident bigint not null references residents (id),
    district text not null,
    state text not null,
    text $bytes not null,
    reason text not null,
    said_at bigint not null,
    decided_by bigint,
    decided_at bigint
);
create index opinions_of_measure on opinions (measure, state, id);
create index opinions_of_resident on opinions (resident, id);

-- A question or a proposal on a measure is an ordinary case; reply is what the council chose to show of its answer
create table measure_cases (
    appeal bigint primary key references appeals (id),
    measure text not null,
    reply text not null default '',
    replied_by bigint,
    replied_at bigint
);
create index measure_cases_of_measure on measure_cases (measure, appeal);

-- Files of reports and of shown opinions belong to no case and stay
alter table attachments add column kept boolean not null default false;
