-- How many people came by each printed code, a day; who they were is not kept
create table arrivals (
    code text not null,
    day text not null,
    n bigint not null,
    primary key (code, day)
);

-- Secret links: to join a collective appeal, to tie an appeal entered by an officer to its author. Only a hash is kept
create table tokens (
    digest text primary key,
    kind text not null,
    about text not null,
    expires_at bigint not null,
    used_by bigint references residents (id)
);
create index tokens_expiry on tokens (expires_at);

-- An appeal that gathers people before it is handed over: the text they agree to, which edition of it, and the case
create table collectives (
    draft text primary key,
    resident bigint not null references residents (id),
    body $bytes not null,
    edition integer not null,
    appeal bigint references appeals (id),
    changed_at bigint not null
);
create index collectives_of_appeal on collectives (appeal) where appeal is not null;

create table coauthors (
    id $identity,
    draft text not null references collectives (draft),
    resident bigint not null references residents (id),
    person $bytes not null,
    edition integer not null,
    notify boolean not null default false,
    joined_at bigint not null,
    left_at bigint,
    unique (draft, resident)
);
create index coauthors_of_resident on coauthors (resident, id);
