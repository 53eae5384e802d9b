//! Rows of the area `audit_logs`.

operations! { AuditLogs
    /// Lists audit logs of the team.
    GetAuditLogs = "getAuditLogs":
        Read GET "/audit/logs", needs Grant, flags "l", says List "audit logs of the team",
        query ["userId", "action", "since", "until", "limit", "cursor", "orderBy", "order_by"],
        tools [Full], ok [200], errors [400 Problem E1, 401 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Lists audit actions.
    GetAuditLogEventActions = "getAuditLogEventActions":
        Read GET "/audit-actions", needs Grant, says List "audit actions", tools [Full], ok [200],
        errors [400 Problem E1, 403 Problem E1, 500 Problem E1 P1 P3];
}
