-- An appeal repeated since its answer did not solve the matter: `repeats` names the first of the line
alter table appeals add column repeats bigint references appeals (id);
create index appeals_repeats on appeals (repeats, id) where repeats is not null;
