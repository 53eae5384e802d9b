//! Monitors: what they are, their runs by hand, and what became of all runs.

mod asked;
mod create_monitor;
mod delete_monitor;
mod get_monitor;
mod get_monitor_run_results;
mod get_monitors;
mod list_monitor_executions;
mod list_runs_for_execution;
mod run_monitor;
mod shown;
mod stored;
mod update_monitor;

use crate::Api;

pub(crate) use asked::runnable;
pub(crate) use stored::creator;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(get_monitors::get_monitors)
        .serve(create_monitor::create_monitor)
        .serve(get_monitor::get_monitor)
        .serve(update_monitor::update_monitor)
        .serve(delete_monitor::delete_monitor)
        .serve(run_monitor::run_monitor)
        .serve(list_monitor_executions::list_monitor_executions)
        .serve(list_runs_for_execution::list_runs_for_execution)
        .serve(get_monitor_run_results::get_monitor_run_results)
}
