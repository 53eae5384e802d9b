//! Rows of the area `monitors`.

operations! { Monitors
    /// Lists monitors.
    GetMonitors = "getMonitors":
        Read GET "/monitors", needs Read, flags "l", limit List, says List "monitors",
        query ["workspace", "active", "owner", "collectionUid", "environmentUid", "cursor",
            "limit"],
        tools [Full], ok [200],
        errors [400 Json E1 E2, 401 Problem E1 P1, 403 Problem E1 P1, 404 Json E1,
            500 Problem E1 P1 P3];
    /// Creates a monitor.
    CreateMonitor = "createMonitor":
        Write POST "/monitors", needs Full, flags "xm", limit List, rule Into,
        names ["monitor.collection" Collection RunCollection,
            "monitor.environment" Environment GetEnvironment],
        says Create "monitor", query ["workspace"], tools [Full], hints Destructive, ok [200],
        errors [400 Json E1 E2, 401 Problem E1 P1, 403 Problem E1 P1, 500 Problem E1 P1 P3];
    /// Answers the monitor.
    GetMonitor = "getMonitor":
        Read GET "/monitors/{monitorId}", needs Read, flags "k", limit List, says Read "monitor",
        tools [Full], ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Json E1, 500 Problem E1 P1 P3];
    /// Updates the monitor.
    UpdateMonitor = "updateMonitor":
        Write PUT "/monitors/{monitorId}", needs Write .. Full, flags "x", limit List, lowers NameOnly,
        names ["monitor.collection" Collection RunCollection,
            "monitor.environment" Environment GetEnvironment],
        says Update "monitor", tools [Full], hints Destructive, ok [200],
        errors [400 Json E1 E2, 401 Problem E1 P1, 403 Problem E1 P1, 404 Json E1,
            500 Problem E1 P1 P3];
    /// Deletes the monitor.
    DeleteMonitor = "deleteMonitor":
        Delete DELETE "/monitors/{monitorId}", needs Full, flags "d", limit List,
        says Delete "monitor", tools [Full], ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Json E1, 500 Problem E1 P1 P3];
    /// Runs the monitor.
    RunMonitor = "runMonitor":
        Run POST "/monitors/{monitorId}/run", needs Full, flags "xk$", limit List, rule Body,
        says Run "monitor", query ["async"], tools [Full], hints Destructive, ok [200, 202],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Json E1, 500 Problem E1 P1 P3];
    /// Lists instances of the runner.
    GetRunnerInstances = "getRunnerInstances":
        Read GET "/runners/{runnerId}/instances", needs Read, limit List,
        says List "instances of the runner", query ["limit", "cursor"], ok [200],
        errors [400 Problem P4, 401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P4,
            500 Problem E1 P1 P3];
    /// Answers metrics of the runner.
    GetRunnerMetrics = "getRunnerMetrics":
        Read GET "/runners/{runnerId}/metrics", needs Read, limit List,
        says Read "metrics of the runner", ok [200],
        errors [401 Problem E1 P1, 403 Problem E1 P1, 404 Problem P4, 500 Problem E1 P1 P3];
    /// Lists executions of the monitor.
    ListMonitorExecutions = "listMonitorExecutions":
        Read GET "/monitors/{monitorId}/executions", needs Read, limit List,
        says List "executions of the monitor", query ["cursor"], tools [Full], ok [200];
    /// Lists runs of the execution.
    ListRunsForExecution = "listRunsForExecution":
        Read GET "/monitors/{monitorId}/executions/{executionId}/runs", needs Read, limit List,
        says List "runs of the execution", tools [Full], ok [200];
    /// Answers results of the run.
    GetMonitorRunResults = "getMonitorRunResults":
        Read GET "/monitors/{monitorId}/runs/{runId}/results", needs Read, flags "k", limit List,
        says Read "results of the run", tools [Full], ok [200];
}
