-- The lists of the staff group: cases that still wait for something, by their date, by who has them, by their number
create index appeals_open on appeals (due, id)
where state not in ('answered', 'closed', 'withdrawn', 'forwarded', 'returned', 'refused', 'not_considered');
create index appeals_in_hands on appeals (executor, due, id)
where executor is not null
and state not in ('answered', 'closed', 'withdrawn', 'forwarded', 'returned', 'refused', 'not_considered');
create index appeals_in_registry on appeals (registry_index) where registry_index <> '';
