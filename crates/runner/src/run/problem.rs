//! What went wrong, in the words of reports.

use sandbox::{HostFault, ScriptError};
use serde_json::{Map, Value};

use crate::{clock, event::Problem};

/// A problem with class and message, now.
pub(crate) fn new(name: &str, message: impl Into<String>) -> Problem {
    Problem { id: clock::uuid(), at_ms: clock::now_ms(), ..Problem::new(name, message) }
}

/// Why a request has no answer.
pub(crate) fn of_wire(fault: &wire::Fault) -> Problem {
    Problem {
        code: fault.code().map(str::to_owned),
        errno: fault.errno(),
        syscall: fault.syscall().map(str::to_owned),
        address: match fault {
            // What was looked up stands in the place of the address.
            wire::Fault::Resolve { host, .. } => Some(host.clone()),
            _ => fault.address(),
        },
        port: fault.port(),
        hint: fault.hint(),
        ..new(fault.name(), fault.to_string())
    }
}

/// Why a URL can't be sent to.
pub(crate) fn of_url(fault: &model::url::Fault) -> Problem {
    let port = matches!(fault, model::url::Fault::Port(_));
    Problem {
        code: port.then(|| "ERR_SOCKET_BAD_PORT".to_owned()),
        ..new(fault.name(), fault.to_string())
    }
}

/// Why a redirect can't be followed.
pub(crate) fn of_location(fault: &model::url::Fault) -> Problem {
    let mut problem = of_url(fault);
    if let (model::url::Fault::Host(_), Some(message)) = (fault, &mut problem.message) {
        message.push_str(". This can be caused by a crappy redirection.");
    }
    problem
}

/// Why a script or an assertion failed.
pub(crate) fn of_script(error: ScriptError) -> Problem {
    let ScriptError { name, message, stack, line, column } = error;
    let (id, at_ms) = (clock::uuid(), clock::now_ms());
    Problem { name, message, stack, line, column, id, at_ms, ..Problem::default() }
}

/// What a script is told about a request of its own that failed.
pub(crate) fn to_host(problem: &Problem) -> HostFault {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    put("errno", problem.errno.map(Value::from));
    put("code", problem.code.clone().map(Value::from));
    put("syscall", problem.syscall.clone().map(Value::from));
    let lookup = problem.syscall.as_deref() == Some("getaddrinfo");
    let address = if lookup { "hostname" } else { "address" };
    put(address, problem.address.clone().map(Value::from));
    put("port", problem.port.map(Value::from));
    HostFault {
        name: problem.name.clone().unwrap_or_default(),
        message: problem.message.clone().unwrap_or_default(),
        fields,
    }
}
