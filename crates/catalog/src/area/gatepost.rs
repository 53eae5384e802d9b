//! Gatepost's own operations, under `/gatepost/v1`. No agent can be granted this area.

operations! { Gatepost
    /// Answers version, address, data folder and the state of log and store.
    GetStatus = "getStatus":
        Read GET "/gatepost/v1/status", needs Never, says Read "server status", ok [200];
    /// Lists the rows of the catalogue.
    GetOperations = "getOperations":
        Read GET "/gatepost/v1/operations", needs Never, says List "operations", ok [200];
    /// Lists the users.
    GetUsers = "getUsers":
        Read GET "/gatepost/v1/users", needs Never, says List "users", ok [200];
    /// Adds a user, and the team it names if that is new.
    CreateUser = "createUser":
        Write POST "/gatepost/v1/users", needs Never, says Add "user", ok [201];
    /// Sets a user's roles in one team.
    UpdateUserRoles = "updateUserRoles":
        Write PUT "/gatepost/v1/users/{userId}/roles", needs Never,
        says Change "roles of user", ok [200];
    /// Removes a user; its keys and agents stop working with the next call.
    DeleteUser = "deleteUser":
        Delete DELETE "/gatepost/v1/users/{userId}", needs Never, flags "d",
        says Remove "user", ok [204];
    /// Lists the workspaces of every team.
    GetEveryWorkspace = "getEveryWorkspace":
        Read GET "/gatepost/v1/workspaces", needs Never, says List "workspaces", ok [200];
    /// Lists the agents.
    GetAgents = "getAgents":
        Read GET "/gatepost/v1/agents", needs Never, says List "agents", ok [200];
    /// Creates an agent and its first key; the key is in this answer only.
    CreateAgent = "createAgent":
        Write POST "/gatepost/v1/agents", needs Never, flags "c", says Create "agent", ok [201];
    /// Answers an agent with its grants and keys.
    GetAgent = "getAgent":
        Read GET "/gatepost/v1/agents/{agentId}", needs Never, says Read "agent", ok [200];
    /// Deletes an agent with its grants and keys.
    DeleteAgent = "deleteAgent":
        Delete DELETE "/gatepost/v1/agents/{agentId}", needs Never, flags "d",
        says Delete "agent", ok [204];
    /// Suspends an agent until it is resumed.
    SuspendAgent = "suspendAgent":
        Write POST "/gatepost/v1/agents/{agentId}/suspend", needs Never,
        says Suspend "agent", ok [200];
    /// Resumes a suspended agent.
    ResumeAgent = "resumeAgent":
        Write POST "/gatepost/v1/agents/{agentId}/resume", needs Never,
        says Resume "agent", ok [200];
    /// Stops an agent for good: its keys are revoked.
    KillAgent = "killAgent":
        Write POST "/gatepost/v1/agents/{agentId}/kill", needs Never, flags "c",
        says Kill "agent", ok [200];
    /// Lists grants and blocks.
    GetGrants = "getGrants":
        Read GET "/gatepost/v1/grants", needs Never, says List "grants", query ["agent"], ok [200];
    /// Adds a grant, or a block.
    CreateGrant = "createGrant":
        Write POST "/gatepost/v1/grants", needs Never, says Add "grant", ok [201];
    /// Removes a grant, or a block.
    DeleteGrant = "deleteGrant":
        Delete DELETE "/gatepost/v1/grants/{grantId}", needs Never, flags "d",
        says Remove "grant", ok [204];
    /// Lists keys, without their secrets.
    GetKeys = "getKeys":
        Read GET "/gatepost/v1/keys", needs Never, says List "keys", ok [200];
    /// Creates a key; it is in this answer only.
    CreateKey = "createKey":
        Write POST "/gatepost/v1/keys", needs Never, flags "c", says Create "key", ok [201];
    /// Revokes a key.
    RevokeKey = "revokeKey":
        Delete DELETE "/gatepost/v1/keys/{keyId}", needs Never, flags "cd",
        says Revoke "key", ok [204];
    /// Lists records of the audit log, newest first.
    GetRecords = "getRecords":
        Read GET "/gatepost/v1/records", needs Never, says List "records",
        query ["agent", "since", "after", "limit"], ok [200];
    /// Answers one record.
    GetRecord = "getRecord":
        Read GET "/gatepost/v1/records/{recordId}", needs Never, says Read "record", ok [200];
    /// Explains a record: each step, the nearest grants, and what would allow the call.
    ExplainRecord = "explainRecord":
        Read GET "/gatepost/v1/records/{recordId}/explanation", needs Never,
        says Explain "record", ok [200];
    /// Tells whether an agent may do something, and why, without doing it.
    Can = "can":
        Read POST "/gatepost/v1/can", needs Never, says Decide "a call", ok [200];
    /// Imports a collection, an environment or globals for the administrator.
    ImportElement = "importElement":
        Write POST "/gatepost/v1/imports", needs Never, says Import "element",
        query ["workspace"], ok [201];
}
