from storage.house import Storage
from storage.topics import Topic

OLD, NEW = -100, -200


async def test_a_topic_is_found_by_name_and_by_thread(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.topics.put(Topic("appeal:12", OLD, 7, None))
        await desk.topics.put(Topic("appeal:12", OLD, 7, 70))
        assert await desk.topics.get("appeal:12", OLD) == Topic("appeal:12", OLD, 7, 70)
        assert await desk.topics.by_thread(OLD, 7) == "appeal:12"
        assert await desk.topics.by_thread(NEW, 7) is None


async def test_a_deleted_topic_is_forgotten(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.topics.put(Topic("queue", OLD, 7, 70))
        await desk.topics.forget("queue", OLD)
        assert await desk.topics.get("queue", OLD) is None


async def test_a_group_that_became_a_supergroup_keeps_its_topics(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.topics.put(Topic("queue", OLD, None, 5))
        await desk.topics.put(Topic("appeal:12", OLD, None, 6))
        await desk.topics.put(Topic("queue", NEW, 9, 90))
        await desk.topics.migrate(OLD, NEW)
        assert await desk.topics.get("queue", NEW) == Topic("queue", NEW, 9, 90)
        assert await desk.topics.get("appeal:12", NEW) == Topic("appeal:12", NEW, None, 6)
        assert await desk.topics.get("queue", OLD) is None
