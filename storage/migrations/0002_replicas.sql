-- Several replicas share the rows: who holds a row, and until when (0: nobody).

alter table inbox add column leased_by text not null default '';
alter table inbox add column leased_until bigint not null default 0;
create index inbox_leased on inbox (chat) where state = 'waiting' and leased_until > 0;

alter table deliveries add column leased_by text not null default '';
alter table deliveries add column leased_until bigint not null default 0;
create index deliveries_leased on deliveries (chat) where state = 'waiting' and leased_until > 0;
