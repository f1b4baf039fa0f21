-- Times are milliseconds since 1970 UTC, dates are ISO texts, $bytes columns are sealed (storage/keys.py).

create table counters (
    name text primary key,
    n bigint not null
);

create table seals (
    key_id text primary key,
    proof $bytes not null
);

create table residents (
    id $identity,
    telegram_id bigint not null unique,
    locale text,
    identity $bytes,
    identity_at bigint,
    blocked boolean not null default false,
    first_seen bigint not null
);

create table notices_shown (
    resident bigint not null references residents (id),
    version text not null,
    digest text not null,
    shown_at bigint not null,
    primary key (resident, version, digest)
);

create table drafts (
    resident bigint not null references residents (id),
    form text not null,
    data $bytes not null,
    until bigint not null,
    primary key (resident, form)
);

create table fsm (
    key text primary key,
    state text,
    data $bytes,
    at bigint not null
);
create index fsm_in_form on fsm (key) where state is not null;

create table inbox (
    update_id bigint primary key,
    chat bigint not null,
    state text not null,
    payload $bytes,
    attempts integer not null default 0,
    next_at bigint not null,
    reason text not null default '',
    received_at bigint not null,
    ended_at bigint
);
create index inbox_waiting on inbox (chat, update_id) where state = 'waiting';
create index inbox_order on inbox (update_id) where state = 'waiting';
create index inbox_done on inbox (ended_at) where state = 'done';

create table appeals (
    id $identity,
    number text not null unique,
    draft text not null unique,
    kind text not null,
    state text not null,
    resident bigint not null references residents (id),
    category text not null,
    department text not null,
    district text not null,
    received_at bigint not null,
    due bigint not null,
    submission $bytes not null,
    executor bigint,
    registry_index text not null,
    registry_date text,
    listed boolean not null default false,
    version integer not null
);
create index appeals_listed on appeals (id) where listed;
create index appeals_of_resident on appeals (resident, id);
create index appeals_by_state on appeals (state, due);

create table case_messages (
    id $identity,
    appeal bigint not null references appeals (id),
    key text not null unique,
    direction text not null,
    kind text not null,
    state text not null,
    text $bytes not null,
    author bigint not null,
    at bigint not null,
    signatory text not null,
    outgoing_number text not null,
    outgoing_date text
);
create index case_messages_of_appeal on case_messages (appeal, id);

create table attachments (
    id $identity,
    draft text not null,
    key text not null,
    appeal bigint references appeals (id),
    message bigint references case_messages (id),
    kind text not null,
    name $bytes not null,
    mime text not null,
    size bigint not null,
    sha256 text not null,
    path text not null,
    added_at bigint not null,
    unique (draft, key)
);
create index attachments_of_appeal on attachments (appeal, id);
create index attachments_of_message on attachments (message, id);

create table events (
    id $identity,
    appeal bigint not null references appeals (id),
    key text not null,
    at bigint not null,
    actor text not null,
    action text not null,
    channel text not null,
    details $bytes,
    unique (appeal, key)
);
create index events_of_appeal on events (appeal, id);

create table deliveries (
    id $identity,
    key text not null unique,
    place bigint not null,
    chat bigint not null,
    lane integer not null,
    topic text,
    about text,
    content $bytes,
    state text not null,
    due bigint not null,
    tried boolean not null default false,
    attempts integer not null default 0,
    revision integer not null default 0,
    reason text not null default '',
    sent_chat bigint,
    sent_message bigint,
    ended_at bigint
);
create index deliveries_place on deliveries (place);
create index deliveries_waiting on deliveries (lane, place, id) where state = 'waiting';
create index deliveries_behind on deliveries (chat, lane, place, id) where state = 'waiting';
create index deliveries_due on deliveries (due) where state = 'waiting';
create index deliveries_sent on deliveries (sent_chat, sent_message) where about is not null;
create index deliveries_ended on deliveries (ended_at) where state <> 'waiting';

create table topics (
    name text not null,
    chat_id bigint not null,
    thread_id bigint,
    card_message_id bigint,
    primary key (name, chat_id)
);
create index topics_by_thread on topics (chat_id, thread_id);

create table roles (
    id $identity,
    telegram_id bigint not null,
    role text not null,
    scope text not null,
    position text not null,
    given_by bigint not null,
    given_at bigint not null,
    taken_by bigint,
    taken_at bigint
);
create unique index roles_in_force on roles (telegram_id, role, scope) where taken_at is null;

create table notes (
    name text primary key,
    value text not null,
    at bigint not null
);

create table jobs (
    id $identity,
    key text not null unique,
    name text not null,
    params $bytes,
    due bigint not null,
    leased_until bigint not null default 0,
    attempts integer not null default 0,
    done boolean not null default false
);
create index jobs_due on jobs (due) where not done;
