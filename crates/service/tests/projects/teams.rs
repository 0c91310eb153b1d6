use crate::{
    bank,
    support::{NOW, TestApp},
};
use domain::{
    Error, InvitationId, Problem, TaskId, TeamId,
    admin::AuditQuery,
    projects::{TaskInput, TeamInput, TeamRole, TeamState},
};
use service::{
    Ctx,
    projects::{
        TaskMark, add_task, dissolve_team, give_role, hand_over_team, invite_teammate, join_team,
        leave_team, mark_task, my_teams, remove_task, replace_teammate, revoke_team_invitation,
        save_scenario, show_team, show_team_invitation, start_page, start_team,
    },
};

pub async fn member(app: &TestApp, name: &str) -> Ctx {
    let login = format!("{}@exemple.ma", name.to_lowercase());
    app.register(name, &login).await;
    app.sign_in(&login).await.0
}

pub fn input(seats: &str) -> TeamInput {
    TeamInput {
        name: "Miel d'Imouzzer".to_owned(),
        province: "09.001".to_owned(),
        seats: seats.to_owned(),
    }
}

/// A team of `names`, the first of whom founded it.
pub async fn team_of(app: &TestApp, names: &[&str], seats: &str) -> (TeamId, Vec<Ctx>) {
    let mut people = Vec::new();
    for name in names {
        people.push(member(app, name).await);
    }
    let team = start_team(&people[0], "beekeeping", &input(seats), "")
        .await
        .unwrap();
    let link = invite_teammate(&people[0], team, "").await.unwrap();
    for person in &people[1..] {
        assert_eq!(join_team(person, &link).await, Ok(team));
    }
    (team, people)
}

async fn state(ctx: &Ctx, team: TeamId) -> (TeamState, u32) {
    let card = show_team(ctx, team).await.unwrap().card;
    (card.state, card.joined)
}

#[tokio::test]
async fn a_team_forms_from_a_sheet_until_it_is_as_many_as_the_law_asks() {
    let app = bank().await;
    let names = ["Aicha", "Brahim", "Chama", "Driss", "Fatna"];
    let aicha = member(&app, names[0]).await;
    let price = [("unit_price".to_owned(), "130".to_owned())];
    let kept = save_scenario(&aicha, "beekeeping", "Prudent", &price)
        .await
        .unwrap();
    let page = start_page(&aicha, "beekeeping").await.unwrap();
    assert_eq!((page.founders, page.scenarios.len()), (5, 1));
    let team = start_team(&aicha, "beekeeping", &input("6"), &kept.id.to_string())
        .await
        .unwrap();
    let shown = show_team(&aicha, team).await.unwrap();
    assert_eq!(shown.scenario.as_deref(), Some("Prudent"));
    assert_eq!(shown.inputs.unit_price, 13_000);
    assert_eq!(shown.members[0].role, TeamRole::President);
    let link = invite_teammate(&aicha, team, "").await.unwrap();
    for (at, name) in names[1..].iter().enumerate() {
        let person = member(&app, name).await;
        assert_eq!(show_team(&person, team).await, Err(Error::NotFound));
        let invitation = show_team_invitation(&person, &link).await.unwrap();
        assert!(!invitation.is_member);
        assert_eq!(join_team(&person, &link).await, Ok(team));
        assert_eq!(join_team(&person, &link).await, Ok(team), "once is enough");
        let expected = match at + 2 {
            5 => TeamState::QuorumMet,
            _ => TeamState::Forming,
        };
        assert_eq!(state(&person, team).await, (expected, at as u32 + 2));
    }
    assert_eq!(my_teams(&aicha).await.unwrap()[0].joined, 5);
    let audit = service::admin::search_audit(
        &app.system(),
        AuditQuery {
            subject: format!("team:{team}"),
            ..AuditQuery::default()
        },
    )
    .await
    .unwrap();
    assert_eq!((audit.rows.len(), audit.broken_at), (5, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_those_who_press_join_for_the_last_seat_one_gets_it() {
    let app = bank().await;
    let (team, people) = team_of(&app, &["Aicha", "Brahim", "Chama", "Driss"], "5").await;
    let link = invite_teammate(&people[0], team, "").await.unwrap();
    let mut late = Vec::new();
    for name in ["Fatna", "Ghali", "Hind", "Idir", "Jamila", "Karim"] {
        late.push(member(&app, name).await);
    }
    let tasks: Vec<_> = late
        .into_iter()
        .map(|person| {
            let link = link.clone();
            tokio::spawn(async move { join_team(&person, &link).await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    let joined = answers.iter().filter(|it| **it == Ok(team)).count();
    let refused = answers
        .iter()
        .filter(|it| **it == Err(Error::Conflict))
        .count();
    assert_eq!((joined, refused), (1, 5), "{answers:?}");
    let shown = show_team(&people[0], team).await.unwrap();
    assert_eq!((shown.card.joined, shown.members.len()), (5, 5));
    assert_eq!(shown.card.state, TeamState::QuorumMet);
}

#[tokio::test]
async fn the_founder_replaces_hands_over_and_leaves() {
    let app = bank().await;
    let names = ["Aicha", "Brahim", "Chama", "Driss", "Fatna"];
    let (team, people) = team_of(&app, &names, "5").await;
    let id = |at: usize| people[at].actor.person().unwrap();
    assert_eq!(
        replace_teammate(&people[1], team, id(2)).await,
        Err(Error::NotFound),
        "only the founder"
    );
    give_role(&people[0], team, id(1), "treasurer")
        .await
        .unwrap();
    give_role(&people[0], team, id(2), "treasurer")
        .await
        .unwrap();
    let shown = show_team(&people[0], team).await.unwrap();
    let treasurers: Vec<_> = shown
        .members
        .iter()
        .filter(|it| it.role == TeamRole::Treasurer)
        .map(|it| it.person)
        .collect();
    assert_eq!(treasurers, [id(2)], "one treasurer");
    replace_teammate(&people[0], team, id(2)).await.unwrap();
    assert_eq!(state(&people[0], team).await, (TeamState::Forming, 4));
    assert_eq!(show_team(&people[2], team).await, Err(Error::NotFound));
    assert_eq!(
        leave_team(&people[0], team).await,
        Err(Error::Conflict),
        "a team is handed over first"
    );
    hand_over_team(&people[0], team, id(1)).await.unwrap();
    leave_team(&people[0], team).await.unwrap();
    assert_eq!(state(&people[1], team).await, (TeamState::Forming, 3));
    assert_eq!(dissolve_team(&people[3], team).await, Err(Error::NotFound));
    dissolve_team(&people[1], team).await.unwrap();
    assert_eq!(dissolve_team(&people[1], team).await, Err(Error::Conflict));
    assert_eq!(
        invite_teammate(&people[1], team, "").await,
        Err(Error::Conflict)
    );
}

#[tokio::test]
async fn an_invitation_by_name_is_for_one_person_and_can_be_taken_back() {
    let app = bank().await;
    let (team, people) = team_of(&app, &["Aicha", "Brahim"], "6").await;
    app.mails(NOW).await;
    let wrong = invite_teammate(&people[0], team, "12").await;
    assert_eq!(wrong, Err(Error::field("login", Problem::InvalidPhone)));
    let by_phone = invite_teammate(&people[0], team, "0612345678")
        .await
        .unwrap();
    assert!(app.mails(NOW).await.is_empty(), "the founder sends it on");
    let chama = member(&app, "Chama").await;
    let driss = member(&app, "Driss").await;
    assert_eq!(join_team(&chama, &by_phone).await, Ok(team));
    assert_eq!(join_team(&driss, &by_phone).await, Err(Error::NotFound));
    let by_mail = invite_teammate(&people[0], team, "driss@exemple.ma")
        .await
        .unwrap();
    let mails = app.mails(NOW).await;
    assert!(mails.iter().any(|mail| mail.text.contains(&by_mail)));
    let open = show_team(&people[0], team).await.unwrap().invitations;
    let mine = open.iter().find(|it| it.login.is_some()).unwrap().id;
    assert!(
        show_team(&people[1], team)
            .await
            .unwrap()
            .invitations
            .is_empty(),
        "whom the founder asked is theirs to know"
    );
    revoke_team_invitation(&people[0], team, mine)
        .await
        .unwrap();
    assert_eq!(
        revoke_team_invitation(&people[0], team, InvitationId(999_999)).await,
        Err(Error::NotFound)
    );
    assert_eq!(join_team(&driss, &by_mail).await, Err(Error::NotFound));
    let visitor = app.visitor();
    assert_eq!(
        join_team(&visitor, &by_mail).await,
        Err(Error::Unauthenticated)
    );
}

#[tokio::test]
async fn tasks_are_the_members_own() {
    let app = bank().await;
    let (team, people) = team_of(&app, &["Aicha", "Brahim"], "5").await;
    let stranger = member(&app, "Chama").await;
    let task = TaskInput {
        title: "Demander deux devis".to_owned(),
        person: people[1].actor.person().unwrap().to_string(),
        due: "2026-09-01".to_owned(),
    };
    assert_eq!(add_task(&stranger, team, &task).await, Err(Error::NotFound));
    let id = add_task(&people[1], team, &task).await.unwrap();
    let shown = show_team(&people[0], team).await.unwrap().tasks;
    assert_eq!(shown[0].who.as_deref(), Some("Brahim"));
    assert!(shown[0].is_late);
    mark_task(&people[0], team, id, TaskMark::Done)
        .await
        .unwrap();
    let shown = show_team(&people[0], team).await.unwrap().tasks;
    assert!(shown[0].done_at.is_some() && !shown[0].is_late);
    mark_task(&people[0], team, id, TaskMark::ToDo)
        .await
        .unwrap();
    assert_eq!(
        mark_task(&people[0], team, TaskId(999_999), TaskMark::Done).await,
        Err(Error::NotFound)
    );
    leave_team(&people[1], team).await.unwrap();
    let shown = show_team(&people[0], team).await.unwrap().tasks;
    assert_eq!(shown[0].who, None, "nobody's again");
    remove_task(&people[0], team, id).await.unwrap();
    assert!(show_team(&people[0], team).await.unwrap().tasks.is_empty());
}

#[tokio::test]
async fn a_team_is_not_started_from_nothing() {
    let app = bank().await;
    let aicha = member(&app, "Aicha").await;
    for (sheet, province, seats, scenario, expected) in [
        ("nothing", "09.001", "5", "", None),
        ("beekeeping", "99.999", "5", "", Some("province")),
        ("beekeeping", "09.001", "4", "", Some("seats")),
        ("beekeeping", "09.001", "5", "999999", Some("scenario")),
    ] {
        let input = TeamInput {
            province: province.to_owned(),
            ..input(seats)
        };
        let refused = start_team(&aicha, sheet, &input, scenario).await;
        let error = refused.unwrap_err();
        let field = error.fields().first().map(|it| it.field.as_str());
        assert_eq!(field, expected, "{sheet} {province} {seats} {scenario}");
    }
    assert_eq!(
        start_team(&app.visitor(), "beekeeping", &input("5"), "").await,
        Err(Error::Unauthenticated)
    );
    assert!(my_teams(&aicha).await.unwrap().is_empty());
}
