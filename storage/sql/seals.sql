-- name: seal_add(key_id, proof)$
insert into seals (key_id, proof) values (:key_id, :proof) on conflict (key_id) do nothing returning key_id;
