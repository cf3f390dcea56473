"""机构、人员、岗位：系统管理员办，审计员看。"""

from tests.integration.access.table.words import ADMIN, AUDITOR, act, form, page

READERS = ADMIN | AUDITOR
DAY = {"on": "2026-09-30"}

ROWS = [
    page("organisations:tree", to=READERS),
    form("organisations:add-city", by=ADMIN, done=422),
    page("organisations:detail", "@county", to=READERS),
    form("organisations:add", "@county", by=ADMIN, done=422),
    form("organisations:edit", "@county", by=ADMIN, done=422),
    form("organisations:end", "@village_place", by=ADMIN, data={"on": "2026-09-10"}),
    act("organisations:reopen", "@ended_village", by=ADMIN),
    page("organisations:people", to=READERS),
    form("organisations:person-create", by=ADMIN, data={"username": "new-person", "name": "新人"}, done=200),
    page("organisations:person", "@person", to=READERS),
    form("organisations:person-edit", "@person", by=ADMIN, data={"name": "改名"}),
    act(
        "organisations:person-appoint",
        "@person",
        by=ADMIN,
        data={"organisation": "WS", "role": "county_officer", "start_on": "2026-09-10"},
    ),
    act("organisations:person-reset", "@person", by=ADMIN, done=200),
    act("organisations:person-reset-second-factor", "@secured_person", by=ADMIN),
    act("organisations:person-unlock", "@person", by=ADMIN),
    act("organisations:person-end-sessions", "@person", by=ADMIN),
    act("organisations:person-deactivate", "@person", by=ADMIN),
    act("organisations:person-reactivate", "@retired_person", by=ADMIN),
    act("organisations:membership-end", "@membership", by=ADMIN, data=DAY),
    act("organisations:membership-cancel", "@future_membership", by=ADMIN),
    page("organisations:sheet-export", "organisations", to=READERS, writes=frozenset({"core_auditevent"})),
    page("organisations:sheet-export", "users", to=READERS, writes=frozenset({"core_auditevent"})),
    act("organisations:sheet-import", "organisations", by=ADMIN, data={"file": "@uploaded_places"}),
    act("organisations:sheet-import", "users", by=ADMIN, data={"file": "@uploaded_nonsense"}),
]
