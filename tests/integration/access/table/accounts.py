"""各人自己的账号，登录组件的页面，只给运维看的后台。"""

from tests.integration.access.table.words import (
    ADMIN,
    EVERYBODY,
    NO_ONE,
    OFFICER,
    SIGNED_IN,
    SUPERUSER,
    Row,
    act,
    exactly,
    page,
)

AUDITED = frozenset({"core_auditevent"})
SECURED = ADMIN | SUPERUSER
UNSECURED = SIGNED_IN - SECURED
INSIDE, REST = SIGNED_IN - SUPERUSER, EVERYBODY - SUPERUSER
STRANGERS = EVERYBODY - SIGNED_IN

OWN = [
    page("accounts:profile"),
    act("accounts:session-end", "@other_session", by=OFFICER, sees=NO_ONE, is_personal=True),
    act("accounts:session-extend", by=SIGNED_IN, done=204, is_personal=True),
    Row("account_change_password", get=SIGNED_IN, post=SIGNED_IN, done=422, is_personal=True),
    Row("usersessions_list", get=SIGNED_IN, post=SIGNED_IN, is_personal=True),
]
SIGN_IN = [
    exactly("account_login", get={200: STRANGERS, 302: SIGNED_IN}, post={200: STRANGERS, 302: SIGNED_IN}),
    exactly("account_logout", get={200: SIGNED_IN}, post={302: SIGNED_IN}, writes=AUDITED),
    exactly(
        "account_reauthenticate",
        get={200: SIGNED_IN - SUPERUSER, 302: SUPERUSER},
        post={200: SIGNED_IN - SUPERUSER, 302: SUPERUSER},
    ),
    exactly("mfa_index", get={200: SIGNED_IN}, post={405: SIGNED_IN}),
    exactly("mfa_authenticate", get={302: SIGNED_IN}, post={302: SIGNED_IN}),
    exactly(
        "mfa_reauthenticate",
        get={200: SECURED, 302: UNSECURED},
        post={200: SECURED, 302: UNSECURED},
    ),
    exactly("mfa_activate_totp", get={200: UNSECURED, 302: SECURED}, post={200: UNSECURED, 302: SECURED}),
    exactly("mfa_deactivate_totp", get={200: SECURED, 404: UNSECURED}, post={200: SECURED, 404: UNSECURED}),
    exactly("mfa_view_recovery_codes", get={404: SIGNED_IN}, post={405: SIGNED_IN}),
    exactly(
        "mfa_generate_recovery_codes",
        get={200: SIGNED_IN},
        post={200: UNSECURED, 302: SECURED},
        writes=frozenset({"mfa_authenticator"}),
    ),
    exactly("mfa_download_recovery_codes", get={404: SIGNED_IN}, post={404: SIGNED_IN}),
]
# 后台只给运维的超级用户看，各表只看不改；系统管理员在工作台上办，不进后台。
ADMIN_SITE = [
    exactly("admin:index", get={200: SUPERUSER}, post={200: SUPERUSER}),
    exactly("admin:login", get={302: SUPERUSER, 403: INSIDE}, post={200: SUPERUSER, 403: INSIDE}),
    exactly("admin:logout", get={405: SUPERUSER, 302: REST}, post={302: EVERYBODY}, writes=AUDITED),
    exactly("admin:password_change", get={302: SUPERUSER}, post={302: SUPERUSER}),
    exactly("admin:password_change_done", get={200: SUPERUSER}, post={405: SUPERUSER}),
    exactly("admin:autocomplete", get={403: SUPERUSER}, post={405: SUPERUSER}),
    exactly("admin:jsi18n", get={200: SUPERUSER}, post={405: SUPERUSER}),
    exactly(
        "admin:view_on_site",
        "@organisation_type",
        "@county",
        get={404: SUPERUSER},
        post={404: SUPERUSER},
    ),
    exactly("admin:app_list", "accounts", get={200: SUPERUSER}, post={200: SUPERUSER}),
    exactly("admin/(?P<url>.*)$", at="/admin/nowhere/", get={404: SUPERUSER}, post={404: SUPERUSER}),
]
TABLES = {
    "accounts_user": "@person",
    "organisations_organisation": "@county",
    "organisations_membership": "@membership",
    "catalogs_field": "@field",
    "catalogs_fieldowner": "@field_owner",
}


def table_rows(model: str, subject: str) -> list[Row]:
    """后台一张表的各页：列表、详情、修改历史看得到，增、改、删都 403。"""
    refused, shown = {403: SUPERUSER}, {200: SUPERUSER}
    path = model.replace("_", "/")
    return [
        exactly(f"admin:{model}_changelist", get=shown, post=shown),
        exactly(f"admin:{model}_add", get=refused, post=refused),
        exactly(f"admin:{model}_history", subject, get=shown, post=shown),
        exactly(f"admin:{model}_delete", subject, get=refused, post=refused),
        exactly(f"admin:{model}_change", subject, get=shown, post=refused),
        exactly(
            f"admin/{path}/<path:object_id>/",
            at=f"/admin/{path}/1/",
            get={302: SUPERUSER},
            post={302: SUPERUSER},
        ),
    ]


ROWS = [
    *OWN,
    *SIGN_IN,
    *ADMIN_SITE,
    *(row for model, subject in TABLES.items() for row in table_rows(model, subject)),
]
