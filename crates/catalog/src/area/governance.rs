//! Rows of the area `governance`.

operations! { Governance
    /// Checks an API definition.
    SchemaSecurityValidation = "schemaSecurityValidation":
        Read POST "/security/api-validation", needs Read, says Check "API definition", ok [200],
        errors [400 Json E1, 401 Problem E1 P1, 403 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Lists custom functions.
    GetAllCustomFunctions = "getAllCustomFunctions":
        Read GET "/custom-functions", needs Read, flags "l", says List "custom functions",
        query ["cursor", "limit"], ok [200];
    /// Creates a custom function.
    CreateCustomFunction = "createCustomFunction":
        Write POST "/custom-functions", needs Write, says Create "custom function", ok [201];
    /// Answers the custom function.
    GetCustomFunction = "getCustomFunction":
        Read GET "/custom-functions/{customFunctionId}", needs Read, says Read "custom function",
        query ["include"], ok [200];
    /// Updates the custom function.
    UpdateCustomFunction = "updateCustomFunction":
        Write PATCH "/custom-functions/{customFunctionId}", needs Write,
        says Update "custom function", ok [200];
    /// Deletes the custom function.
    DeleteCustomFunction = "deleteCustomFunction":
        Delete DELETE "/custom-functions/{customFunctionId}", needs Full, flags "d",
        says Delete "custom function", ok [204];
    /// Lists governance groups.
    GetAllGovernanceGroups = "getAllGovernanceGroups":
        Read GET "/governance-groups", needs Read, flags "l", says List "governance groups",
        query ["cursor", "limit"], ok [200];
    /// Creates a governance group.
    CreateGovernanceGroup = "createGovernanceGroup":
        Write POST "/governance-groups", needs Write, says Create "governance group", ok [201];
    /// Updates the governance group.
    UpdateGovernanceGroup = "updateGovernanceGroup":
        Write PATCH "/governance-groups/{groupId}", needs Write, says Update "governance group",
        ok [200];
    /// Deletes the governance group.
    DeleteGovernanceGroup = "deleteGovernanceGroup":
        Delete DELETE "/governance-groups/{groupId}", needs Full, flags "d",
        says Delete "governance group", ok [204];
    /// Lists governance group assignments.
    GetGovernanceGroupAssignments = "getGovernanceGroupAssignments":
        Read GET "/governance-groups/{groupId}/assignments", needs Read,
        says List "governance group assignments", ok [200];
    /// Lists governance group workspaces.
    GetGovernanceGroupWorkspaces = "getGovernanceGroupWorkspaces":
        Read GET "/governance-groups/{groupId}/workspaces", needs Read,
        says List "governance group workspaces", query ["cursor", "limit"], ok [200];
    /// Changes workspaces of the governance group.
    UpdateGovernanceGroupWorkspaces = "updateGovernanceGroupWorkspaces":
        Write POST "/governance-groups/{groupId}/bulk-workspaces", needs Write, flags "m",
        rule Body, says Change "workspaces of the governance group", ok [200];
    /// Lists rulesets.
    GetAllRulesets = "getAllRulesets":
        Read GET "/rulesets", needs Read, flags "l", says List "rulesets",
        query ["cursor", "limit"], ok [200];
    /// Creates a ruleset.
    CreateRuleset = "createRuleset":
        Write POST "/rulesets", needs Write, says Create "ruleset", ok [201];
    /// Answers the ruleset.
    GetRuleset = "getRuleset":
        Read GET "/rulesets/{rulesetId}", needs Read, says Read "ruleset", query ["include"],
        ok [200];
    /// Updates the ruleset.
    UpdateRuleset = "updateRuleset":
        Write PATCH "/rulesets/{rulesetId}", needs Write, says Update "ruleset", ok [200];
    /// Deletes the ruleset.
    DeleteRuleset = "deleteRuleset":
        Delete DELETE "/rulesets/{rulesetId}", needs Full, flags "d", says Delete "ruleset",
        ok [204];
    /// Lists ruleset assignments.
    GetRulesetAssignments = "getRulesetAssignments":
        Read GET "/rulesets/{rulesetId}/assignments", needs Read, says List "ruleset assignments",
        ok [200];
    /// Creates the ruleset assignment.
    CreateRulesetAssignment = "createRulesetAssignment":
        Write POST "/rulesets/{rulesetId}/assignments", needs Write, flags "m", rule Body,
        says Create "ruleset assignment", ok [201];
    /// Deletes the ruleset assignment.
    DeleteRulesetAssignment = "deleteRulesetAssignment":
        Delete DELETE "/rulesets/{rulesetId}/assignments", needs Full, flags "d",
        says Delete "ruleset assignment", ok [204];
}
