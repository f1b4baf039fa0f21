-- name: migrations_newest()$
select max(version) from migrations;
