//! Rules of `AsyncAPI` 2.

use std::collections::HashSet;

use super::{
    Checker,
    at::At,
    paths::names,
    rules::{
        CHANNEL_MESSAGE, CHANNEL_PARAMETERS, MESSAGE_ID, OBJECT, OPERATION_ID, PATH_BRACES, SERVER,
    },
};

pub(super) fn check(checker: &mut Checker<'_>) {
    let root = checker.root();
    let shared = root.get("components");
    let shared = |name: &'static str| {
        shared.iter().flat_map(|one| one.members_of(name).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    for (_, server) in root.members_of("servers").chain(shared("servers")) {
        self::server(checker, server);
    }
    for (name, channel) in root.members_of("channels") {
        let Some(described) = channel.clone().follow(checker.spec) else { continue };
        if !described.is_object() {
            checker.tell(&described, OBJECT, "must be an object");
            continue;
        }
        parameters(checker, name, &channel, &described);
        operations(checker, &described);
    }
    for (_, channel) in shared("channels") {
        if let Some(channel) = channel.follow(checker.spec) {
            operations(checker, &channel);
        }
    }
    checker.waiting.extend(shared("messages").into_iter().map(|(_, message)| message));
    // NOTE: messages may lead from one to the next as far as they like, so they stand in a queue.
    checker.waiting.reverse();
    while let Some(message) = checker.waiting.pop() {
        self::message(checker, message);
    }
}

fn server<'a>(checker: &mut Checker<'a>, server: At<'a>) {
    let Some(server) = server.follow(checker.spec) else { return };
    if !checker.is_first(&server) {
        return;
    }
    if !server.is_object() {
        checker.tell(&server, OBJECT, "must be an object");
        return;
    }
    for name in ["url", "protocol"] {
        if server.text(name).is_none_or(str::is_empty) {
            checker.tell(&server, SERVER, format_args!("must have a `{name}`"));
        }
    }
}

fn parameters<'a>(checker: &mut Checker<'a>, name: &str, channel: &At<'a>, described: &At<'a>) {
    let Some(names) = names(name) else {
        let what = "has a `{` or `}` without the other, or without a name: write `{name}`";
        checker.tell(channel, PATH_BRACES, what);
        return;
    };
    let list = match described.get("parameters") {
        Some(list) => match list.follow(checker.spec) {
            Some(list) => Some(list),
            None => return,
        },
        None => None,
    };
    let mut declared = HashSet::new();
    for (name, parameter) in list.iter().flat_map(At::members) {
        if !checker.step(name) {
            return;
        }
        declared.insert(name);
        if !names.contains(name) {
            let what = format_args!(
                "is no part of the channel's name: write `{{{name}}}` into it, or remove this"
            );
            checker.tell(&parameter, CHANNEL_PARAMETERS, what);
        }
    }
    let mut missing: Vec<&str> = names.difference(&declared).copied().collect();
    missing.sort_unstable();
    for name in missing {
        let what = format_args!("must declare the parameter `{name}`: add it to `parameters`");
        checker.tell(channel, CHANNEL_PARAMETERS, what);
    }
}

fn operations<'a>(checker: &mut Checker<'a>, channel: &At<'a>) {
    for kind in ["publish", "subscribe"] {
        let Some(operation) = channel.get(kind) else { continue };
        if !checker.is_first(&operation) {
            continue;
        }
        if !operation.is_object() {
            checker.tell(&operation, OBJECT, "must be an object");
            continue;
        }
        checker.once(|checker| &mut checker.operation_ids, &operation, "operationId", OPERATION_ID);
        checker.waiting.extend(operation.get("message"));
    }
}

fn message<'a>(checker: &mut Checker<'a>, message: At<'a>) {
    let Some(message) = message.follow(checker.spec) else { return };
    if !checker.is_first(&message) {
        return;
    }
    if !message.is_object() {
        checker.tell(&message, CHANNEL_MESSAGE, "must be an object");
        return;
    }
    if let Some(several) = message.get("oneOf") {
        if several.node.value.as_array().is_none_or(Vec::is_empty) {
            checker.tell(&several, CHANNEL_MESSAGE, "must be a list of messages, at least one");
        }
        checker.waiting.extend(several.entries());
    }
    checker.once(|checker| &mut checker.message_ids, &message, "messageId", MESSAGE_ID);
}
