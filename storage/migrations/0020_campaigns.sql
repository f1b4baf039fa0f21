-- Consents by purpose, and messages to many people. Who received one is kept only until a week after its end

alter table residents add column seen_month text not null default '';

create table consents (
    resident bigint not null references residents (id),
    purpose text not null,
    given boolean not null,
    version text not null,
    digest text not null,
    given_at bigint,
    answered_at bigint not null,
    primary key (resident, purpose)
);
create index consents_given on consents (purpose, resident) where given;

-- Whose news a person wants: told for this purpose only
create table news_places (
    resident bigint primary key references residents (id),
    data $bytes not null
);

create table campaigns (
    id $identity,
    key text not null unique,
    kind text not null,
    state text not null,
    content text not null,
    audience text not null,
    reminders text not null,
    author bigint not null,
    confirmed_by bigint,
    size bigint,
    created_at bigint not null,
    starts_at bigint not null,
    ended_at bigint,
    forgotten boolean not null default false,
    version integer not null
);
create index campaigns_open on campaigns (state, starts_at);

create table campaign_waves (
    campaign bigint not null references campaigns (id),
    number integer not null,
    due bigint not null,
    cursor bigint not null default 0,
    scanned boolean not null default false,
    ended boolean not null default false,
    primary key (campaign, number)
);

-- state: queued, handed, later, and then an outcome
create table campaign_recipients (
    campaign bigint not null references campaigns (id),
    wave integer not null,
    resident bigint not null references residents (id),
    state text not null,
    due bigint not null default 0,
    opened boolean not null default false,
    primary key (campaign, wave, resident)
);
create index campaign_recipients_later on campaign_recipients (campaign, wave, due) where state = 'later';
create index campaign_recipients_open on campaign_recipients (campaign, wave) where state in ('queued', 'handed');
create index campaign_recipients_of on campaign_recipients (resident);

create table campaign_counts (
    campaign bigint not null references campaigns (id),
    wave integer not null,
    name text not null,
    n bigint not null,
    primary key (campaign, wave, name)
);

-- How many campaign messages a person had on a day, of whatever campaign: for the cap of a week
create table campaign_days (
    resident bigint not null references residents (id),
    day text not null,
    n integer not null,
    primary key (resident, day)
);
create index campaign_days_old on campaign_days (day);
