//! Rows of the area `billing`.

operations! { Billing
    /// Lists accounts.
    GetAccounts = "getAccounts":
        Read GET "/accounts", needs Grant, says List "accounts", ok [200],
        errors [400 Json P1, 401 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Lists account invoices.
    GetAccountInvoices = "getAccountInvoices":
        Read GET "/accounts/{accountId}/invoices", needs Grant, says List "account invoices",
        query ["status"], ok [200],
        errors [400 Json P1, 401 Problem E1 P1, 403 Json P1, 500 Problem E1 P1 P3];
}
