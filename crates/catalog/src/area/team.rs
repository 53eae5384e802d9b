//! Rows of the area `team`.

operations! { Team
    /// Lists groups.
    GetGroups = "getGroups":
        Read GET "/groups", needs Read, says List "groups", tools [Full], ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Answers the group.
    GetGroup = "getGroup":
        Read GET "/groups/{groupId}", needs Read, says Read "group", tools [Full], ok [200],
        errors [400 Problem E2 P1 P3, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1,
            500 Problem E1 P1 P3];
    /// Changes partner invitations.
    ManagePartnerWorkspaceInvites = "managePartnerWorkspaceInvites":
        Write POST "/invitations", needs Grant, flags "s", rule Body,
        says Change "partner invitations", tools [Full], hints Destructive, ok [200],
        errors [400 Problem P1, 401 Problem P1, 403 Problem P1, 404 Problem P1,
            500 Problem E1 P1 P3];
    /// Creates a team.
    CreateTeam = "createTeam":
        Write POST "/teams", needs Grant, flags "s", says Create "team", tools [Full], ok [200],
        errors [400 Problem P2, 401 Problem P2, 403 Json P2, 500 Problem P2];
    /// Lists teams.
    GetTeams = "getTeams":
        Read GET "/teams", needs Read, says List "teams",
        query ["cursor", "limit", "settings", "userRoles"], tools [Full], ok [200],
        errors [400 Problem P2, 401 Problem P2, 500 Problem P2];
    /// Answers the team.
    GetTeam = "getTeam":
        Read GET "/teams/{teamId}", needs Read, says Read "team", query ["include"], tools [Full],
        ok [200], errors [400 Problem P2, 401 Problem P2, 500 Problem P2];
    /// Lists team access requests.
    GetTeamAccessRequests = "getTeamAccessRequests":
        Read GET "/teams/{teamId}/access-requests", needs Read, says List "team access requests",
        query ["cursor", "limit"], tools [Full], ok [200],
        errors [400 Problem P2, 401 Problem P2, 403 Json P2, 500 Problem P2];
    /// Creates the access request.
    CreateAccessRequest = "createAccessRequest":
        Write POST "/teams/{teamId}/access-requests", needs Grant, says Create "access request",
        tools [Full], ok [200], errors [400 Problem P2, 401 Problem P2, 500 Problem P2];
    /// Answers the access request.
    ApproveDenyAccessRequest = "approveDenyAccessRequest":
        Write POST "/teams/{teamId}/access-requests/{requestId}", needs Grant, flags "s",
        rule Body, says Answer "access request", tools [Full], hints Destructive, ok [200],
        errors [400 Problem P2, 401 Problem P2, 403 Json P2, 404 Problem P2, 500 Problem P2];
    /// Changes roles of team members.
    ManageTeamMemberRoles = "manageTeamMemberRoles":
        Write POST "/teams/{teamId}/bulk-members", needs Grant, flags "s", rule Body,
        says Change "roles of team members", tools [Full], hints Destructive, ok [200],
        errors [400 Problem P2, 401 Problem P2, 500 Problem P2];
    /// Removes team members.
    RemoveTeamMembers = "removeTeamMembers":
        Delete DELETE "/teams/{teamId}/bulk-members", needs Grant, flags "sd",
        says Remove "team members", tools [Full], ok [204],
        errors [400 Problem P2, 401 Problem P2, 403 Json P2, 500 Problem P2];
    /// Updates team settings.
    UpdateTeamSettings = "updateTeamSettings":
        Write PUT "/teams/{teamId}/settings", needs Grant, flags "s", says Update "team settings",
        tools [Full], hints Destructive, ok [200],
        errors [400 Problem P2, 401 Problem P2, 500 Problem P2];
    /// Answers team settings.
    GetTeamSettings = "getTeamSettings":
        Read GET "/teams/{teamId}/settings", needs Read, says Read "team settings", tools [Full],
        ok [200], errors [400 Problem P2, 401 Problem P2, 500 Problem P2];
    /// Lists users of the team.
    GetTeamUsers = "getTeamUsers":
        Read GET "/users", needs Read, says List "users of the team", query ["groupId"],
        tools [Full], ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Answers the team user.
    GetTeamUser = "getTeamUser":
        Read GET "/users/{userId}", needs Read, says Read "team user", tools [Full], ok [200],
        errors [400 Problem E2 P1 P3, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P1,
            500 Problem E1 P1 P3];
}
