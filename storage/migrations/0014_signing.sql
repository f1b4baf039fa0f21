-- A one-time link to sign one petition: bound to a person, then to one browser. Its secrets are kept as hashes only
create table signing_links (
    digest text primary key,
    petition bigint not null references petitions (id),
    resident bigint not null references residents (id),
    expires_at bigint not null,
    step text not null,
    browser text not null default '',
    state text not null default '',
    person $bytes,
    commitment text not null default ''
);
create index signing_links_of_resident on signing_links (resident, petition);
create index signing_links_by_state on signing_links (state) where state <> '';

-- Which account has signed, as a keyed hash of that petition alone; it goes with the names
create table signing_accounts (
    petition bigint not null references petitions (id),
    account text not null,
    commitment text not null,
    primary key (petition, account)
);
