//! Rows of the area `runs`.

operations! { Runs
    /// Adds a result of a collection run.
    PostCollectionRun = "postCollectionRun":
        Write POST "/collectionruns", needs Write, says Add "result of a collection run", ok [200];
}
