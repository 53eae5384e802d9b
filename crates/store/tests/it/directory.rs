//! Users, agents, keys, grants, counters.

use model::id::{AgentId, GrantId, KeyId};
use model::key::KeyKind;
use model::{TeamId, UserId};
use store::{KeyRow, NewAgent, NewGrant, NewKey, NewUser, StoreError, User};

use crate::on_both_engines;
use crate::rig::{OWNER, Rig};

on_both_engines!(
    users_come_with_a_team_and_a_workspace,
    a_removed_user_keeps_nothing_but_its_name,
    agents_live_and_end_with_their_keys_and_grants,
    a_killed_agent_stays_killed,
    keys_are_kept_as_given,
    counters_count_each_record_once,
);

fn new_user(username: &str, team: Option<&str>, roles: &[&str]) -> NewUser {
    NewUser {
        username: username.to_owned(),
        email: format!("{username}@example.com"),
        full_name: username.to_uppercase(),
        team: team.map(str::to_owned),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
    }
}

async fn add_user(rig: &Rig, username: &str, team: Option<&str>) -> User {
    let user = rig.store.add_user(&rig.stamp(), new_user(username, team, &["user"])).await;
    user.unwrap()
}

fn new_key(user: Option<UserId>, agent: Option<AgentId>, number: u8) -> NewKey {
    NewKey {
        id: KeyId::random(),
        kind: if agent.is_some() { KeyKind::Agent } else { KeyKind::User },
        public: format!("key{number}"),
        hash: [number; 32],
        last4: "abcd".to_owned(),
        user,
        agent,
        collection: None,
        label: "for tests".to_owned(),
        not_after: None,
    }
}

async fn users_come_with_a_team_and_a_workspace(rig: Rig) {
    let ann =
        rig.store.add_user(&rig.stamp(), new_user("ann", Some("Core Team"), &["admin"])).await;
    let ann = ann.unwrap();
    let bob = add_user(&rig, "bob", Some("Core Team")).await;
    let eve = add_user(&rig, "eve", None).await;
    for user in [&ann, &bob, &eve] {
        assert!((10_000_000..100_000_000).contains(&user.id.0));
        let home = rig.store.personal_workspace(user.id).await.unwrap().unwrap();
        let team = user.memberships.first().map(|membership| membership.team);
        assert_eq!((home.name.as_str(), home.team), ("My Workspace", team));
    }
    assert_eq!(ann.memberships[0].team, bob.memberships[0].team);
    assert_eq!(ann.memberships[0].team_domain, "core-team");
    let taken = rig.store.add_user(&rig.stamp(), new_user("ann", None, &[])).await;
    assert_eq!(taken, Err(StoreError::Exists { id: "ann".to_owned() }));

    let team = ann.memberships[0].team;
    let roles = vec!["user".to_owned(), "flow-editor".to_owned()];
    for user in [bob.id, eve.id] {
        rig.store.set_user_roles(&rig.stamp(), user, team, roles.clone()).await.unwrap();
    }
    for (user, team) in [(UserId(1), team), (bob.id, TeamId(1))] {
        let missing = rig.store.set_user_roles(&rig.stamp(), user, team, vec![]).await;
        assert_eq!(missing, Err(StoreError::NotFound));
    }
    let directory = rig.store.directory().await.unwrap();
    let mut ids = vec![ann.id, bob.id, eve.id];
    ids.sort_unstable();
    assert_eq!(directory.users.iter().map(|user| user.id).collect::<Vec<_>>(), ids);
    let find = |id| directory.users.iter().find(|user| user.id == id).unwrap();
    assert_eq!(*find(ann.id), ann);
    assert_eq!(find(bob.id).memberships[0].roles, roles);
    assert_eq!(find(eve.id).memberships[0].team, team);
    assert_eq!(directory.teams.len(), 1);
    assert_eq!(directory.teams[0].name, "Core Team");
}

async fn a_removed_user_keeps_nothing_but_its_name(rig: Rig) {
    let ann = add_user(&rig, "ann", Some("Core")).await;
    rig.store.add_key(&rig.stamp(), new_key(Some(ann.id), None, 1)).await.unwrap();
    rig.store.remove_user(&rig.stamp(), ann.id).await.unwrap();
    let directory = rig.store.directory().await.unwrap();
    let gone = &directory.users[0];
    assert_eq!((gone.active, gone.username.as_str()), (false, "ann"));
    assert!(gone.memberships.is_empty());
    assert!(directory.keys[0].revoked);
    assert_eq!(rig.store.remove_user(&rig.stamp(), ann.id).await, Err(StoreError::NotFound));

    let again = add_user(&rig, "ann", None).await;
    assert_ne!(again.id, ann.id);
}

async fn agents_live_and_end_with_their_keys_and_grants(rig: Rig) {
    let ann = add_user(&rig, "ann", None).await;
    let new = |owner| NewAgent { name: "bot".to_owned(), owner, not_after: Some(9) };
    let orphan = rig.store.add_agent(&rig.stamp(), new(OWNER)).await;
    assert_eq!(orphan, Err(StoreError::NotFound));
    let agent = rig.store.add_agent(&rig.stamp(), new(ann.id)).await.unwrap();
    assert_eq!((agent.state.as_str(), agent.not_after), ("active", Some(9)));
    rig.store.set_agent_state(&rig.stamp(), &agent.id, "suspended").await.unwrap();
    rig.store.add_key(&rig.stamp(), new_key(None, Some(agent.id.clone()), 1)).await.unwrap();
    let grant = |agent: Option<AgentId>| NewGrant {
        id: GrantId::random(),
        agent,
        body: r#"{"any":"thing"}"#.to_owned(),
    };
    let unheld = rig.store.add_grant(&rig.stamp(), grant(Some(AgentId::random()))).await;
    assert_eq!(unheld, Err(StoreError::NotFound));
    let own = rig.store.add_grant(&rig.stamp(), grant(Some(agent.id.clone()))).await.unwrap();
    let all = rig.store.add_grant(&rig.stamp(), grant(None)).await.unwrap();
    let twice = rig.store.add_grant(&rig.stamp(), grant(Some(agent.id.clone()))).await.unwrap();
    rig.store.remove_grant(&rig.stamp(), &twice.id).await.unwrap();
    let missing = rig.store.remove_grant(&rig.stamp(), &twice.id).await;
    assert_eq!(missing, Err(StoreError::NotFound));

    let directory = rig.store.directory().await.unwrap();
    assert_eq!(directory.agents[0].state, "suspended");
    assert_eq!(directory.grants, [own, all.clone()]);

    rig.store.delete_agent(&rig.stamp(), &agent.id).await.unwrap();
    let directory = rig.store.directory().await.unwrap();
    assert!(directory.agents.is_empty());
    assert_eq!(directory.grants, [all]);
    assert!(directory.keys[0].revoked);
    for gone in [
        rig.store.delete_agent(&rig.stamp(), &agent.id).await,
        rig.store.set_agent_state(&rig.stamp(), &agent.id, "active").await,
    ] {
        assert_eq!(gone, Err(StoreError::NotFound));
    }
}

async fn a_killed_agent_stays_killed(rig: Rig) {
    let ann = add_user(&rig, "ann", None).await;
    let new = NewAgent { name: "bot".to_owned(), owner: ann.id, not_after: None };
    let agent = rig.store.add_agent(&rig.stamp(), new).await.unwrap();
    for (state, expected) in [
        ("suspended", Ok(())),
        ("active", Ok(())),
        ("killed", Ok(())),
        ("active", Err(StoreError::Conflict)),
        ("suspended", Err(StoreError::Conflict)),
        ("killed", Ok(())),
    ] {
        let stamp = rig.stamp();
        assert_eq!(rig.store.set_agent_state(&stamp, &agent.id, state).await, expected, "{state}");
        assert_eq!(rig.store.has_effect(&stamp.record).await.unwrap(), expected.is_ok());
    }
    assert_eq!(rig.store.directory().await.unwrap().agents[0].state, "killed");
}

async fn keys_are_kept_as_given(rig: Rig) {
    let access = NewKey {
        kind: KeyKind::Access,
        collection: Some("c".to_owned()),
        not_after: Some(99),
        ..new_key(None, None, 2)
    };
    let admin = NewKey { kind: KeyKind::Admin, ..new_key(None, None, 3) };
    let mut expected: Vec<KeyRow> = Vec::new();
    for new in [new_key(Some(OWNER), None, 1), access, admin] {
        expected.push(rig.store.add_key(&rig.stamp(), new).await.unwrap());
    }
    let twice = rig.store.add_key(&rig.stamp(), new_key(None, None, 3)).await;
    assert_eq!(twice, Err(StoreError::Conflict));

    let used = [(expected[0].id.clone(), 50), (expected[1].id.clone(), 60)];
    rig.store.touch_keys(&used).await.unwrap();
    rig.store.touch_keys(&[(expected[0].id.clone(), 40)]).await.unwrap();
    rig.store.touch_keys(&[]).await.unwrap();
    rig.store.revoke_key(&rig.stamp(), &expected[2].id).await.unwrap();
    rig.store.revoke_key(&rig.stamp(), &expected[2].id).await.unwrap();
    expected[0].last_used = Some(50);
    expected[1].last_used = Some(60);
    expected[2].revoked = true;
    assert_eq!(rig.store.directory().await.unwrap().keys, expected);
    let missing = rig.store.revoke_key(&rig.stamp(), &KeyId::random()).await;
    assert_eq!(missing, Err(StoreError::NotFound));
}

async fn counters_count_each_record_once(rig: Rig) {
    assert_eq!(rig.store.usage().await.unwrap(), store::Usage::default());
    let count = |value| vec![(1, "2026-01".to_owned(), "api_usage".to_owned(), value)];
    rig.store.save_usage(10, &count(3)).await.unwrap();
    rig.store.save_usage(12, &count(2)).await.unwrap();
    for old in [12, 5] {
        rig.store.save_usage(old, &count(100)).await.unwrap();
    }
    let usage = rig.store.usage().await.unwrap();
    assert_eq!(usage.upto_seq, 12);
    assert_eq!(usage.counts.len(), 1);
    assert_eq!((usage.counts[0].user, usage.counts[0].value), (1, 5));
}
