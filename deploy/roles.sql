-- 数据库角色，建库后以超级用户执行，可重复（compose 首次启动时自动执行）：psql -d gkts -f deploy/roles.sql
-- 口令取自环境：OWNER_DATABASE_PASSWORD、APP_DATABASE_PASSWORD、READ_DATABASE_PASSWORD。
--   gkts_owner  库与表的属主：迁移、备份、恢复用
--   gkts_app    网页与后台用：读写数据，不能改表、不能清空表，所以审计的触发器它也绕不过
--   gkts_read   只读：统计与巡检用
\set ON_ERROR_STOP on
\getenv owner_password OWNER_DATABASE_PASSWORD
\getenv app_password APP_DATABASE_PASSWORD
\getenv read_password READ_DATABASE_PASSWORD

SELECT 'CREATE ROLE gkts_owner LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gkts_owner') \gexec
ALTER ROLE gkts_owner PASSWORD :'owner_password';
SELECT 'CREATE ROLE gkts_app LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gkts_app') \gexec
ALTER ROLE gkts_app PASSWORD :'app_password';
SELECT 'CREATE ROLE gkts_read LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gkts_read') \gexec
ALTER ROLE gkts_read PASSWORD :'read_password';

SELECT current_database() AS gkts \gset
ALTER DATABASE :"gkts" OWNER TO gkts_owner;
ALTER SCHEMA public OWNER TO gkts_owner;
REVOKE ALL ON DATABASE :"gkts" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"gkts" TO gkts_app;
GRANT CONNECT ON DATABASE :"gkts" TO gkts_read;

-- 属主以后建的表都照此授权；不限定模式，恢复时换了 public 也一样。
ALTER DEFAULT PRIVILEGES FOR ROLE gkts_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO gkts_app;
ALTER DEFAULT PRIVILEGES FOR ROLE gkts_owner GRANT USAGE, SELECT ON SEQUENCES TO gkts_app;
ALTER DEFAULT PRIVILEGES FOR ROLE gkts_owner GRANT SELECT ON TABLES TO gkts_read;

ALTER ROLE gkts_read SET default_transaction_read_only = on;
