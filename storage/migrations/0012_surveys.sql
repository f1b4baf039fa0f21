-- Answers are apart from people: no row here has a time, ledger and answers lie in the order of random keys

create table hash_keys (
    name text primary key,
    value $bytes not null
);

create table survey_versions (
    survey text not null,
    version integer not null,
    fingerprint text not null,
    definition text not null,
    primary key (survey, version),
    unique (survey, fingerprint)
);

create table survey_profiles (
    resident bigint primary key references residents (id),
    data $bytes not null
);

create table survey_results (
    resident bigint not null references residents (id),
    survey text not null,
    month text not null,
    data $bytes not null,
    primary key (resident, survey, month)
);

create table survey_ledger (
    survey text not null,
    wave text not null,
    entry text not null,
    primary key (survey, wave, entry)
)$unordered;

create table survey_urns (
    key text primary key,
    survey text not null,
    version integer not null,
    wave text not null,
    subject text not null,
    variant text not null,
    channel text not null,
    data $bytes not null
)$unordered;

create table survey_answers (
    id text primary key,
    survey text not null,
    version integer not null,
    wave text not null,
    subject text not null,
    variant text not null,
    channel text not null,
    week text not null,
    data $bytes not null
)$unordered;
create index survey_answers_by_wave on survey_answers (survey, wave, subject);

create table survey_counts (
    survey text not null,
    wave text not null,
    name text not null,
    n bigint not null,
    primary key (survey, wave, name)
);
