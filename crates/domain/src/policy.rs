//! The one place that decides who may do what. Only this module makes a [`Permit`], and every
//! mutation in `store` takes one, so code that forgets to ask does not compile.

use crate::{
    CooperativeId, Error, PersonId, Result, StatementClientId, TeamId, academy::RecordScope,
    accounts::Role, cooperatives::Part, geography::RegionCode, integrations::TokenScope,
};
use core::marker::PhantomData;

/// Who acts. `System` is the worker and the command line; it never comes from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    Visitor,
    Person {
        id: PersonId,
        roles: Vec<Role>,
    },
    /// A cooperative's own program, with what its token allows.
    Program {
        cooperative: CooperativeId,
        scopes: Vec<TokenScope>,
    },
    /// A program that reads or writes learning records, with what its key allows.
    Recorder {
        client: StatementClientId,
        scopes: Vec<RecordScope>,
    },
    System,
}

impl Actor {
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Actor::Person { id, .. } => Some(*id),
            Actor::Visitor | Actor::Program { .. } | Actor::Recorder { .. } | Actor::System => None,
        }
    }

    fn records(&self, scope: RecordScope) -> bool {
        matches!(self, Actor::Recorder { scopes, .. } if scopes.contains(&scope))
    }

    /// Whether it is a program of this cooperative with that scope.
    fn has(&self, mine: CooperativeId, scope: TokenScope) -> bool {
        matches!(self, Actor::Program { cooperative, scopes } if *cooperative == mine && scopes.contains(&scope))
    }

    pub fn manages(&self, cooperative: CooperativeId) -> bool {
        self.roles().iter().any(
            |role| matches!(role, Role::CooperativeManager { cooperative: mine } if *mine == cooperative),
        )
    }

    /// Whether they have this part in the cooperative's team; a manager has every part.
    pub fn works(&self, cooperative: CooperativeId, part: Part) -> bool {
        self.roles()
            .iter()
            .filter_map(Role::part)
            .any(|(mine, as_part)| {
                mine == cooperative && (as_part == part || as_part == Part::Manager)
            })
    }

    /// The cooperative they work for; the first they manage where they manage one.
    pub fn cooperative(&self) -> Option<CooperativeId> {
        self.roles()
            .iter()
            .filter_map(Role::part)
            .min_by_key(|(_, part)| *part)
            .map(|(cooperative, _)| cooperative)
    }

    pub fn roles(&self) -> &[Role] {
        match self {
            Actor::Person { roles, .. } => roles,
            Actor::Visitor | Actor::Program { .. } | Actor::Recorder { .. } | Actor::System => &[],
        }
    }

    /// The regions that an advisor answers for; none for anyone else.
    pub fn regions(&self) -> Vec<RegionCode> {
        self.roles()
            .iter()
            .filter_map(|role| match role {
                Role::Advisor { regions } => Some(regions),
                _ => None,
            })
            .flatten()
            .filter_map(|code| RegionCode::parse(code))
            .collect()
    }

    /// The regions whose cases the office's person decides: an advisor's own, and for an
    /// administrator all (`None`).
    pub fn office_regions(&self) -> Option<Vec<RegionCode>> {
        (!self.is_administrator()).then(|| self.regions())
    }

    fn is_advisor(&self) -> bool {
        self.roles()
            .iter()
            .any(|role| matches!(role, Role::Advisor { .. }))
    }

    pub fn is_administrator(&self) -> bool {
        self.roles().contains(&Role::Administrator)
    }
}

/// What may be asked of the policy. Each variant is one row of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    BrowseCatalogue,
    Register,
    SignIn,
    ManageOwnAccount,
    ManageCart,
    PlaceOrder,
    ReadOwnOrders,
    ReadOrder,
    DecideOrder,
    ChangeOwnOrder,
    ReadMoney,
    ManageMoney,
    DecideDispute,
    ReadStock,
    EditStock,
    EditListing,
    ManageAccounts,
    RunWorker,
    /// Enrol, learn, take quizzes, keep notes, hold credentials.
    Learn,
    /// Write one's own courses, follow their learners, revoke their credentials.
    Teach,
    /// Take back a credential of a course.
    RevokeCredential,
    /// Write a course that is not published yet, alone or with others.
    WriteCourse,
    BrowseProjects,
    KeepScenarios,
    EditRates,
    WriteReview,
    AnswerReview,
    ModerateReviews,
    RegisterCooperative,
    ReadQueues,
    Moderate,
    ReadAudit,
    ManageTeam,
    EditCertificate,
    /// Send an order's parcels.
    ShipOrder,
    ReadSales,
    EditPrice,
    /// Make a cooperative's coupons, and end them.
    ManageCoupons,
    ManageIntegrations,
    /// Start a project's team, join one, pledge to buy what it will make.
    Venture,
    /// Read a project team's pages, share its tasks, fill in its dossier.
    WorkInTeam,
    /// Invite and replace, submit, withdraw and appeal.
    LeadTeam,
    /// Examine a dossier that one was drawn for.
    ScoreDossier,
    /// Ask cooperatives for quotes, counter and take what they offer.
    /// Refer people, and follow one's own cases.
    Refer,
    /// Give or take back one's own consent.
    AnswerReferral,
    /// Read that people were referred, each as far as they may.
    ReadReferrals,
    /// Open what is sealed, in an emergency, for a reason.
    BreakGlass,
    AskQuote,
    AnswerQuote,
    /// Read and write an idea that one is an author of, submit it, leave it.
    WriteIdea,
    /// Invite authors, hand an idea over, take it back.
    LeadIdea,
    /// Read what learners did, as statements.
    ReadRecords,
    /// Keep statements and documents.
    WriteRecords,
    /// Give programs keys to the records, and take them back.
    ManageRecorders,
}

impl Action {
    pub const ALL: [Action; 54] = [
        Action::BrowseCatalogue,
        Action::Register,
        Action::SignIn,
        Action::ManageOwnAccount,
        Action::ManageCart,
        Action::PlaceOrder,
        Action::ReadOwnOrders,
        Action::ReadOrder,
        Action::DecideOrder,
        Action::ChangeOwnOrder,
        Action::ReadMoney,
        Action::ManageMoney,
        Action::DecideDispute,
        Action::ReadStock,
        Action::EditStock,
        Action::EditListing,
        Action::ManageAccounts,
        Action::RunWorker,
        Action::Learn,
        Action::Teach,
        Action::RevokeCredential,
        Action::WriteCourse,
        Action::BrowseProjects,
        Action::KeepScenarios,
        Action::EditRates,
        Action::WriteReview,
        Action::AnswerReview,
        Action::ModerateReviews,
        Action::RegisterCooperative,
        Action::ReadQueues,
        Action::Moderate,
        Action::ReadAudit,
        Action::ManageTeam,
        Action::EditCertificate,
        Action::ShipOrder,
        Action::ReadSales,
        Action::EditPrice,
        Action::ManageCoupons,
        Action::ManageIntegrations,
        Action::Venture,
        Action::WorkInTeam,
        Action::LeadTeam,
        Action::ScoreDossier,
        Action::Refer,
        Action::AnswerReferral,
        Action::ReadReferrals,
        Action::BreakGlass,
        Action::AskQuote,
        Action::AnswerQuote,
        Action::WriteIdea,
        Action::LeadIdea,
        Action::ReadRecords,
        Action::WriteRecords,
        Action::ManageRecorders,
    ];
}

/// A thing that can be acted on; `scope` says whose it is.
pub trait Resource {
    fn scope(&self) -> Scope;
}

/// Whose a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody's: the published catalogue, the sign-in page.
    Public,
    Person(PersonId),
    Cooperative(CooperativeId),
    /// An order: its seller, and its buyer where the buyer has an account.
    Order {
        seller: CooperativeId,
        buyer: Option<PersonId>,
    },
    /// A guest's thing, reached by whoever holds its secret.
    Bearer,
    /// What the office examines for the cooperatives of one region.
    Region(RegionCode),
    /// A project's team: who founded it, and who asks where they are one of its members.
    Team {
        team: TeamId,
        founder: PersonId,
        member: Option<PersonId>,
    },
    /// What someone wrote, and who asks where they write it with them.
    Authored {
        owner: PersonId,
        author: Option<PersonId>,
    },
    /// A dossier of a region in the hands of one reviewer.
    Review {
        region: RegionCode,
        reviewer: PersonId,
    },
}

macro_rules! resources {
    ($($(#[$doc:meta])* $name:ident($scope:expr, $($field:ident: $type:ty),*);)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name { $(pub $field: $type),* }
        impl Resource for $name {
            fn scope(&self) -> Scope {
                ($scope)(self)
            }
        }
    )+};
}

resources! {
    /// What everyone may see.
    PublicSite(|_: &PublicSite| Scope::Public,);
    /// A person's account, profile and sessions.
    Account(|it: &Account| Scope::Person(it.owner), owner: PersonId);
    /// A buyer's request for quotes.
    QuoteRequest(|it: &QuoteRequest| Scope::Person(it.buyer), buyer: PersonId);
    /// A cooperative's answer to a request.
    Quote(|it: &Quote| Scope::Cooperative(it.cooperative), cooperative: CooperativeId);
    /// A cart: its owner's, or its bearer's.
    Cart(|it: &Cart| it.owner.map_or(Scope::Bearer, Scope::Person), owner: Option<PersonId>);
    /// One cooperative's order.
    Order(|it: &Order| Scope::Order { seller: it.seller, buyer: it.buyer }, seller: CooperativeId, buyer: Option<PersonId>);
    /// An order in the hands of whoever holds its tracking link.
    TrackedOrder(|_: &TrackedOrder| Scope::Bearer,);
    /// A cooperative's stock.
    Stock(|it: &Stock| Scope::Cooperative(it.cooperative), cooperative: CooperativeId);
    /// A cooperative's balance, entries and payouts.
    Purse(|it: &Purse| Scope::Cooperative(it.cooperative), cooperative: CooperativeId);
    /// A cooperative's team.
    Team(|it: &Team| Scope::Cooperative(it.cooperative), cooperative: CooperativeId);
    /// A cooperative's tokens and webhooks.
    Integrations(|it: &Integrations| Scope::Cooperative(it.cooperative), cooperative: CooperativeId);
    /// What a cooperative takes off its goods for who knows a code.
    Coupons(|it: &Coupons| Scope::Cooperative(it.cooperative), cooperative: CooperativeId);
    /// A label that a cooperative holds, with its proof.
    Certificate(|it: &Certificate| Scope::Cooperative(it.cooperative), cooperative: CooperativeId);
    /// A cooperative's listing.
    Listing(|it: &Listing| Scope::Cooperative(it.cooperative), cooperative: CooperativeId);
    /// A person's courses, progress, attempts and credentials.
    Learning(|it: &Learning| Scope::Person(it.learner), learner: PersonId);
    /// A course, which is its trainer's.
    Course(|it: &Course| Scope::Person(it.trainer), trainer: PersonId);
    /// A course that is being written.
    CourseDraft(|it: &CourseDraft| Scope::Authored { owner: it.owner, author: it.author },
        owner: PersonId, author: Option<PersonId>);
    /// A credential of a trainer's course.
    Credential(|it: &Credential| Scope::Authored { owner: it.trainer, author: None }, trainer: PersonId);
    /// A person's saved simulations.
    Scenarios(|it: &Scenarios| Scope::Person(it.owner), owner: PersonId);
    /// A cooperative's file while its author fills it in.
    Registration(|it: &Registration| Scope::Person(it.applicant), applicant: PersonId);
    /// The office's desk: its queues.
    Office(|_: &Office| Scope::Public,);
    /// What the office decides about: a cooperative, its file, listings and certificates.
    OfficeCase(|it: &OfficeCase| Scope::Region(it.region), region: RegionCode);
    /// A person who starts or joins projects.
    Venturer(|it: &Venturer| Scope::Person(it.person), person: PersonId);
    /// An idea for the project bank.
    Idea(|it: &Idea| Scope::Authored { owner: it.owner, author: it.author },
        owner: PersonId, author: Option<PersonId>);
    /// A person whom a social worker referred: the worker's own case.
    Referral(|it: &Referral| Scope::Person(it.worker), worker: PersonId);
    /// A referral in the hands of the referred person, who holds its link.
    ConsentLink(|_: &ConsentLink| Scope::Bearer,);
    /// A project's team, its tasks and its dossier.
    ProjectTeam(|it: &ProjectTeam| Scope::Team { team: it.team, founder: it.founder, member: it.member },
        team: TeamId, founder: PersonId, member: Option<PersonId>);
    /// A reviewer's examination of a dossier.
    DossierReview(|it: &DossierReview| Scope::Review { region: it.region, reviewer: it.reviewer },
        region: RegionCode, reviewer: PersonId);
    /// The store of learning records.
    Records(|_: &Records| Scope::Public,);
    /// The product itself: accounts of others, background work.
    Platform(|_: &Platform| Scope::Public,);
}

/// Proof that the policy allowed `action` on a resource of type `R`. Cannot be made elsewhere.
#[derive(Clone, Debug)]
pub struct Permit<R> {
    action: Action,
    scope: Scope,
    resource: PhantomData<fn() -> R>,
}

impl<R> Permit<R> {
    pub fn action(&self) -> Action {
        self.action
    }

    /// Whose resource was permitted; a store's mutation restricts its rows to it.
    pub fn scope(&self) -> Scope {
        self.scope
    }
}

/// Decides whether `actor` may do `action` on `resource`.
///
/// # Errors
/// `Unauthenticated` where signing in could help; `NotFound` where the actor may not even know
/// that the resource exists; `Forbidden` otherwise.
pub fn authorize<R: Resource>(actor: &Actor, action: Action, resource: &R) -> Result<Permit<R>> {
    let scope = resource.scope();
    let granted = Permit {
        action,
        scope,
        resource: PhantomData,
    };
    if is_allowed(actor, action, scope) {
        return Ok(granted);
    }
    Err(match (actor, scope) {
        (Actor::Visitor, _) => Error::Unauthenticated,
        (_, Scope::Public) => Error::Forbidden,
        _ => Error::NotFound,
    })
}

fn is_allowed(actor: &Actor, action: Action, scope: Scope) -> bool {
    let own = matches!(scope, Scope::Person(owner) if actor.person() == Some(owner));
    let signed_in = actor.person().is_some();
    match action {
        // Of the public site only: a permit for someone's account must not come from here.
        Action::BrowseCatalogue | Action::Register | Action::SignIn => scope == Scope::Public,
        Action::ManageOwnAccount => own,
        // A guest's cart and order are reached by a secret; whoever holds it may act.
        Action::ManageCart | Action::PlaceOrder => own || scope == Scope::Bearer,
        Action::ReadOwnOrders => own && signed_in,
        Action::ReadOrder => match scope {
            Scope::Order { seller, buyer } => {
                actor.works(seller, Part::Sales)
                    || actor.works(seller, Part::Stock)
                    || (buyer.is_some() && buyer == actor.person())
            }
            Scope::Bearer => true,
            _ => false,
        },
        Action::DecideOrder => {
            matches!(scope, Scope::Order { seller, .. } if actor.works(seller, Part::Sales))
        }
        // Cancelling, sending back, asking: the buyer, or whoever holds a guest's tracking link.
        Action::ChangeOwnOrder => match scope {
            Scope::Order { buyer, .. } => buyer.is_some() && buyer == actor.person(),
            Scope::Bearer => true,
            _ => false,
        },
        Action::ReadMoney => {
            matches!(scope, Scope::Cooperative(cooperative) if actor.manages(cooperative))
        }
        Action::ManageMoney => {
            scope == Scope::Public && (actor.is_administrator() || *actor == Actor::System)
        }
        Action::DecideDispute => {
            // On the whole platform: whether one decides any at all.
            let is_near = match scope {
                Scope::Public => actor.is_advisor(),
                Scope::Region(region) => actor.regions().contains(&region),
                _ => return false,
            };
            is_near || actor.is_administrator()
        }
        Action::ShipOrder => matches!(scope, Scope::Order { seller, .. }
            if actor.works(seller, Part::Sales) || actor.has(seller, TokenScope::Shipments)),
        Action::ReadSales => matches!(scope, Scope::Cooperative(cooperative)
            if actor.works(cooperative, Part::Sales) || actor.has(cooperative, TokenScope::Shipments)),
        Action::ReadStock => matches!(scope, Scope::Cooperative(cooperative)
            if actor.works(cooperative, Part::Sales)
                || actor.works(cooperative, Part::Stock)
                || actor.has(cooperative, TokenScope::Stock)
                || actor.has(cooperative, TokenScope::Prices)),
        Action::EditStock => matches!(scope, Scope::Cooperative(cooperative)
            if actor.works(cooperative, Part::Stock) || actor.has(cooperative, TokenScope::Stock)),
        Action::EditPrice => matches!(scope, Scope::Cooperative(cooperative)
            if actor.works(cooperative, Part::Sales) || actor.has(cooperative, TokenScope::Prices)),
        Action::AskQuote => own,
        Action::Refer => own && actor.roles().contains(&Role::SocialWorker),
        Action::AnswerReferral => scope == Scope::Bearer,
        Action::ReadReferrals => {
            scope == Scope::Public && (actor.is_advisor() || actor.is_administrator())
        }
        Action::BreakGlass => scope == Scope::Public && actor.is_administrator(),
        Action::EditListing | Action::AnswerQuote => {
            matches!(scope, Scope::Cooperative(cooperative) if actor.works(cooperative, Part::Sales))
        }
        Action::ManageTeam
        | Action::EditCertificate
        | Action::ManageCoupons
        | Action::ManageIntegrations => {
            matches!(scope, Scope::Cooperative(cooperative) if actor.manages(cooperative))
        }
        Action::ManageAccounts => {
            matches!(scope, Scope::Public | Scope::Person(_))
                && (actor.is_administrator() || *actor == Actor::System)
        }
        Action::RunWorker => *actor == Actor::System,
        Action::Learn => own,
        Action::Teach => own && actor.roles().contains(&Role::Trainer),
        Action::RevokeCredential => {
            matches!(scope, Scope::Authored { owner, .. }
                if actor.is_administrator()
                    || (actor.person() == Some(owner) && actor.roles().contains(&Role::Trainer)))
        }
        Action::WriteCourse => {
            matches!(scope, Scope::Authored { owner, author }
                if actor.roles().contains(&Role::Trainer)
                    && (actor.person() == Some(owner) || (author.is_some() && author == actor.person())))
        }
        Action::WriteIdea => {
            matches!(scope, Scope::Authored { author, .. } if author.is_some() && author == actor.person())
        }
        Action::LeadIdea => {
            matches!(scope, Scope::Authored { owner, .. } if actor.person() == Some(owner))
        }
        Action::BrowseProjects => scope == Scope::Public,
        Action::KeepScenarios => own,
        Action::EditRates => scope == Scope::Public && actor.is_administrator(),
        Action::WriteReview => own,
        Action::AnswerReview => {
            matches!(scope, Scope::Cooperative(cooperative) if actor.manages(cooperative))
        }
        Action::ModerateReviews => {
            let advises = actor
                .roles()
                .iter()
                .any(|role| matches!(role, Role::Advisor { .. }));
            scope == Scope::Public && (actor.is_administrator() || advises)
        }
        Action::RegisterCooperative => own,
        Action::ReadQueues => scope == Scope::Public && actor.is_advisor(),
        Action::Moderate => {
            matches!(scope, Scope::Region(region) if actor.regions().contains(&region))
        }
        Action::Venture => own,
        Action::WorkInTeam => {
            matches!(scope, Scope::Team { member, .. } if member.is_some() && member == actor.person())
        }
        Action::LeadTeam => {
            matches!(scope, Scope::Team { founder, .. } if actor.person() == Some(founder))
        }
        Action::ScoreDossier => {
            matches!(scope, Scope::Review { region, reviewer }
                if actor.person() == Some(reviewer) && actor.regions().contains(&region))
        }
        Action::ReadRecords => scope == Scope::Public && actor.records(RecordScope::Read),
        Action::WriteRecords => {
            scope == Scope::Public && (actor.records(RecordScope::Write) || *actor == Actor::System)
        }
        Action::ManageRecorders => scope == Scope::Public && actor.is_administrator(),
        Action::ReadAudit => {
            scope == Scope::Public && (actor.is_administrator() || *actor == Actor::System)
        }
    }
}
