-- PostgreSQL 的三个角色：迁移用属主，平台日常用读写，备份与统计用只读。
-- 以超级用户执行：psql -v ON_ERROR_STOP=1 -d gkts -f deploy/roles.sql；可重复执行，口令随后用 \password 设定。
-- 迁移时 DATABASE_URL 用 gkts_owner；网页与执行者用 gkts_app，它不能改表结构，也不能改删审计记录。

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['gkts_owner', 'gkts_app', 'gkts_read'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', role);
        END IF;
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO gkts_owner, gkts_app, gkts_read', current_database());
END $$;

ALTER SCHEMA public OWNER TO gkts_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO gkts_app, gkts_read;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO gkts_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO gkts_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO gkts_read;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO gkts_read;
ALTER DEFAULT PRIVILEGES FOR ROLE gkts_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO gkts_app;
ALTER DEFAULT PRIVILEGES FOR ROLE gkts_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO gkts_app;
ALTER DEFAULT PRIVILEGES FOR ROLE gkts_owner IN SCHEMA public GRANT SELECT ON TABLES TO gkts_read;
ALTER DEFAULT PRIVILEGES FOR ROLE gkts_owner IN SCHEMA public GRANT SELECT ON SEQUENCES TO gkts_read;

-- 触发器之外再加一道：审计只许添。首次迁移之后须再执行一遍本文件。
DO $$
BEGIN
    IF to_regclass('public.core_auditevent') IS NOT NULL THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON public.core_auditevent FROM gkts_app;
    END IF;
END $$;
