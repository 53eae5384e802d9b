//! Rows of the area `runs`.

operations! { Runs
    /// Adds a result of a collection run.
    PostCollectionRun = "postCollectionRun":
        Write POST "/collectionruns", needs Write, says Add "result of a collection run", ok [200];
    /// Runs the collection and answers what came of it.
    RunCollection = "runCollection":
        Run POST "/collections/{collectionId}/run", needs Full, flags "x",
        names ["environmentId" Environment GetEnvironment], says Run "collection",
        tools [Minimal, Full], hints Destructive, ok [200];
}
