-- The serial of an intake number with its last digit first: what was typed of a number begins it, so an index finds it
alter table appeals add column ending text not null default '';
update appeals set ending = substr(number, 14, 1) || substr(number, 13, 1) || substr(number, 12, 1)
    || substr(number, 11, 1) || substr(number, 10, 1) || substr(number, 9, 1);
create index appeals_ending on appeals (ending, id);
