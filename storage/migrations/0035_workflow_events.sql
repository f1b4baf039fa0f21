-- What the document system told us by a signed call, each once. Nothing personal: the words stand with the case.
-- `digest` is of the body, so that another body under a known id is seen; `at` is when it happened there
create table workflow_events (
    id text primary key,
    digest text not null,
    appeal bigint not null references appeals (id),
    kind text not null,
    at bigint not null,
    result text not null,
    came_at bigint not null
);
create index workflow_events_of_appeal on workflow_events (appeal, kind, at);

-- Whether the file carries a signature of its own (a container, a detached one, a signed PDF); nobody has verified it
alter table attachments add column signed boolean not null default false;
