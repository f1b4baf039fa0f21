-- Surveys that the council built in the bot. A definition is no personal data; who wrote it and who released it is duty
create table built_surveys (
    id $identity,
    key text not null unique,
    code text not null unique,
    definition text not null,
    state text not null,
    author bigint not null,
    position text not null,
    made_at bigint not null,
    decided_by bigint,
    decided_position text not null default '',
    decided_at bigint
);
create index built_surveys_in_state on built_surveys (state, id);
