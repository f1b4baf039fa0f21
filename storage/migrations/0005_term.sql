-- A case whose term is not the one of its kind: the key of the term, or that a decision named the date
alter table appeals add column term text not null default '';
